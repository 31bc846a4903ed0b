"""How somebody signs: on site, from afar, or on paper."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from interventions.choices import SignatureKind
from interventions.content import contact_of
from interventions.forms.sent import SentForm
from interventions.models import Intervention, Slip
from interventions.signing import LONGEST_NAME, LONGEST_REASON, Given, Unfit, refuse_unfit, strokes_of
from tickets.models import Contact

K = SignatureKind


class SignatureForm(forms.Form):
    """Drawn, or typed by who cannot draw: what a client gives where nobody of the house is present."""

    kinds: ClassVar[tuple[SignatureKind, ...]] = (K.DRAWN, K.TYPED)
    kind = forms.ChoiceField(label=gettext_lazy("How"), widget=forms.RadioSelect)
    surname = forms.CharField(label=gettext_lazy("Surname"), max_length=LONGEST_NAME, required=False)
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=LONGEST_NAME, required=False)
    quality = forms.CharField(label=pgettext_lazy("signature", "Acting as"), max_length=LONGEST_NAME, required=False)
    strokes = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, signatory: Contact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in self.kinds]  # type: ignore[attr-defined]
        self.initial = {"kind": self.kinds[0].value, **_names(signatory), **self.initial}

    def clean(self) -> None:
        """What is missing is said beside its field."""
        if "kind" not in self.cleaned_data:
            return
        try:
            self.given = self._given()
            refuse_unfit(self.given)
        except Unfit as unfit:
            if unfit.field not in self.errors:
                self.add_error(unfit.field, str(unfit))

    def _given(self) -> Given:
        names = ("surname", "first_name", "quality", "reason", "picture")
        given = {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name)}
        kind = SignatureKind(self.cleaned_data["kind"])
        strokes = strokes_of(self.cleaned_data.get("strokes", "")) if kind == K.DRAWN else []
        return Given(kind, strokes=strokes, solution=self._solution(), **given)

    def _solution(self) -> str:
        return ""


class SignForm(SentForm, SignatureForm):
    """On site, the ticket resolved in the same step if it is."""

    verb = "sign"
    kinds = (K.DRAWN, K.TYPED, K.STAMP, K.REFUSED, K.ABSENT)
    picture = forms.FileField(label=gettext_lazy("Photo of the stamp"), required=False, allow_empty_file=True)
    reason = forms.CharField(label=gettext_lazy("Why nobody signs"), max_length=LONGEST_REASON, required=False)
    resolve = forms.BooleanField(label=gettext_lazy("The ticket is resolved"), required=False)
    solution = forms.CharField(
        label=gettext_lazy("Solution, sent to the client"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        max_length=20_000,
    )

    def clean(self) -> None:
        super().clean()
        if self.cleaned_data.get("resolve") and not self.cleaned_data.get("solution"):
            self.add_error("solution", _("There is no solution: write what was done, for the requester to read."))

    def _solution(self) -> str:
        resolve = self.cleaned_data.get("resolve")
        return self.cleaned_data.get("solution", "") if resolve else ""


class ScanForm(SentForm):
    """Signed on paper: the scan, and who signed it."""

    verb = "scan"
    surname = forms.CharField(label=gettext_lazy("Surname"), max_length=LONGEST_NAME)
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=LONGEST_NAME, required=False)
    picture = forms.FileField(label=gettext_lazy("Scan, a picture or a PDF"), allow_empty_file=True)

    def __init__(self, *args: Any, signatory: Contact | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {**_names(signatory), **self.initial}

    def clean(self) -> None:
        surname, first_name = (self.cleaned_data.get(name) or "" for name in ("surname", "first_name"))
        picture = self.cleaned_data.get("picture")
        self.given = Given(K.PAPER, surname=surname, first_name=first_name, picture=picture)
        try:
            refuse_unfit(self.given)
        except Unfit as unfit:
            if unfit.field not in self.errors:
                self.add_error(unfit.field, str(unfit))


class LaterForm(SentForm):
    """To whom the link goes."""

    verb = "sign_later"
    contact = forms.ModelChoiceField(Contact.objects.none(), label=gettext_lazy("Who signs"), empty_label=None)

    def __init__(self, *args: Any, intervention: Intervention, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        first = contact_of(intervention)
        self.fields["contact"].queryset = who_may_sign(intervention)  # type: ignore[attr-defined]
        self.initial = {"contact": first.pk if first else None, **self.initial}


class CorrectForm(SentForm):
    """Why what was signed is not right."""

    verb = "correct"
    reason = forms.CharField(
        label=gettext_lazy("What was not right"), max_length=Slip._meta.get_field("corrected_because").max_length
    )


def who_may_sign(intervention: Intervention) -> QuerySet[Contact]:
    """The contacts of the client who can be reached."""
    return Contact.objects.filter(accounts=intervention.ticket.account_id).exclude(email="").order_by("name")


def _names(contact: Contact | None) -> dict[str, str]:
    """A name is one text with us; who signs corrects our guess."""
    if contact is None:
        return {}
    first_name, _blank, surname = contact.name.strip().rpartition(" ")
    return {"first_name": first_name, "surname": surname, "quality": contact.job}
