"""What is asked about a canned reply."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from administration.actions.canned_replies import CannedReplyPlan
from tickets.canned import VARIABLES
from tickets.models import CannedReply

_BRACES = re.compile(r"\{+\s*([^{}\n]*?)\s*\}+")


class CannedReplyForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = CannedReply
        fields = ["name", "queue", "body"]
        labels = {"queue": _("Queue")}
        widgets = {"body": forms.Textarea(attrs={"rows": 12})}
        error_messages = {"name": {"unique": _("Another canned reply has this name: choose another one.")}}
        help_texts = {"queue": _("Only for tickets of this queue; without one, for all of them.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["queue"].empty_label = gettext("all queues")  # type: ignore[attr-defined]

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        unknown = [
            found[0] for found in _BRACES.finditer(body) if found[0] not in {f"{{{name}}}" for name in VARIABLES}
        ]
        if unknown:
            raise forms.ValidationError(
                gettext("%(place)s is no variable: choose one of those beside the text.") % {"place": unknown[0]}
            )
        return body

    def plan(self) -> CannedReplyPlan:
        return CannedReplyPlan(**self.cleaned_data)
