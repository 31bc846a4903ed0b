"""What is asked about a queue, and when it is retired."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from administration.actions.queues import QueuePlan, dialled_by
from tickets.models import Queue

ICONS = {
    "monitor": _("screen"),
    "phone": _("phone"),
    "smartphone": _("mobile phone"),
    "laptop": _("laptop"),
    "printer": _("printer"),
    "server": _("server"),
    "network": _("network"),
    "wifi": _("Wi-Fi"),
    "cloud": pgettext_lazy("icon", "cloud"),
    "shield": _("shield"),
    "key-round": _("key"),
    "mail": _("envelope"),
    "wrench": _("wrench"),
    "truck": _("truck"),
    "users": _("people"),
    "inbox": _("tray"),
}


class QueueForm(forms.ModelForm):  # type: ignore[type-arg]
    """Its cleaned data is a QueuePlan."""

    icon = forms.ChoiceField(label=_("Icon"), choices=list(ICONS.items()), widget=forms.RadioSelect, initial="inbox")

    class Meta:
        model = Queue
        fields = ["name", "trade", "shortcut", "calendar", "balances_load", "icon"]
        error_messages = {"name": {"unique": _("Another queue has this name: choose another one.")}}
        help_texts = {
            "trade": _("What the operator sees beside the shortcut: IT support, telecom."),
            "shortcut": _("Three digits that the operator dials for a new ticket; may be empty."),
            "calendar": _(
                "In these hours everybody who is present is asked, outside of them who the roster names. "
                "Without a calendar everybody always is."
            ),
            "balances_load": _("Within a level; otherwise people are asked in their order."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shortcut"].widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}
        self.fields["calendar"].empty_label = gettext("always: everybody is asked")  # type: ignore[attr-defined]

    def clean_shortcut(self) -> str:
        shortcut: str = self.cleaned_data["shortcut"].strip()
        if shortcut and not (len(shortcut) == 3 and shortcut.isdecimal()):
            raise forms.ValidationError(gettext("Three digits, such as 010, or none."))
        taken = dialled_by(shortcut, other_than=self.instance if self.instance.pk else None)
        if taken is not None:
            raise forms.ValidationError(gettext("%s is dialled for another queue already.") % f"{shortcut} ({taken})")
        return shortcut

    def plan(self) -> QueuePlan:
        return QueuePlan(**self.cleaned_data)


class RetireForm(forms.Form):
    """Where the open tickets of a retired queue go."""

    move_to = forms.ModelChoiceField(
        label=_("Its open tickets"), queryset=Queue.objects.none(), required=False, empty_label=_("stay in it")
    )

    def __init__(self, *args: Any, queue: Queue, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Queue.objects.filter(is_active=True).exclude(pk=queue.pk)
        self.fields["move_to"].queryset = others  # type: ignore[attr-defined]
