"""The values of a ticket, each changed where it stands by its verb."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tickets.forms import VerbForm
from tickets.models import Ticket
from tickets.presentation.verbs import Offer, address


def _issue(ticket: Ticket) -> str:
    return gettext(": ").join(str(part) for part in (ticket.issue_type, ticket.sub_issue_type) if part)


def _place(ticket: Ticket) -> str:
    if ticket.level is None:
        return ticket.queue.name
    return gettext("%(queue)s, level %(level)s") % {"queue": ticket.queue.name, "level": ticket.level.number}


def _technician(ticket: Ticket) -> str:
    return str(ticket.technician or gettext("Nobody"))


def _client(ticket: Ticket) -> str:
    return ", ".join(str(part) for part in (ticket.account, ticket.contact) if part)


@dataclass(frozen=True)
class Kind:
    """A property: what it is called, how it reads, and which fields of which verb change it."""

    name: str
    label: str | Promise
    reads: Callable[[Ticket], object]
    verb: str
    fields: tuple[str, ...]
    # The one that opens it on the keyboard.
    key: str = ""


KINDS = {
    kind.name: kind
    for kind in (
        Kind("title", _("Title"), lambda t: t.title, "reword", ("title",)),
        Kind("priority", _("Priority"), lambda t: t.get_priority_display(), "prioritize", ("priority",), "p"),
        Kind("queue", _("Queue"), _place, "route", ("queue", "level")),
        Kind("technician", _("Technician"), _technician, "assign", ("technician",), "a"),
        Kind("account", _("Client"), _client, "change_account", ("account", "contact")),
        Kind("kind", _("Type"), lambda t: t.get_kind_display(), "reclassify", ("kind",)),
        Kind("issue", _("Issue"), _issue, "reclassify", ("issue_type", "sub_issue_type")),
        Kind("work", _("Work"), lambda t: t.work_type or "", "reclassify", ("work_type",)),
        Kind(
            "guarantee",
            _("Guaranteed repair"),
            lambda t: gettext("yes") if t.has_guaranteed_repair else gettext("no"),
            "guarantee",
            ("has_guaranteed_repair",),
        ),
        Kind("external", _("External number"), lambda t: t.external_number, "reword", ("external_number",)),
        Kind("description", _("Description"), lambda t: t.description, "reword", ("description",)),
    )
}


@dataclass(frozen=True)
class Property:
    """One value of one ticket, as templates/tickets/property.html takes it."""

    kind: Kind
    ticket: Ticket
    offer: Offer
    is_open: bool

    @property
    def name(self) -> str:
        return self.kind.name

    @property
    def value(self) -> object:
        return self.kind.reads(self.ticket)

    @property
    def level(self) -> str:
        return self.ticket.priority if self.name == "priority" else ""

    @property
    def opens(self) -> str:
        return f"{address('ticket', self.ticket.number)}?edit={self.name}"

    @cached_property
    def form(self) -> VerbForm:
        """The form of the verb, of which this shows its own fields; the others are sent along as they are seen."""
        form, kind = self.offer.typed, self.offer.verb.form
        if form is None:
            assert kind is not None
            form = kind(ticket=self.ticket, by=self.offer.user, place=self.name)
            form.fields[self.kind.fields[0]].widget.attrs["autofocus"] = True
        form.focus_on_error()
        form.show_only(*self.kind.fields, *form.errors)
        return form


def properties(ticket: Ticket, offered: Mapping[str, Offer], opened: str = "") -> dict[str, Property]:
    """All of them by name; open is the one that was asked for, or whose form came back with mistakes."""
    return {
        kind.name: Property(kind, ticket, offered[kind.verb], _is_open(kind, offered[kind.verb], opened))
        for kind in KINDS.values()
    }


def _is_open(kind: Kind, offer: Offer, opened: str) -> bool:
    if offer.refused:
        return False
    # A form that does not say where it stood stands at the first property of its verb.
    first = next(each for each in KINDS.values() if each.verb == kind.verb)
    stood = "" if offer.typed is None else offer.typed.place
    return kind.name in (opened, stood) or (stood == kind.verb and kind == first)
