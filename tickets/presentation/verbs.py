"""The verbs as a ticket page offers them: each with its form, or with the reason why it is refused now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tickets import forms, lifecycle
from tickets.actions.frame import refuse_merged
from tickets.choices import WAITING_STATUSES, Status
from tickets.models import Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


def _needs_open(ticket: Ticket) -> None:
    lifecycle.check_open(ticket.status)


def _to(status: Status) -> Callable[[Ticket], None]:
    return lambda ticket: lifecycle.check(ticket.status, status)


def _over(ticket: Ticket) -> bool:
    return not ticket.is_open


def _always(ticket: Ticket) -> bool:
    return True


@dataclass(frozen=True)
class Verb:
    """One verb: what it is called, what it asks for, when it may be done, and where it makes sense to show it."""

    name: str
    label: str | Promise
    icon: str
    permission: Permission
    check: Callable[[Ticket], None] = _needs_open
    makes_sense: Callable[[Ticket], bool] = _always
    form: type[forms.VerbForm] | None = None
    is_danger: bool = False


P = Permission
VERBS = {
    verb.name: verb
    for verb in (
        Verb("take", _("Take charge"), "hand", P.TICKET_TAKE, makes_sense=lambda t: t.is_open),
        Verb(
            "resume",
            _("Resume"),
            "circle-play",
            P.TICKET_RESUME,
            makes_sense=lambda t: t.status in {*WAITING_STATUSES, Status.SCHEDULED},
        ),
        Verb(
            "wait",
            _("Wait"),
            "circle-pause",
            P.TICKET_WAIT,
            makes_sense=lambda t: t.is_open and t.status not in WAITING_STATUSES,
            form=forms.WaitForm,
        ),
        Verb("resolve", _("Resolve"), "circle-check", P.TICKET_RESOLVE, _to(Status.RESOLVED), form=forms.ResolveForm),
        Verb("reopen", _("Reopen"), "rotate-ccw", P.TICKET_REOPEN, refuse_merged, _over, forms.ReopenForm),
        Verb("schedule", _("Schedule"), "calendar", P.TICKET_SCHEDULE, makes_sense=lambda t: t.is_open),
        Verb("close", pgettext_lazy("ticket", "Close"), "circle-check-big", P.TICKET_CLOSE, _to(Status.CLOSED)),
        Verb("merge", _("Merge into another"), "merge", P.TICKET_MERGE, _to(Status.MERGED), form=forms.MergeForm),
        Verb(
            "cancel",
            _("Cancel the ticket"),
            "circle-x",
            P.TICKET_CANCEL,
            _to(Status.CANCELLED),
            form=forms.CancelForm,
            is_danger=True,
        ),
        Verb("assign", _("Assign"), "user-plus", P.TICKET_ASSIGN, form=forms.AssignForm),
        Verb("route", _("Move to a queue"), "arrow-right-left", P.TICKET_ROUTE, form=forms.RouteForm),
        Verb("prioritize", _("Change the priority"), "gauge", P.TICKET_PRIORITIZE, form=forms.PrioritizeForm),
        Verb("reclassify", _("Reclassify"), "tag", P.TICKET_RECLASSIFY, refuse_merged, form=forms.ReclassifyForm),
        Verb("time", _("Log time"), "timer", P.TICKET_LOG_TIME, refuse_merged, form=forms.TimeForm),
        Verb("link", _("Link a ticket"), "link", P.TICKET_LINK, refuse_merged, form=forms.LinkForm),
        Verb("reply", _("Reply"), "reply", P.TICKET_REPLY, refuse_merged, form=forms.ReplyForm),
        Verb("note", _("Internal note"), "lock", P.TICKET_NOTE, refuse_merged, form=forms.NoteForm),
        Verb("call", _("Call"), "phone", P.TICKET_CALL, refuse_merged, form=forms.CallForm),
    )
}
BESIDE_TITLE = ("take", "resume", "wait", "resolve", "reopen")
IN_MENU = ("schedule", "close", "merge", "cancel")


@dataclass(frozen=True)
class Offer:
    """A verb on the page of one ticket; `refused` is why it cannot be done now, `is_open` shows its form at once."""

    verb: Verb
    url: str
    form: forms.VerbForm | None
    refused: str
    is_open: bool


def offers(ticket: Ticket, user: User, typed: forms.VerbForm | None = None) -> dict[str, Offer]:
    """Every verb that makes sense here, by name. `typed` is a form that was sent with mistakes: it stays open."""
    return {
        verb.name: Offer(
            verb=verb,
            url=reverse(f"ticket_{verb.name}", args=[ticket.number]),
            form=_form(verb, ticket, user, typed),
            refused=_refusal(verb, ticket, user),
            is_open=typed is not None and typed.verb == verb.name,
        )
        for verb in VERBS.values()
        if verb.makes_sense(ticket)
    }


def chosen(offered: dict[str, Offer], names: Iterable[str]) -> list[Offer]:
    """The offers of these verbs, in this order, as far as there are any."""
    return [offered[name] for name in names if name in offered]


def _form(verb: Verb, ticket: Ticket, user: User, typed: forms.VerbForm | None) -> forms.VerbForm | None:
    if typed is not None and typed.verb == verb.name:
        typed.focus_on_error()
        return typed
    return verb.form(ticket=ticket, by=user) if verb.form else None


def _refusal(verb: Verb, ticket: Ticket, user: User) -> str:
    """The sentence with which the action would refuse; "" where it would not."""
    try:
        require(user, verb.permission)
        verb.check(ticket)
    except ActionRefused as refusal:
        return str(refusal)
    return ""


def properties(ticket: Ticket, offered: dict[str, Offer]) -> list[dict[str, Any]]:
    """What the side panel shows; each value is changed by its verb."""
    issue = gettext(": ").join(str(part) for part in (ticket.issue_type, ticket.sub_issue_type) if part)
    shown = [
        (_("Priority"), ticket.get_priority_display(), "prioritize"),
        (_("Queue"), ticket.queue.name, "route"),
        (_("Technician"), ticket.technician.name if ticket.technician else _("Nobody"), "assign"),
        (_("Type"), " · ".join(filter(None, (ticket.get_kind_display(), issue))), "reclassify"),
        (_("Work"), ticket.work_type or "—", ""),
        (_("Source"), ticket.get_source_display(), ""),
    ]
    return [
        {
            "name": name,
            "value": value,
            "level": ticket.priority if verb == "prioritize" else "",
            "offer": offered.get(verb),
        }
        for name, value, verb in shown
    ]
