"""The columns of a list of tickets: in the URL, on the page and in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.models import Ticket, User


@dataclass(frozen=True)
class Column:
    """A column, the order that its head asks for, and the names of other rows that its cells need."""

    name: str
    label: Any
    order: str = ""
    needs: Mapping[str, str] = field(default_factory=dict)
    is_for_all: bool = False


COLUMNS = {
    column.name: column
    for column in (
        Column("number", _("Number"), "number", is_for_all=True),
        Column("priority", _("Priority"), "priority", is_for_all=True),
        Column("title", _("Title"), "title", is_for_all=True),
        Column("client", _("Client"), "client", {"client_name": "account__name"}, is_for_all=True),
        Column("status", _("Status"), "status", is_for_all=True),
        Column("assignee", _("Assignee"), "assignee", {"assignee_name": "technician__name"}, is_for_all=True),
        Column("due", _("Next deadline"), "due", is_for_all=True),
        Column("activity", pgettext_lazy("column", "Activity"), "activity", is_for_all=True),
        Column("opened", pgettext_lazy("column", "Opened"), "opened", is_for_all=True),
        Column("contact", _("Contact"), "contact", {"contact_name": "contact__name"}, is_for_all=True),
        Column("queue", _("Queue"), "queue", {"queue_name": "queue__name"}),
        Column("level", _("Level"), "level", {"level_number": "level__number"}),
        Column("policy", _("Contract"), "policy"),
        Column("kind", _("Ticket type"), is_for_all=True),
        Column("type", _("Issue type"), "type", {"type_name": "issue_type__name", "sub_type": "sub_issue_type__name"}),
        Column("source", _("Source")),
        Column("response", _("First response"), is_for_all=True),
        Column("resolution", _("Resolution"), is_for_all=True),
    )
}
# The fields of a ticket that its line is drawn from; the rest of it is not read.
SHOWN = ("number", "title", "kind", "source", "status", "priority", "policy", "opened_at", "last_activity_at")
USUAL = ("number", "priority", "title", "client", "status", "assignee", "due", "activity")


def columns_for(user: User) -> list[Column]:
    """The columns that a reader may choose from."""
    return [column for column in COLUMNS.values() if column.is_for_all or user.is_staff_member]


def columns_named(text: str, user: User) -> list[Column]:
    """Those that the URL names, in its order; the usual ones where it names none. The title leads to the ticket:
    it is always there.
    """
    known = {column.name: column for column in columns_for(user)}
    names = [name for name in dict.fromkeys(text.split(",")) if name in known] or list(USUAL)
    if "title" not in names:
        names.insert(min(len(names), 1), "title")
    return [known[name] for name in names]


def with_columns(tickets: QuerySet[Ticket], columns: list[Column]) -> QuerySet[Ticket]:
    """The tickets with the fields and the names that their cells show."""
    needs = {alias: F(path) for column in columns for alias, path in column.needs.items()}
    return tickets.only(*SHOWN).annotate(**needs)
