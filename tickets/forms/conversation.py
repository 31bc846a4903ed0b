"""What is said on a ticket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tickets.actions.attachments import refuse_unfit
from tickets.choices import WAITING_STATUSES, Status
from tickets.forms.base import VerbForm
from tickets.models import Attachment, Ticket, User
from tickets.refusal import ActionRefused


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, each of which fits."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        # An empty file is for the action to name.
        files = [each for each in given if each is not None and each.name]
        try:
            refuse_unfit(files)
        except ActionRefused as refusal:
            raise ValidationError(str(refusal)) from refusal
        return files

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(data)


def body_field(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": 4, "placeholder": hint}))


class SaidForm(VerbForm):
    """Something said. A refusal of the action stands in the form, so that nothing typed is lost."""

    preview: SafeString | str = ""

    @classmethod
    def typed(cls, given: Mapping[str, Any], *, ticket: Ticket, by: User) -> Self:
        """The form as it was typed so far, which is not judged yet."""
        initial = {name: given.get(name, "") for name in cls.base_fields}
        return cls(initial=initial, ticket=ticket, by=by)

    def arguments(self) -> dict[str, Any]:
        """What the action takes."""
        return self.cleaned_data

    def carry_out(self, action: Callable[..., object], **given: Any) -> bool:
        """Do it; whether it was done. Why it was not stands among the errors."""
        if not self.is_valid():
            return False
        try:
            action(ticket=self.ticket, **self.arguments(), by=self.by, **given)
        except ActionRefused as refusal:
            self.add_error(None, str(refusal))
            return False
        return True


class ReplyForm(SaidForm):
    """A public reply; `then` is the status it leaves the ticket in. `kept` are files of a reply taken back."""

    verb = "reply"
    body = body_field(gettext_lazy("Public reply"), gettext_lazy("Answer the requester… Markdown is welcome."))
    attachments = FilesField(label=gettext_lazy("Files"), required=False)
    kept = forms.ModelMultipleChoiceField(queryset=Attachment.objects.none(), required=False)
    then = forms.ChoiceField(
        required=False,
        choices=[
            ("", ""),
            *((status.value, "") for status in sorted(WAITING_STATUSES)),
            *((status.value, "") for status in (Status.IN_PROGRESS, Status.SCHEDULED, Status.RESOLVED)),
        ],
    )
    reason = forms.CharField(label=gettext_lazy("What it waits for"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken_back = {"message__author": self.by, "message__withdrawn_at__isnull": False}
        self.fields["kept"].queryset = Attachment.objects.filter(message__ticket=self.ticket, **taken_back)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("then") in WAITING_STATUSES and not cleaned.get("reason"):
            raise ValidationError({"reason": _("A pause needs a reason: write what the ticket waits for.")})
        return cleaned

    @property
    def files_kept(self) -> list[Attachment]:
        """The files of a reply taken back that go with this one."""
        given = self.data.getlist("kept") if self.is_bound else self.initial.get("kept", ())  # type: ignore[attr-defined]
        numbers = [number for number in map(str, given) if number.isdecimal()]
        return list(self.fields["kept"].queryset.filter(pk__in=numbers)) if numbers else []  # type: ignore[attr-defined]

    @property
    def then_status(self) -> Status | None:
        """The status to set, once the form is valid; None keeps it."""
        return Status(self.cleaned_data["then"]) if self.is_valid() and self.cleaned_data["then"] else None

    def arguments(self) -> dict[str, Any]:
        """What the action takes: a reply, or a reply and a status."""
        files = [*self.cleaned_data["attachments"], *map(_again, self.cleaned_data["kept"])]
        said = {"body": self.cleaned_data["body"], "attachments": files}
        return {**said, "status": self.then_status, "reason": self.cleaned_data["reason"]} if self.then_status else said


class NoteForm(SaidForm):
    verb = "note"
    body = body_field(gettext_lazy("Internal note"), gettext_lazy("For the house alone… @ names a colleague."))
    attachments = FilesField(label=gettext_lazy("Files"), required=False)


class CallForm(SaidForm):
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


def _again(attachment: Attachment) -> File[bytes]:
    """A file of a reply taken back, to be sent with the next."""
    file = File(attachment.file.open("rb"), name=attachment.name)
    file.content_type = attachment.content_type  # type: ignore[attr-defined]
    return file
