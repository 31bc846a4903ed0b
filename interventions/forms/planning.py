"""What a visit is planned, moved, described and cancelled with; times are those of the reader's zone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Self, TypeVar, cast

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from interventions.actions.plan import Appointment, Errand, check_times
from interventions.actions.site import Place
from interventions.clashes import Clash, Overlap, clashes
from interventions.models import Intervention, Site
from interventions.proposals import free_for, never_free, times_of
from interventions.queries.planning import technicians
from tickets.forms.base import TicketNumberField, ticket_numbered
from tickets.forms.roster import moment_field
from tickets.models import Contact, Ticket, User
from tickets.refusal import ActionRefused
from tickets.spans import Span

Made = TypeVar("Made")


class VisitForm(forms.Form):
    """A form whose action may refuse what the form itself let through: somebody else was faster."""

    def attempt(self, act: Callable[[], Made]) -> Made | None:
        """What the action made; None where it refused, and then the form says why."""
        try:
            return act()
        except ActionRefused as refusal:
            self.take_over(refusal)
            return None

    def take_over(self, refusal: ActionRefused) -> None:
        self.add_error(None, str(refusal))


class TimesForm(VisitForm):
    """When, and who comes. Refuses, beside the fields, what the action would refuse; `clashes` says what is in the
    way, unless one plans over it on purpose.
    """

    starts_at = moment_field(_("From"))
    ends_at = moment_field(_("Until"))
    technicians = forms.ModelMultipleChoiceField(
        technicians(),
        label=_("Who comes"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Nobody would come: choose at least one technician.")},
    )
    despite = forms.BooleanField(required=False, label=_("Plan over it all the same"))

    beside: Intervention | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "times-%s", **kwargs})
        self.clashes: list[Clash] = []

    def clean(self) -> None:
        super().clean()
        self.clashes = []
        if self.span is None:
            return
        try:
            check_times(self.span)
        except ActionRefused as refusal:
            self.add_error("ends_at", str(refusal))
            return
        people = self.cleaned_data.get("technicians", [])
        found = [] if self.cleaned_data["despite"] else clashes(people, self.span, beside=self.beside)
        if found:
            self.take_over(Overlap(found))

    def take_over(self, refusal: ActionRefused) -> None:
        super().take_over(refusal)
        self.clashes = list(refusal.clashes) if isinstance(refusal, Overlap) else []

    @property
    def span(self) -> Span | None:
        """What was entered, as far as it is a time."""
        start, end = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        return Span(start.astimezone(dt.UTC), end.astimezone(dt.UTC)) if start and end else None

    @property
    def appointment(self) -> Appointment:
        given = self.cleaned_data
        return Appointment(given["starts_at"], given["ends_at"], given["technicians"], given["despite"])

    def with_free_time(self) -> Self:
        """The same with the next time in which all of them are free; what else was typed stays."""
        people = list(self.cleaned_data.get("technicians", []))
        if self.span is None or not people:
            return self
        free = free_for(people, self.span, beside=self.beside)
        if free is None:
            self.add_error(None, never_free())
            return self
        data = cast(QueryDict, self.data).copy()
        for name, value in times_of(free).items():
            data[name] = value
        self.data = data
        self.full_clean()
        return self

    @property
    def who_clashes(self) -> str:
        """The names of those who would be in two places."""
        return ", ".join(dict.fromkeys(clash.technician.name for clash in self.clashes))


class MoveForm(TimesForm):
    """Another time for a visit; `seen` is its sequence as it was shown."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, visit: Intervention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.beside = visit


class ErrandForm(VisitForm):
    """What for, where, and whom to ask for; a site that is not there yet is written down with it."""

    purpose = forms.CharField(
        label=_("What is to be done"),
        max_length=200,
        error_messages={"required": _("Nothing says what is to be done there: write it in a few words.")},
    )
    site = forms.ModelChoiceField(Site.objects.none(), label=_("Site"), required=False, empty_label=_("None"))
    site_address = forms.CharField(
        label=_("Address"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    site_name = forms.CharField(label=_("Name of the site"), max_length=80, required=False)
    site_access_notes = forms.CharField(
        label=_("How to get in"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    contact = forms.ModelChoiceField(
        Contact.objects.none(), label=_("Who to ask for"), required=False, empty_label=_("Nobody")
    )
    instructions = forms.CharField(
        label=_("For the technician"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    # In the order of the page: the fields of a new site stand folded behind the others.
    NEW_SITE = ("site_address", "site_name", "site_access_notes")

    def __init__(self, *args: Any, ticket: Ticket, visit: Intervention | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "errand-%s", **kwargs})
        # What a visit has stays to be chosen, also where it is not in use any more.
        site, contact = (visit.site_id, visit.contact_id) if visit else (None, None)
        sites = Site.objects.filter(Q(account=ticket.account_id, is_active=True) | Q(pk=site))
        contacts = Contact.objects.filter(Q(affiliations__account=ticket.account_id) | Q(pk=contact)).distinct()
        self.fields["site"].queryset = sites  # type: ignore[attr-defined]
        self.fields["contact"].queryset = contacts.order_by("name")  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        given = self.cleaned_data
        if (given.get("site_name") or given.get("site_access_notes")) and not given.get("site_address"):
            self.add_error("site_address", _("There is no address: write down where to go."))

    @property
    def errand(self) -> Errand:
        given = self.cleaned_data
        new = Place(given["site_address"], given["site_name"], given["site_access_notes"])
        site = new if new.address else given["site"]
        return Errand(given["purpose"], site=site, contact=given["contact"], instructions=given["instructions"])

    @property
    def has_new_site(self) -> bool:
        """Whether something of a new site is filled in, or wrong."""
        return any(self[name].value() or self[name].errors for name in self.NEW_SITE)


class PlanForm(TimesForm, ErrandForm):
    """All of it on one page."""

    def __init__(self, *args: Any, ticket: Ticket, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "plan-%s", "ticket": ticket, **kwargs})


class TicketForm(forms.Form):
    """For which ticket somebody is sent."""

    ticket = TicketNumberField(label=_("Number of the ticket"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "plan-%s", **kwargs})
        self.by = by

    def clean_ticket(self) -> Ticket:
        return ticket_numbered(self.cleaned_data["ticket"], self.by)


class CancelForm(VisitForm):
    """Why nobody comes: whom it concerns reads it."""

    reason = forms.CharField(
        label=_("Why nobody comes"),
        max_length=200,
        error_messages={"required": _("There is no reason: say in a few words why nobody comes.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "cancel-%s", **kwargs})
