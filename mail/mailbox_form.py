"""What is asked about a mailbox."""

from __future__ import annotations

import re

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mail.actions.mailboxes import MailboxPlan
from mail.models import Mailbox

_VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class MailboxForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Mailbox
        fields = [
            "address",
            "purpose",
            "queue",
            "host",
            "port",
            "security",
            "username",
            "secret_name",
            "folder",
            "is_active",
        ]
        labels = {"address": _("Address"), "purpose": _("What it is for"), "queue": _("Queue")}
        error_messages = {"address": {"unique": _("This address has a mailbox already.")}}
        help_texts = {
            "purpose": _("A mail to the address for escalations asks for one; its rules are those of the contract."),
            "queue": _("Where its requests go before anybody has read them."),
            "secret_name": _(
                "The environment variable with the password, as HELPDESK_PASSWORD; it is never kept here."
            ),
            "port": _("993 with TLS, 143 with STARTTLS."),
            "folder": _("Mails that are unread when it is read for the first time come in, too."),
        }

    def clean_secret_name(self) -> str:
        name: str = self.cleaned_data["secret_name"].strip()
        if not _VARIABLE.fullmatch(name):
            raise forms.ValidationError(gettext("A variable is named with letters, digits and underscores."))
        if "PASSWORD" not in name.upper():
            # Who edits a mailbox chooses where the value is sent: the key of the house is not theirs to send.
            raise forms.ValidationError(gettext("The name of the variable has to contain PASSWORD."))
        return name

    def plan(self) -> MailboxPlan:
        return MailboxPlan(**self.cleaned_data)
