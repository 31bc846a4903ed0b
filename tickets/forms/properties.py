"""What a ticket is, and who works on it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sla.choices import Priority
from tickets.choices import Kind, Role
from tickets.forms.base import VerbForm
from tickets.models import IssueType, Queue, ResourceLevel, User, WorkType


class AssignForm(VerbForm):
    verb = "assign"
    technician = forms.ModelChoiceField(
        label=_("Technician"),
        queryset=User.objects.filter(roles__contains=[Role.TECHNICIAN], is_active=True),
        empty_label=None,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("technician", self.ticket.technician_id)


class LevelField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: ResourceLevel) -> str:
        return f"{obj.queue}, {obj.number}"


class RouteForm(VerbForm):
    verb = "route"
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
        self.initial.setdefault("queue", self.ticket.queue_id)
        self.initial.setdefault("level", self.ticket.level_id)


class PrioritizeForm(VerbForm):
    verb = "prioritize"
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("priority", self.ticket.priority)


class SubIssueTypeField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: IssueType) -> str:
        return gettext("%(name)s: %(value)s") % {"name": obj.parent, "value": obj}


class ReclassifyForm(VerbForm):
    verb = "reclassify"
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
        for name in ("kind", "issue_type_id", "sub_issue_type_id", "work_type_id"):
            self.initial.setdefault(name.removesuffix("_id"), getattr(self.ticket, name))
