"""What is asked about a person, and who is looked for."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from administration.actions.people import OUTSIDE, PersonPlan
from administration.forms.fields import LANGUAGES
from tickets.choices import STAFF_ROLES, Role
from tickets.models import User

STAFF = [(role.value, role.label) for role in Role if role in STAFF_ROLES]
CLIENTS = [(role.value, role.label) for role in OUTSIDE]


class PersonForm(forms.ModelForm):  # type: ignore[type-arg]
    """Roles of clients stand there only for who is a client's contact."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=STAFF,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=LANGUAGES)
    time_zone = forms.CharField(
        label=_("Time zone"),
        max_length=64,
        initial="Europe/Paris",
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off"}),
    )

    class Meta:
        model = User
        fields = ["name", "email", "roles", "language", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if getattr(self.instance, "contact", None) is not None:
            self.fields["roles"].choices = [*CLIENTS, *STAFF]  # type: ignore[attr-defined]

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        taken = User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).first()
        if taken is not None:
            raise forms.ValidationError(gettext("%(name)s signs in with this address already.") % {"name": taken})
        return email

    def clean_time_zone(self) -> str:
        zone: str = self.cleaned_data["time_zone"].strip()
        if zone not in available_timezones():
            raise forms.ValidationError(
                gettext("“%(zone)s” is no time zone: write it as Europe/Paris.") % {"zone": zone}
            )
        return zone

    def plan(self) -> PersonPlan:
        said = self.cleaned_data
        return PersonPlan(**{**said, "roles": tuple(said["roles"])})


class PeopleFilter(forms.Form):
    """Whom the list shows; nothing that is wrong in it is a mistake of the reader."""

    q = forms.CharField(label=_("Name or e-mail"), required=False, max_length=100)
    role = forms.ChoiceField(
        label=pgettext_lazy("person", "Role"), choices=[("", _("all roles")), *STAFF, *CLIENTS], required=False
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("may sign in")), ("gone", _("may not sign in")), ("all", pgettext_lazy("people", "all"))],
        required=False,
    )

    def asked(self) -> dict[str, str]:
        """What is looked for; what makes no sense is left out."""
        said = {name: self.cleaned_data.get(name, "") for name in ("role", "state")}
        return {"text": self.cleaned_data.get("q", "").strip(), **said}
