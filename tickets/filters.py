"""What a list of tickets shows: every choice is in its URL."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Q, QuerySet, TextChoices, Value
from django.db.models.functions import Coalesce, Concat
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sla.choices import Priority
from tickets.choices import OPEN_STATUSES, Role, Status
from tickets.folding import Folded, fold
from tickets.models import Contact, Queue, Ticket, User
from tickets.permissions import visible_accounts, visible_tickets

SEARCHED = Folded(Concat("title", Value(" "), "account__name", Value(" "), Coalesce("contact__name", Value(""))))
LARGEST_NUMBER = 2**63 - 1


class State(TextChoices):
    """Whether there is still work on a ticket."""

    OPEN = "open", pgettext_lazy("tickets", "open")
    CLOSED = "closed", pgettext_lazy("tickets", "done")
    ANY = "any", pgettext_lazy("tickets", "open or done")


class View(TextChoices):
    """Whose tickets."""

    MINE = "mine", _("My tickets")
    UNASSIGNED = "unassigned", _("Unassigned")
    ALL = "all", _("All tickets")


class TicketFilter(django_filters.FilterSet):  # type: ignore[misc]
    """For everybody. Open tickets alone, unless a status or a text is asked for: who searches means them all."""

    q = django_filters.CharFilter(label=_("Text"), method="filter_text")
    state = django_filters.ChoiceFilter(label=_("State"), choices=State.choices, method="keep", empty_label=None)
    status = django_filters.ChoiceFilter(label=_("Status"), choices=Status.choices, empty_label=_("any"))
    priority = django_filters.ChoiceFilter(
        label=_("Priority"), choices=Priority.choices, empty_label=pgettext_lazy("priority", "any")
    )
    account = django_filters.ModelChoiceFilter(
        label=_("Client"), queryset=lambda request: visible_accounts(request.user), empty_label=_("any")
    )

    class Meta:
        model = Ticket
        fields: list[str] = []

    def filter_queryset(self, queryset: QuerySet[Ticket]) -> QuerySet[Ticket]:
        state = self.shown_state
        if state == State.OPEN:
            queryset = queryset.filter(status__in=OPEN_STATUSES)
        elif state == State.CLOSED:
            queryset = queryset.exclude(status__in=OPEN_STATUSES)
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def shown_state(self) -> str:
        """The state that is shown: the one asked for, else the one that suits the rest."""
        asked: dict[str, Any] = self.form.cleaned_data
        is_search = asked.get("status") or asked.get("q")
        return str(asked.get("state") or (State.ANY if is_search else State.OPEN))

    def keep(self, queryset: QuerySet[Ticket], name: str, value: str) -> QuerySet[Ticket]:
        return queryset

    def filter_text(self, queryset: QuerySet[Ticket], name: str, text: str) -> QuerySet[Ticket]:
        """A number, or words of title, account and contact by their beginnings; of a phone number any four digits."""
        text = text.strip()
        digits = "".join(filter(str.isdigit, text))
        found = Q(pk__in=[])
        if words := fold(text).split():
            queryset = queryset.alias(words=SEARCHED)
            found |= Q(*(Q(words__contains=f" {word}") for word in words))
        if text.lstrip("#").isdecimal() and int(text.lstrip("#")) <= LARGEST_NUMBER:
            found |= Q(pk=int(text.lstrip("#")))
        if len(digits) >= 4:
            found |= Q(contact__in=Contact.objects.filter(phones__number__contains=digits.lstrip("0")))
        return queryset.filter(found)


class StaffTicketFilter(TicketFilter):
    """For the house: also by queue and by who works on it."""

    view = django_filters.ChoiceFilter(label=_("View"), choices=View.choices, method="filter_view", empty_label=None)
    queue = django_filters.ModelChoiceFilter(
        label=_("Queue"), queryset=Queue.objects.all(), empty_label=pgettext_lazy("queue", "any")
    )
    technician = django_filters.ModelChoiceFilter(
        label=_("Technician"),
        queryset=User.objects.filter(roles__contains=[Role.TECHNICIAN]),
        empty_label=_("any"),
    )

    def filter_view(self, queryset: QuerySet[Ticket], name: str, value: str) -> QuerySet[Ticket]:
        if value == View.MINE:
            return queryset.filter(technician=self.request.user)
        return queryset.filter(technician=None) if value == View.UNASSIGNED else queryset


def ticket_filter(request: HttpRequest) -> TicketFilter:
    """The filter that suits the reader, over the tickets they may see."""
    user = request.user
    assert isinstance(user, User)
    suited = StaffTicketFilter if user.is_staff_member else TicketFilter
    return suited(request.GET, queryset=visible_tickets(user), request=request)


def chips(tickets: TicketFilter) -> list[dict[str, str]]:
    """The filters in force: name, value in words, and the URL without it."""
    shown = {**tickets.form.cleaned_data, "state": tickets.shown_state}
    return [
        {"name": str(field.label), "value": _words(field, shown[name]), "remove_url": _without(tickets.data, name)}
        for name, field in tickets.form.fields.items()
        if name != "view" and shown.get(name) and (name, shown[name]) != ("state", State.ANY)
    ]


def _words(field: Any, value: object) -> str:
    return str(dict(field.choices).get(value, value)) if hasattr(field, "choices") else str(value)


def _without(asked: QueryDict, name: str) -> str:
    left = asked.copy()
    left.pop("page", None)
    left.pop(name, None)
    if name == "state":
        left["state"] = State.ANY
    return f"?{left.urlencode()}"
