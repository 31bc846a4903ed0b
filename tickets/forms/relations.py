"""How a ticket stands to others, and to the time of those who work on it."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.choices import LinkKind
from tickets.forms.base import TicketNumberField, VerbForm, ticket_numbered
from tickets.models import Ticket, WorkType


class MergeForm(VerbForm):
    verb = "merge"
    into = TicketNumberField(label=_("Number of the ticket that stays"))

    def clean_into(self) -> Ticket:
        return ticket_numbered(self.cleaned_data["into"], self.by)


class LinkForm(VerbForm):
    verb = "link"
    kind = forms.ChoiceField(label=_("This ticket is"), choices=LinkKind.choices)
    other = TicketNumberField(label=_("Number of the other ticket"))

    def clean_other(self) -> Ticket:
        return ticket_numbered(self.cleaned_data["other"], self.by)


class TimeForm(VerbForm):
    verb = "time"
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=1440)
    work_type = forms.ModelChoiceField(label=_("Work type"), queryset=WorkType.objects.all(), empty_label=None)
    note = forms.CharField(label=_("Note"), max_length=200, required=False)
