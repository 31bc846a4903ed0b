"""What is asked about the words of a mail."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from administration.actions.letters import LetterPlan
from tickets.choices import MailKind
from tickets.letters import Words, refuse_unfit
from tickets.refusal import ActionRefused


class LetterForm(forms.Form):
    """Subject and text, with variables between braces."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    body = forms.CharField(
        label=_("Text"),
        widget=forms.Textarea(attrs={"rows": 12}),
        strip=False,
        help_text=_("**bold**, - lists and [links](https://…) are shown as such."),
    )

    def __init__(self, kind: MailKind, words: Words, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, auto_id="letter-%s", initial={"subject": words.subject, "body": words.body})
        self.kind = kind

    def clean_body(self) -> str:
        return str(self.cleaned_data["body"]).replace("\r\n", "\n").strip()

    def clean(self) -> None:
        try:
            refuse_unfit(
                self.kind, subject=self.cleaned_data.get("subject", ""), body=self.cleaned_data.get("body", "")
            )
        except ActionRefused as refusal:
            if "body" in self.cleaned_data:
                self.add_error("body", str(refusal))

    def words(self) -> Words:
        """As they are typed, fit or not."""
        return Words(str(self["subject"].value() or ""), str(self["body"].value() or ""))

    def plan(self) -> LetterPlan:
        return LetterPlan(subject=self.cleaned_data["subject"], body=self.cleaned_data["body"])
