"""What is asked before many tickets are changed together: one form a verb."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from sla.choices import Priority
from tickets.actions.assign import assign_ticket
from tickets.actions.cancel import cancel_ticket
from tickets.actions.close import close_ticket
from tickets.actions.link import link_tickets
from tickets.actions.merge import merge_ticket
from tickets.actions.prioritize import change_priority
from tickets.actions.resolve import resolve_ticket
from tickets.actions.resume import resume_ticket
from tickets.actions.route import route_ticket
from tickets.actions.schedule import schedule_ticket
from tickets.actions.wait import wait_for
from tickets.choices import LinkKind, Role, Status
from tickets.forms.base import TicketNumberField, ticket_numbered
from tickets.forms.properties import LevelField
from tickets.models import Queue, ResourceLevel, Ticket, User

Change = Callable[..., object]


class BulkForm(forms.Form):
    """What one verb asks for, about the tickets that are selected. `change` is what is done to each."""

    verb: ClassVar[str] = ""
    label: ClassVar[Any] = ""
    icon: ClassVar[str] = ""

    def __init__(self, data: Any = None, *, by: User) -> None:
        self.by = by
        super().__init__(data, auto_id=f"bulk-{self.verb}-%s")

    def change(self) -> Change:
        raise NotImplementedError

    def concerns(self, ticket: Ticket) -> bool:
        """Whether the verb is for this ticket; the one that others are merged into stays as it is."""
        return True


class AssignMany(BulkForm):
    verb, label, icon = "assign", pgettext_lazy("bulk", "Assign"), "user-round-plus"
    technician = forms.ModelChoiceField(
        label=gettext_lazy("Technician"),
        queryset=User.objects.filter(roles__contains=[Role.TECHNICIAN], is_active=True),
        empty_label="—",
    )

    def change(self) -> Change:
        return partial(assign_ticket, technician=self.cleaned_data["technician"])


class RouteMany(BulkForm):
    verb, label, icon = "route", gettext_lazy("Queue"), "arrow-left-right"
    queue = forms.ModelChoiceField(
        label=gettext_lazy("Queue"), queryset=Queue.objects.filter(is_active=True), empty_label="—"
    )
    level = LevelField(
        label=gettext_lazy("Level"),
        queryset=ResourceLevel.objects.select_related("queue").order_by("queue__order", "number"),
        required=False,
        empty_label=gettext_lazy("first level of the queue"),
        help_text=gettext_lazy("The first of this level who is present gets the ticket."),
    )

    def change(self) -> Change:
        return partial(route_ticket, queue=self.cleaned_data["queue"], level=self.cleaned_data["level"])


class ProgressMany(BulkForm):
    """The reason is asked for a wait and a cancellation, the solution for a resolution."""

    verb, label, icon = "progress", gettext_lazy("Status"), "circle-dot"
    status = forms.ChoiceField(
        label=gettext_lazy("Status"),
        choices=[
            (Status.IN_PROGRESS.value, Status.IN_PROGRESS.label),
            (Status.SCHEDULED.value, Status.SCHEDULED.label),
            (Status.WAITING_CLIENT.value, Status.WAITING_CLIENT.label),
            (Status.WAITING_THIRD_PARTY.value, Status.WAITING_THIRD_PARTY.label),
            (Status.RESOLVED.value, Status.RESOLVED.label),
            (Status.CLOSED.value, Status.CLOSED.label),
            (Status.CANCELLED.value, Status.CANCELLED.label),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("To wait or to cancel: what for, or why."),
    )
    solution = forms.CharField(
        label=gettext_lazy("Solution"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=gettext_lazy("To resolve: each requester reads it."),
    )

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        status = given.get("status")
        if status in (Status.WAITING_CLIENT, Status.WAITING_THIRD_PARTY) and not given.get("reason"):
            raise ValidationError({"reason": _("A pause needs a reason: write what the tickets wait for.")})
        if status == Status.CANCELLED and not given.get("reason"):
            raise ValidationError({"reason": _("A cancellation needs a reason: write why there is nothing to do.")})
        if status == Status.RESOLVED and not given.get("solution"):
            raise ValidationError({"solution": _("There is no solution: write what was done.")})
        return given

    def change(self) -> Change:
        given = self.cleaned_data
        changes: dict[str, Change] = {
            Status.IN_PROGRESS: resume_ticket,
            Status.SCHEDULED: schedule_ticket,
            Status.WAITING_CLIENT: partial(wait_for, status=Status.WAITING_CLIENT, reason=given["reason"]),
            Status.WAITING_THIRD_PARTY: partial(wait_for, status=Status.WAITING_THIRD_PARTY, reason=given["reason"]),
            Status.RESOLVED: partial(resolve_ticket, solution=given["solution"]),
            Status.CLOSED: close_ticket,
            Status.CANCELLED: partial(cancel_ticket, reason=given["reason"]),
        }
        return changes[given["status"]]


class PrioritizeMany(BulkForm):
    verb, label, icon = "prioritize", gettext_lazy("Priority"), "signal-high"
    priority = forms.ChoiceField(label=gettext_lazy("Priority"), choices=Priority.choices, widget=forms.RadioSelect)

    def change(self) -> Change:
        return partial(change_priority, priority=Priority(self.cleaned_data["priority"]))


class LinkMany(BulkForm):
    """ITIL: a problem is the cause of incidents."""

    verb, label, icon = "link", pgettext_lazy("bulk", "Problem"), "link"
    problem = TicketNumberField(label=gettext_lazy("Number of the problem that caused them"))

    def clean_problem(self) -> Ticket:
        return ticket_numbered(self.cleaned_data["problem"], self.by)

    def change(self) -> Change:
        return partial(link_tickets, other=self.cleaned_data["problem"], kind=LinkKind.PROBLEM)

    def concerns(self, ticket: Ticket) -> bool:
        return bool(ticket != self.cleaned_data["problem"])


class MergeMany(BulkForm):
    verb, label, icon = "merge", gettext_lazy("Merge"), "merge"
    into = TicketNumberField(label=gettext_lazy("Number of the ticket that stays"))

    def clean_into(self) -> Ticket:
        return ticket_numbered(self.cleaned_data["into"], self.by)

    def change(self) -> Change:
        return partial(merge_ticket, into=self.cleaned_data["into"])

    def concerns(self, ticket: Ticket) -> bool:
        return bool(ticket != self.cleaned_data["into"])


BULK_FORMS: dict[str, type[BulkForm]] = {
    form.verb: form for form in (AssignMany, ProgressMany, RouteMany, PrioritizeMany, LinkMany, MergeMany)
}
