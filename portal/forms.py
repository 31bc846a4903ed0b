"""What a client fills in."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.words import STOPPED
from sla.choices import Priority
from tickets.actions.message import Said
from tickets.actions.request import LONGEST_TITLE
from tickets.choices import Kind, Source
from tickets.forms.conversation import FilesField
from tickets.models import Account, Contact, Queue, Ticket, User
from tickets.permissions import visible_accounts
from tickets.promises import Intake


class TradeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A queue by what it is good at: clients do not know our names of queues."""

    def label_from_instance(self, obj: Queue) -> str:
        return obj.trade or obj.name


class RequestForm(forms.Form):
    """A new ticket in the client's words. Always bound: `data` is what is known so far.

    Who is of one company is not asked for which, and where there is one queue nobody is asked what it is about.
    """

    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    account = forms.ModelChoiceField(
        Account.objects.none(),
        label=_("For which company?"),
        empty_label=_("Choose the company"),
        error_messages={"required": _("Choose the company that asks.")},
    )
    queue = TradeField(
        Queue.objects.filter(is_active=True),
        label=_("What is it about?"),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Say what it is about: the right people get it at once.")},
    )
    stopped = forms.ChoiceField(
        label=_("What is stopped?"),
        choices=[(priority.value, what) for priority, (what, _means) in STOPPED.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what is stopped: it decides how fast we come.")},
    )
    title = forms.CharField(
        label=_("In a few words"),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Say in a few words what it is.")},
    )
    body = forms.CharField(
        label=_("Tell us more"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("What you did, what you saw, since when, and who is concerned. A picture of the screen helps."),
        error_messages={"required": _("Tell us what happens, or what you would like.")},
    )
    attachments = FilesField(label=_("Files"), required=False)

    def __init__(self, data: Mapping[str, Any], files: MultiValueDict[str, Any] | None = None, *, by: User) -> None:
        super().__init__(data, files, auto_id="request-%s")
        self.by = by
        self._field("account").queryset = visible_accounts(by).filter(is_active=True).order_by("name")
        self.accounts: list[Account] = list(self._field("account").queryset)
        self.queues: list[Queue] = list(self._field("queue").queryset)
        for name, choices in (("account", self.accounts), ("queue", self.queues)):
            if len(choices) == 1:
                self._field(name).required = False
                self._field(name).widget = forms.HiddenInput()

    @classmethod
    def so_far(cls, data: Mapping[str, Any], *, by: User) -> RequestForm:
        """The form as far as it is filled in, without reproaches."""
        form = cls(data, by=by)
        form.errors.clear()
        return form

    @property
    def company(self) -> Account | None:
        """The account that was chosen, or the only one."""
        if len(self.accounts) == 1:
            return self.accounts[0]
        return self.cleaned_data.get("account")

    @property
    def trade(self) -> Queue | None:
        """The queue that was chosen, or the only one."""
        return self.queues[0] if len(self.queues) == 1 else self.cleaned_data.get("queue")

    @property
    def priority(self) -> Priority | None:
        chosen = self.cleaned_data.get("stopped")
        return Priority(chosen) if chosen else None

    def clean(self) -> None:
        if not self.accounts:
            raise forms.ValidationError(gettext("Your access belongs to no company yet: call us, we will see to it."))

    def intake(self) -> Intake:
        """What is asked for, for the action. Only of a valid form."""
        account, queue, priority = self.company, self.trade, self.priority
        assert account and queue and priority
        return Intake(
            account=account,
            queue=queue,
            title=" ".join(self.cleaned_data["title"].split()),
            priority=priority,
            kind=Kind.SERVICE_REQUEST if priority == Priority.LOW else Kind.INCIDENT,
            source=Source.PORTAL,
            key=self.cleaned_data["key"],
        )

    def said(self, contact: Contact) -> Said:
        """In whose name, and in which words. Only of a valid form."""
        return Said(contact, self.cleaned_data["body"], Source.PORTAL, self.cleaned_data["attachments"])

    def is_of(self, ticket: Ticket) -> bool:
        """Whether the ticket is what this form says, and not what another one with the same key said before."""
        said = self.intake()
        return (ticket.title, ticket.account_id) == (said.title, said.account.pk)

    def _field(self, name: str) -> Any:
        return self.fields[name]


def fresh_request(asked: QueryDict, about: Ticket | None) -> QueryDict:
    """The data of a form that nobody has touched yet; `about` is what it follows."""
    data = QueryDict(mutable=True)
    data["key"] = str(uuid.uuid4())
    if about is not None:
        data["account"], data["queue"], data["title"] = str(about.account_id), str(about.queue_id), about.title
        data["body"] = gettext("This follows ticket %(number)s.") % {"number": about.number} + "\n\n"
    elif "account" in asked:
        data["account"] = str(asked["account"])
    return data


class SayForm(forms.Form):
    """Words, files, or both."""

    body = forms.CharField(label=_("Your answer"), required=False, widget=forms.Textarea)
    attachments = FilesField(label=_("Files"), required=False)

    def said(self) -> dict[str, Any]:
        """What the action takes. A file speaks for itself."""
        files, body = self.cleaned_data["attachments"], self.cleaned_data["body"]
        return {"body": body or (gettext("Please see the file.") if files else ""), "attachments": files}
