"""What is said on a ticket."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tickets.choices import Status
from tickets.forms.base import VerbForm


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files; how many and how large is for the action to say."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(each, initial) for each in given if each]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


def body_field(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 4, "placeholder": hint}))


class ReplyForm(VerbForm):
    """A public reply; with `then`, the ticket waits afterwards, for a reason."""

    verb = "reply"
    body = body_field(gettext_lazy("Public reply"), gettext_lazy("Answer the requester… Markdown is welcome."))
    attachments = FilesField(label=gettext_lazy("Files"), required=False)
    then = forms.ChoiceField(
        label=gettext_lazy("Then"),
        required=False,
        choices=[
            ("", gettext_lazy("keep the status")),
            (Status.WAITING_CLIENT.value, pgettext_lazy("then", "wait for the client")),
            (Status.WAITING_THIRD_PARTY.value, pgettext_lazy("then", "wait for a third party")),
        ],
    )
    reason = forms.CharField(label=gettext_lazy("What it waits for"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("then") and not cleaned.get("reason"):
            raise ValidationError({"reason": _("A pause needs a reason: write what the ticket waits for.")})
        return cleaned

    @property
    def waits(self) -> bool:
        return bool(self.cleaned_data["then"])

    def arguments(self) -> dict[str, Any]:
        """What the action takes: a reply, or a reply and a wait."""
        said = {name: self.cleaned_data[name] for name in ("body", "attachments")}
        return (
            {**said, "status": self.cleaned_data["then"], "reason": self.cleaned_data["reason"]} if self.waits else said
        )


class NoteForm(VerbForm):
    verb = "note"
    body = body_field(gettext_lazy("Internal note"), gettext_lazy("For the house alone…"))
    attachments = FilesField(label=gettext_lazy("Files"), required=False)


class CallForm(VerbForm):
    """A phone call that took place. Its length is asked in minutes."""

    verb = "call"
    body = body_field(gettext_lazy("What was said"), gettext_lazy("What was said on the phone…"))
    with_requester = forms.BooleanField(
        label=gettext_lazy("With the requester, who can read this"), required=False, initial=True
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=0, max_value=1440, required=False)

    def arguments(self) -> dict[str, Any]:
        minutes = self.cleaned_data["minutes"]
        return {
            "body": self.cleaned_data["body"],
            "with_requester": self.cleaned_data["with_requester"],
            "seconds": None if minutes is None else minutes * 60,
        }
