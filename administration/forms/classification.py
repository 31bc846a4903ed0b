"""What is asked about an issue type and a work type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from administration.actions.classification import IssueTypePlan, WorkTypePlan
from tickets.choices import WorkUse
from tickets.models import IssueType, WorkType

_STAYS = _("One that is not in use is not offered any more; tickets that have it keep it.")


class IssueTypeForm(forms.ModelForm):  # type: ignore[type-arg]
    """A sub-issue type has no queue of its own."""

    class Meta:
        model = IssueType
        fields = ["name", "queue", "is_active"]
        labels = {"queue": _("Queue")}
        help_texts = {"is_active": _STAYS}

    def __init__(self, *args: Any, parent: IssueType | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parent = parent
        if parent is not None:
            del self.fields["queue"]
        else:
            self.fields["queue"].empty_label = gettext("all queues")  # type: ignore[attr-defined]

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = IssueType.objects.filter(parent=self.parent, name=name).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError(gettext("“%(name)s” exists already at this place.") % {"name": name})
        return name

    def plan(self) -> IssueTypePlan:
        return IssueTypePlan(**self.cleaned_data)


class WorkTypeForm(forms.ModelForm):  # type: ignore[type-arg]
    """`is_default` and `use` are no fields of the model here: the action takes them from those that have them today."""

    is_default = forms.BooleanField(
        label=_("Default"),
        required=False,
        help_text=_("What a new ticket gets; it takes the place of the default of today."),
    )
    use = forms.ChoiceField(
        label=_("Filled in by slips for"),
        choices=[("", _("nothing")), *WorkUse.choices],
        required=False,
        help_text=_("What a visit logs by itself, from arrival and departure; one work type for each."),
    )

    class Meta:
        model = WorkType
        fields = ["name", "is_active"]
        error_messages = {"name": {"unique": _("Another work type has this name: choose another one.")}}
        help_texts = {"is_active": _STAYS}

    field_order = ("name", "is_default", "use", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_default = self.instance.is_default
        self.initial["is_default"], self.initial["use"] = self.was_default, self.instance.use

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.was_default and not cleaned.get("is_default"):
            self.add_error("is_default", gettext("There is always a default: make another work type the default."))
        if cleaned.get("is_default") and not cleaned.get("is_active"):
            self.add_error("is_active", gettext("The default work type has to be in use."))
        if cleaned.get("use") and not cleaned.get("is_active"):
            self.add_error("is_active", gettext("A work type that slips fill in has to be in use."))
        return cleaned

    def plan(self) -> WorkTypePlan:
        return WorkTypePlan(**self.cleaned_data)
