"""The verbs as a ticket page offers them: each with its form, or with the reason why it is refused now."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets import forms, lifecycle
from tickets.actions.frame import refuse_merged
from tickets.choices import WAITING_STATUSES, Kind, Status
from tickets.incidents import is_cause
from tickets.models import Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


def _needs_open(ticket: Ticket) -> None:
    lifecycle.check_open(ticket.status)


def _to(status: Status) -> Callable[[Ticket], None]:
    return lambda ticket: lifecycle.check(ticket.status, status)


def _over(ticket: Ticket) -> bool:
    return not ticket.is_open


def _is_silent(ticket: Ticket) -> bool:
    return ticket.is_open and not ticket.is_announced


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
    # The name of a page that asks, instead of a form on the page of the ticket.
    page: str = ""
    # Whether the ticket's page shows what came of it; else another page does.
    answers_here: bool = True


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
        Verb(
            "merge",
            _("Merge into another"),
            "merge",
            P.TICKET_MERGE,
            _to(Status.MERGED),
            form=forms.MergeForm,
            page="ticket_merge_preview",
        ),
        Verb("split", _("Split off a part"), "split", P.TICKET_OPEN, refuse_merged, form=forms.SplitForm),
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
        Verb("reword", _("Reword"), "pencil", P.TICKET_REWORD, refuse_merged, form=forms.RewordForm),
        Verb("guarantee", _("Guaranteed repair"), "shield-check", P.TICKET_RECLASSIFY, form=forms.GuaranteeForm),
        Verb("change_account", _("Change the client"), "building", P.TICKET_RECLASSIFY, form=forms.ChangeAccountForm),
        Verb("time", _("Log time"), "clock-plus", P.TICKET_LOG_TIME, refuse_merged, form=forms.TimeForm),
        Verb("timer_start", _("Start the timer"), "play", P.TICKET_LOG_TIME, refuse_merged),
        Verb("timer_stop", _("Stop the timer"), "square", P.TICKET_LOG_TIME, refuse_merged, form=forms.TimerStopForm),
        Verb("timer_drop", _("Drop it"), "x", P.TICKET_LOG_TIME, refuse_merged),
        Verb("correct_time", _("Correct"), "pencil", P.TICKET_LOG_TIME, refuse_merged, form=forms.CorrectTimeForm),
        Verb("link", _("Link a ticket"), "link", P.TICKET_LINK, refuse_merged, form=forms.LinkForm),
        Verb("announce", _("Announce as known incident"), "megaphone", P.TICKET_ANNOUNCE, makes_sense=_is_silent),
        Verb(
            "unannounce",
            _("End the announcement"),
            "megaphone-off",
            P.TICKET_ANNOUNCE,
            check=refuse_merged,
            makes_sense=lambda t: t.is_announced,
        ),
        Verb(
            "problem",
            _("Open a problem"),
            "git-branch-plus",
            P.TICKET_OPEN,
            refuse_merged,
            lambda t: t.kind != Kind.PROBLEM,
            forms.ProblemForm,
            answers_here=False,
        ),
        Verb(
            "reply_all",
            _("Write to all"),
            "send",
            P.TICKET_ANNOUNCE,
            refuse_merged,
            is_cause,
            forms.ReplyAllForm,
            answers_here=False,
        ),
        Verb(
            "resolve_all",
            _("Resolve all"),
            "circle-check",
            P.TICKET_ANNOUNCE,
            refuse_merged,
            is_cause,
            forms.ResolveAllForm,
            answers_here=False,
        ),
        Verb("reply", _("Reply"), "reply", P.TICKET_REPLY, refuse_merged, form=forms.ReplyForm),
        Verb("note", _("Internal note"), "lock", P.TICKET_NOTE, refuse_merged, form=forms.NoteForm),
        Verb("call", _("Call"), "phone", P.TICKET_CALL, refuse_merged, form=forms.CallForm),
    )
}
BESIDE_TITLE = ("take", "resume", "wait", "resolve", "reopen")
IN_MENU = ("schedule", "close", "announce", "unannounce", "problem", "split", "merge", "cancel")


@lru_cache(maxsize=1024)
def address(name: str, number: int) -> str:
    """The URL of a page of a ticket, by the name of its view: one page of a ticket links to itself dozens of times."""
    return reverse(name, args=[number])


@dataclass(frozen=True)
class Offer:
    """A verb on the page of one ticket; `refused` is why it cannot be done now, `is_open` shows its form at once.

    The form is made when it is asked for: most of them wait for somebody to open them.
    """

    verb: Verb
    ticket: Ticket
    user: User
    refused: str
    typed: forms.VerbForm | None = None
    is_open: bool = False
    filled_in: Mapping[str, Any] = field(default_factory=dict)
    # Where else its form stands than at its own button: at a property of the ticket.
    place: str = ""

    @property
    def name(self) -> str:
        return self.verb.name

    @property
    def url(self) -> str:
        return address(f"ticket_{self.verb.name}", self.ticket.number)

    @property
    def opens(self) -> str:
        """The page with the form open; htmx takes the form alone from there."""
        way = f"{self.place}&verb={self.verb.name}" if self.place else self.verb.name
        return f"{address('ticket', self.ticket.number)}?edit={way}"

    @property
    def closes(self) -> str:
        """What stood there before the form was opened."""
        return f"{address('ticket', self.ticket.number)}?edit={self.place or self.verb.name}&close"

    @property
    def starts(self) -> str:
        """Where its link leads: to the form, or to a page of its own."""
        return address(self.verb.page, self.ticket.number) if self.verb.page else self.opens

    @property
    def is_fresh(self) -> bool:
        """Whether its form is as nobody has asked for it or typed in it yet."""
        return self.typed is None and not self.is_open

    @property
    def asks(self) -> bool:
        return self.verb.form is not None

    @property
    def is_in_menu(self) -> bool:
        return self.verb.name in IN_MENU

    @property
    def looks(self) -> str:
        """The classes of its button."""
        if self.is_in_menu:
            return "menu-item"
        return "button" if self.verb.name in BESIDE_TITLE else "button button-small button-quiet"

    @cached_property
    def form(self) -> forms.VerbForm | None:
        if self.typed is not None:
            self.typed.focus_on_error()
            return self.typed
        if self.verb.form is None:
            return None
        form = self.verb.form(ticket=self.ticket, by=self.user, place=self.place, initial=dict(self.filled_in))
        if self.is_open:
            form.visible_fields()[0].field.widget.attrs["autofocus"] = True
        return form


def offers(
    ticket: Ticket,
    user: User,
    typed: forms.VerbForm | None = None,
    *,
    opened: str = "",
    filled_in: Mapping[str, Any] | None = None,
) -> dict[str, Offer]:
    """Every verb that makes sense here, by name. `typed` is a form that was sent with mistakes: it stays open.

    The form of `opened` is open as well, `filled_in` with its first values.
    """
    return {
        verb.name: _offer(verb, ticket, user, typed, opened, filled_in or {})
        for verb in VERBS.values()
        if verb.makes_sense(ticket)
    }


def _offer(
    verb: Verb, ticket: Ticket, user: User, typed: forms.VerbForm | None, opened: str, filled_in: Mapping[str, Any]
) -> Offer:
    own = typed if typed is not None and typed.verb == verb.name else None
    refused = _refusal(verb, ticket, user)
    is_here = own is not None and own.place == verb.name
    is_open = is_here or (opened == verb.name and not refused)
    return Offer(verb, ticket, user, refused, own, is_open, filled_in if opened == verb.name else {})


def chosen(offered: dict[str, Offer], names: Iterable[str]) -> list[Offer]:
    """The offers of these verbs, in this order, as far as there are any."""
    return [offered[name] for name in names if name in offered]


def _refusal(verb: Verb, ticket: Ticket, user: User) -> str:
    """The sentence with which the action would refuse; "" where it would not."""
    try:
        require(user, verb.permission)
        verb.check(ticket)
    except ActionRefused as refusal:
        return str(refusal)
    return ""
