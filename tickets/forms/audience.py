"""Who else is told: watchers of the house, copies to others; and a reply that is taken back from all of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.forms.base import VerbForm
from tickets.forms.conversation import SaidForm
from tickets.models import CarbonCopy, Message, User


class WatchForm(VerbForm):
    """Somebody of the house; nobody named is who asks."""

    verb = "watch"
    person = forms.ModelChoiceField(
        label=_("Colleague"), queryset=User.objects.of_the_house(), required=False, empty_label=None
    )

    def clean_person(self) -> User:
        return self.cleaned_data["person"] or self.by


class CopyForm(SaidForm):
    """An address that gets a copy from now on. Whether it may is for the action to say."""

    verb = "copy"
    email = forms.CharField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))


class StopCopyingForm(VerbForm):
    verb = "copy"
    remove = forms.ModelChoiceField(queryset=CarbonCopy.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remove"].queryset = self.ticket.copies.all()  # type: ignore[attr-defined]


class WithdrawForm(VerbForm):
    verb = "withdraw"
    message = forms.ModelChoiceField(queryset=Message.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["message"].queryset = self.ticket.messages.all()  # type: ignore[attr-defined]
