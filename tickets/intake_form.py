"""The form of the phone procedure: its fields in the order in which they are asked."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from functools import partial
from operator import attrgetter
from typing import Any

from django import forms
from django.core.validators import MinLengthValidator
from django.db.models import Q
from django.forms import HiddenInput, RadioSelect
from django.http import QueryDict
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sla.choices import Priority
from tickets.callers import Match, contacts_of, may_call_for
from tickets.choices import Kind
from tickets.folding import fold
from tickets.joined import Joined, Together
from tickets.keyed_field import KeyedField, read_rows
from tickets.models import Account, Contact, IssueType, Queue, Ticket, User, WorkType
from tickets.phone import to_e164
from tickets.promises import Intake
from tickets.queries import known_incidents

_KINDS = [(kind.value, kind.label) for kind in (Kind.INCIDENT, Kind.SERVICE_REQUEST)]
_ROWS = Together(
    queue=Joined(Queue),
    account=Joined(Account),
    contact=Joined(Contact),
    issue_type=Joined(IssueType),
    sub_issue_type=Joined(IssueType, "parent"),
    work_type=Joined(WorkType),
)
# What the preview is told, and what asks for a new one when it changes.
_TOLD = {"data-preview": ""}
_ASKS = {**_TOLD, "hx-get": reverse_lazy("ticket_new_preview")}
# Another person of the company: what stands beside the form is read again.
_INTRODUCES = {
    "hx-post": reverse_lazy("ticket_new"),
    "hx-vals": '{"step": "refresh"}',
    "hx-target": "#caller",
    "hx-select": "#caller",
    "hx-swap": "outerHTML",
}


class IntakeForm(forms.Form):
    """Always bound: `data` is what is known so far, and errors are shown once it was sent.

    `caller` is what was typed to find the account; once an account is chosen it is that account's name.
    """

    intake_key = forms.UUIDField(required=False, widget=HiddenInput)
    queue = KeyedField(
        Queue.objects.filter(is_active=True),
        attrgetter("is_active"),
        label=_("Procedure"),
        widget=RadioSelect,
        error_messages={"required": _("Choose the procedure: IT or telecom support.")},
    )
    # Who opens tickets is of the house, and sees every account and contact.
    account = KeyedField(
        Account.objects.none(),
        attrgetter("is_active"),
        required=False,
        label=_("Account"),
        widget=HiddenInput(_TOLD),
    )
    number = forms.CharField(required=False, max_length=16, widget=HiddenInput)
    caller = forms.CharField(required=False, max_length=200, label=_("Account"))
    contact = KeyedField(
        Contact.objects.none(),
        lambda contact: False,
        required=False,
        label=_("Contact"),
        empty_label=_("New or unknown"),
        widget=forms.Select(_INTRODUCES),
    )
    new_contact_name = forms.CharField(required=False, max_length=120, label=_("Name"))
    new_contact_phone = forms.CharField(required=False, max_length=40, label=_("Phone"))
    cause = forms.ModelChoiceField(
        Ticket.objects.none(),
        required=False,
        label=_("Known incident"),
        error_messages={
            "invalid_choice": _("That incident is not announced any more: send again to open the ticket without it.")
        },
    )
    title = forms.CharField(
        max_length=200,
        label=_("Title"),
        validators=[MinLengthValidator(3)],
        error_messages={"required": _("Say the problem in a few words.")},
    )
    description = forms.CharField(required=False, label=_("What the caller says"), widget=forms.Textarea)
    priority = forms.ChoiceField(
        choices=Priority.choices,
        label=_("What is stopped?"),
        widget=RadioSelect,
        error_messages={"required": _("Ask what is stopped: the answer is the priority.")},
    )
    has_guaranteed_repair = forms.BooleanField(
        required=False, label=_("Line with a guaranteed repair time (GTR)"), widget=forms.CheckboxInput(_ASKS)
    )
    kind = forms.ChoiceField(choices=_KINDS, label=_("Ticket type"), widget=RadioSelect)
    issue_type = KeyedField(
        IssueType.objects.filter(parent=None, is_active=True),
        lambda issue: issue.is_active and issue.parent_id is None,
        required=False,
        label=_("Issue type"),
        widget=forms.Select(_ASKS),
    )
    sub_issue_type = KeyedField(
        IssueType.objects.filter(is_active=True, parent__is_active=True).select_related("parent"),
        lambda issue: issue.is_active and issue.parent is not None and issue.parent.is_active,
        required=False,
        label=_("Sub-issue type"),
        widget=forms.Select(_TOLD),
    )
    work_type = KeyedField(
        WorkType.objects.filter(is_active=True),
        attrgetter("is_active"),
        empty_label=None,
        label=_("Work type"),
    )

    def __init__(self, data: Mapping[str, Any], *, by: User) -> None:
        super().__init__(data)
        self.by = by
        read_rows(self, _ROWS)

    @classmethod
    def so_far(cls, data: Mapping[str, Any], *, by: User) -> IntakeForm:
        """The form as far as it is filled in, without reproaches."""
        form = cls(data, by=by)
        form.errors.clear()
        return form

    @property
    def company(self) -> Account | None:
        """The account that was chosen."""
        account: Account | None = self.known("account")
        return account

    def known(self, name: str) -> Any:
        """The value of a field that is filled in rightly; None for any other."""
        return self.cleaned_data.get(name) or None

    def is_of(self, ticket: Ticket) -> bool:
        """Whether the ticket is what this form says, and not what another one with the same key said before."""
        return (ticket.title, ticket.account) == (self.cleaned_data["title"], self.company)

    def intake(self) -> Intake:
        """What the form says, for the action. Only of a valid form."""
        said = self.cleaned_data
        same = ("queue", "account", "contact", "title", "description", "priority", "kind")
        sorted_as = ("issue_type", "sub_issue_type", "work_type", "has_guaranteed_repair")
        return Intake(key=said["intake_key"], known=said["cause"], **{name: said[name] for name in (*same, *sorted_as)})

    # Cleaning, in the order of the fields -----------------------------------------------------
    def clean_account(self) -> Account | None:
        """Its own people, and what is known for it or the queue, are what can be chosen from now on."""
        account: Account | None = self.cleaned_data["account"]
        if self.data.get("cause"):
            self._field("cause").queryset = known_incidents(account, self.known("queue"))
        if account is not None:
            self._field("contact").is_offered = partial(may_call_for, account)
        return account

    def clean_caller(self) -> str:
        caller: str = self.cleaned_data["caller"]
        account = self.company
        if account is not None and fold(account.name) != fold(caller):
            self.cleaned_data["account"] = account = None
        if account is None:
            raise forms.ValidationError(
                gettext("Choose the company: type a number or a name, then pick one of the matches.")
            )
        return caller

    def clean_new_contact_phone(self) -> str:
        phone: str = self.cleaned_data["new_contact_phone"]
        if phone and not self.known("contact"):
            try:
                to_e164(phone)
            except ValueError as error:
                raise forms.ValidationError(str(error)) from error
        return phone

    def clean(self) -> None:
        cause = self.known("cause")
        if cause is not None and self.has_error("title", "required"):
            del self.errors["title"]
            self.cleaned_data["title"] = cause.title
        sub, issue = self.known("sub_issue_type"), self.known("issue_type")
        if sub is not None and issue is None:
            self.cleaned_data["issue_type"] = sub.parent
        elif sub is not None and sub.parent != issue:
            told = {"sub": sub, "issue": issue}
            self.add_error("sub_issue_type", gettext("“%(sub)s” is no sub-issue of “%(issue)s”.") % told)

    # Choices ----------------------------------------------------------------------------------
    def offer(self) -> None:
        """People of the account; issue types of the queue, and sub-issues of the issue type: all of them, grouped,
        until one is chosen.
        """
        account = self._field("account").row
        if account is not None and account.is_active:
            self._field("contact").queryset = contacts_of(account, by=self.by)
        gone = Q(parent__is_active=False) | Q(queue__is_active=False)
        in_use = IssueType.objects.filter(is_active=True).exclude(gone)
        in_order = in_use.order_by("queue__order", "parent__order", "order", "name")
        types = list(in_order.select_related("queue", "parent"))
        queue, issue = self.known("queue"), self.known("issue_type")
        mine = [t for t in types if queue is None or t.queue_id in (None, queue.pk)]
        tops = [t for t in mine if t.parent is None]
        subs = [t for t in mine if t.parent is not None and issue in (None, t.parent)]
        self._field("issue_type").choices = _grouped(tops, lambda t: t.queue if queue is None else None)
        self._field("sub_issue_type").choices = _grouped(subs, lambda t: t.parent if issue is None else None)

    def _field(self, name: str) -> Any:
        return self.fields[name]


def _grouped(types: list[IssueType], group_of: Any) -> list[tuple[str, Any]]:
    """Choices in optgroups, after an empty one; types without a group stand by themselves."""
    groups: dict[Any, list[tuple[str, str]]] = {}
    for one in types:
        groups.setdefault(group_of(one), []).append((str(one.pk), one.name))
    offered: list[tuple[str, Any]] = [("", "\N{EM DASH}"), *groups.pop(None, [])]
    return offered + [(str(group), names) for group, names in groups.items()]


def dialled(shortcut: str) -> Queue | None:
    """The queue whose procedure a shortcut opens: "010", "020"."""
    return Queue.objects.filter(is_active=True, shortcut=shortcut.strip()).exclude(shortcut="").first()


def fresh_data(query: QueryDict) -> QueryDict:
    """What is known of a call that has just come in: the queue dialled, the number shown."""
    data = QueryDict(mutable=True)
    queue = dialled(query.get("queue", ""))
    work_type = WorkType.objects.filter(is_default=True, is_active=True).first()
    known = {"queue": queue and queue.pk, "work_type": work_type and work_type.pk}
    data.update({name: str(value) for name, value in known.items() if value})
    data.update({"intake_key": str(uuid.uuid4()), "kind": Kind.INCIDENT, "caller": query.get("phone", "")})
    return data


def picked(data: QueryDict, match: Match) -> QueryDict:
    """The same data once it is known who calls."""
    data = data.copy()
    data["account"], data["caller"] = str(match.account.pk), match.account.name
    data["contact"] = str(match.contact.pk) if match.contact else ""
    return data
