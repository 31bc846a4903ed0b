"""How a ticket stands to others."""

from __future__ import annotations

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tickets.choices import LinkKind
from tickets.forms.base import TicketNumberField, VerbForm, ticket_numbered
from tickets.models import Link, Ticket


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


class UnlinkForm(VerbForm):
    """Which of the links of the ticket is taken away."""

    verb = "unlink"
    link = forms.IntegerField()

    def clean_link(self) -> Link:
        links = Link.objects.select_related("ticket", "other").filter(pk=self.cleaned_data["link"])
        link = links.filter(ticket=self.ticket).first() or links.filter(other=self.ticket).first()
        if link is None:
            raise ValidationError(gettext("This link was taken away already."))
        return link


class SplitForm(VerbForm):
    verb = "split"
    title = forms.CharField(label=_("Title of the new ticket"), max_length=200)
    description = forms.CharField(label=_("Description"), widget=forms.Textarea(attrs={"rows": 4}), required=False)


class ProblemForm(VerbForm):
    verb = "problem"
    title = forms.CharField(label=_("Title of the problem"), max_length=200)

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        return self.ticket.title


class ToAllForm(VerbForm):
    """Something said to many; `key` names this one form, so that sent twice it says it once."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid.uuid4)


class ReplyAllForm(ToAllForm):
    verb = "reply_all"
    body = forms.CharField(
        label=_("Message to everybody affected"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "It is written on each open ticket, and its requester gets one mail for each. Markdown is welcome."
        ),
    )


class ResolveAllForm(ToAllForm):
    verb = "resolve_all"
    solution = forms.CharField(
        label=_("Solution for everybody affected"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Each open ticket is resolved with it, and its requester reads it."),
    )
