"""What a ticket is, and who works on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sla.choices import Priority
from tickets.choices import Kind, Role
from tickets.forms.base import VerbForm
from tickets.models import Account, Contact, IssueType, Queue, ResourceLevel, User, WorkType


class RewordForm(VerbForm):
    verb = "reword"
    watched = ("title", "description", "external_number")
    title = forms.CharField(label=_("Title"), min_length=3, max_length=200)
    description = forms.CharField(label=_("Description"), widget=forms.Textarea(attrs={"rows": 6}), required=False)
    external_number = forms.CharField(label=_("External number"), max_length=60, required=False)


class AssignForm(VerbForm):
    verb = "assign"
    watched = ("technician",)
    technician = forms.ModelChoiceField(
        label=_("Technician"),
        queryset=User.objects.filter(roles__contains=[Role.TECHNICIAN], is_active=True),
        empty_label=None,
    )


class LevelField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: ResourceLevel) -> str:
        return f"{obj.queue}, {obj.number}"


class RouteForm(VerbForm):
    verb = "route"
    watched = ("queue", "level")
    queue = forms.ModelChoiceField(label=_("Queue"), queryset=Queue.objects.all(), empty_label=None)
    level = LevelField(
        label=_("Level"),
        queryset=ResourceLevel.objects.select_related("queue").order_by("queue__order", "number"),
        required=False,
        empty_label=_("first level of the queue"),
        help_text=_("The first of this level who is present gets the ticket."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["queue"].queryset = _in_use(Queue.objects.all(), self.ticket.queue_id)  # type: ignore[attr-defined]


class PrioritizeForm(VerbForm):
    verb = "prioritize"
    watched = ("priority",)
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices, widget=forms.RadioSelect)


class GuaranteeForm(VerbForm):
    verb = "guarantee"
    watched = ("has_guaranteed_repair",)
    has_guaranteed_repair = forms.BooleanField(label=_("Line with a guaranteed repair time"), required=False)


class SubIssueTypeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: IssueType) -> str:
        return gettext("%(name)s: %(value)s") % {"name": obj.parent, "value": obj}


class ReclassifyForm(VerbForm):
    verb = "reclassify"
    watched = ("kind", "issue_type", "sub_issue_type", "work_type")
    kind = forms.ChoiceField(label=_("Ticket type"), choices=Kind.choices)
    issue_type = forms.ModelChoiceField(
        label=_("Issue type"), queryset=IssueType.objects.filter(parent=None), required=False
    )
    sub_issue_type = SubIssueTypeField(
        label=_("Sub-issue type"),
        queryset=IssueType.objects.exclude(parent=None).select_related("parent").order_by("parent", "order", "name"),
        required=False,
    )
    work_type = forms.ModelChoiceField(label=_("Work type"), queryset=WorkType.objects.all(), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("issue_type", "sub_issue_type", "work_type"):
            field = self.fields[name]
            field.queryset = _in_use(field.queryset, getattr(self.ticket, f"{name}_id"))  # type: ignore[attr-defined]


class AccountField(forms.CharField):
    """A company by its name, whatever its capitals."""

    def clean(self, value: Any) -> Account:
        name = super().clean(value)
        found = Account.objects.filter(is_active=True, name__iexact=name).first()
        if found is None:
            raise ValidationError(gettext("There is no client “%(name)s”: choose one of the list.") % {"name": name})
        return found

    def prepare_value(self, value: Any) -> Any:
        return str(value)


class ChangeAccountForm(VerbForm):
    """Whose ticket it is. The people to choose from are those of the company that is filled in."""

    verb = "change_account"
    watched = ("account", "contact")
    account = AccountField(
        label=_("Account"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off", "list": "accounts"})
    )
    contact = forms.ModelChoiceField(
        label=_("Contact"), queryset=Contact.objects.none(), required=False, empty_label=_("nobody in particular")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["account"] = self.ticket.account
        name = self.data.get("account") or self.ticket.account.name
        self.fields["contact"].queryset = Contact.objects.filter(  # type: ignore[attr-defined]
            accounts__name__iexact=name.strip()
        ).order_by("name")


def _in_use(rows: Any, key: int | None) -> Any:
    """What is offered: what is in use, and what the ticket has."""
    return rows.filter(Q(is_active=True) | Q(pk=key))
