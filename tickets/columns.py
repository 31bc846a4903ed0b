"""The columns of a list of tickets: in the URL, on the page and in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.models import Ticket


@dataclass(frozen=True)
class Column:
    """A column, the order that its head asks for, and the names of other rows that its cells need."""

    name: str
    label: Any
    order: str = ""
    needs: Mapping[str, str] = field(default_factory=dict)


COLUMNS = {
    column.name: column
    for column in (
        Column("number", _("Number"), "number"),
        Column("priority", _("Priority"), "priority"),
        Column("title", _("Title"), "title"),
        Column("client", _("Client"), "client", {"client_name": "account__name"}),
        Column("status", _("Status"), "status"),
        Column("assignee", _("Assignee"), "assignee", {"assignee_name": "technician__name"}),
        Column("due", _("Next deadline"), "due"),
        Column("activity", pgettext_lazy("column", "Activity"), "activity"),
        Column("opened", pgettext_lazy("column", "Opened"), "opened"),
        Column("contact", _("Contact"), "contact", {"contact_name": "contact__name"}),
        Column("queue", _("Queue"), "queue", {"queue_name": "queue__name"}),
        Column("level", _("Level"), "level", {"level_number": "level__number"}),
        Column("policy", _("Contract"), "policy"),
        Column("kind", _("Ticket type")),
        Column("type", _("Issue type"), "type", {"type_name": "issue_type__name", "sub_type": "sub_issue_type__name"}),
        Column("source", _("Source")),
        Column("response", _("First response")),
        Column("resolution", _("Resolution")),
    )
}
# The fields of a ticket that its line is drawn from; the rest of it is not read.
SHOWN = ("number", "title", "kind", "source", "status", "priority", "policy", "opened_at", "last_activity_at")
USUAL = ("number", "priority", "title", "client", "status", "assignee", "due", "activity")


def columns_named(text: str) -> list[Column]:
    """Those that the URL names, in its order; the usual ones where it names none. The title leads to the ticket:
    it is always there.
    """
    names = [name for name in dict.fromkeys(text.split(",")) if name in COLUMNS] or list(USUAL)
    if "title" not in names:
        names.insert(min(len(names), 1), "title")
    return [COLUMNS[name] for name in names]


def with_columns(tickets: QuerySet[Ticket], columns: list[Column]) -> QuerySet[Ticket]:
    """The tickets with the fields and the names that their cells show."""
    needs = {alias: F(path) for column in columns for alias, path in column.needs.items()}
    return tickets.only(*SHOWN).annotate(**needs)
