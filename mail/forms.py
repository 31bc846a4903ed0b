"""What is asked of somebody who decides about a mail."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mail.actions.triage import LONGEST_REASON, NewRequest
from mail.models import InboundMail
from sla.choices import Priority
from tickets.forms.base import TicketNumberField, ticket_numbered
from tickets.forms.properties import AccountField
from tickets.models import Account, Queue, Ticket, User


class AttachForm(forms.Form):
    """The ticket that the mail is about."""

    ticket = TicketNumberField(
        label=_("Ticket number"), error_messages={"required": _("Say on which ticket it is filed.")}
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        self.by = by
        super().__init__(*args, **{"auto_id": "attach-%s", **kwargs})

    def clean_ticket(self) -> Ticket:
        return ticket_numbered(self.cleaned_data["ticket"], self.by)


class OpenForm(forms.Form):
    """The company that asks, and who for it."""

    account = AccountField(
        label=_("Account"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "accounts"}),
        error_messages={"required": _("Choose the company that asks.")},
    )
    name = forms.CharField(
        label=_("Name of the contact"),
        max_length=120,
        help_text=_("Who wrote is a contact of this company from then on: their next mail opens a ticket by itself."),
    )
    queue = forms.ModelChoiceField(Queue.objects.filter(is_active=True), label=_("Queue"), empty_label=None)
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices, initial=Priority.MEDIUM)

    def __init__(self, *args: Any, mail: InboundMail, account: Account | None = None, **kwargs: Any) -> None:
        queue = mail.mailbox.queue_id if mail.mailbox else None
        initial = {"name": mail.sender_name or mail.sender, "account": account or "", "queue": queue}
        super().__init__(*args, **{"auto_id": "open-%s", "initial": initial, **kwargs})

    def asked(self) -> NewRequest:
        given = self.cleaned_data
        return NewRequest(
            account=given["account"], queue=given["queue"], priority=Priority(given["priority"]), name=given["name"]
        )


class RejectForm(forms.Form):
    """Why nothing comes of it."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        help_text=_("For the house: the sender is told nothing."),
        error_messages={"required": _("Say why it is left aside.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "reject-%s", **kwargs})
