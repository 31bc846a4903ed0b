"""A person's own page: language, theme, time zone, password and absences."""

from __future__ import annotations

import zoneinfo
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from interventions.models import CalendarFeed
from interventions.views.feed import SHOWN_ONCE
from tickets.actions.absence import add_absence, remove_absence
from tickets.forms.mails_wanted import MailsWantedForm
from tickets.forms.roster import moment_field
from tickets.models import User
from tickets.permissions import Permission, require
from tickets.views.request import Request

SYSTEM = "system"
THEMES = {
    SYSTEM: gettext_lazy("Like my system"),
    "light": gettext_lazy("Light"),
    "dark": gettext_lazy("Dark"),
}
# Files of the database of time zones that name no place.
_NO_PLACES = {"Factory", "localtime"}


@cache
def time_zones() -> tuple[str, ...]:
    """Every zone of the IANA database, in the order of their names."""
    return tuple(sorted(zoneinfo.available_timezones() - _NO_PLACES))


class MeForm(forms.Form):
    """How the product speaks to a person."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=list(THEMES.items()))
    time_zone = forms.CharField(
        label=gettext_lazy("Time zone"),
        help_text=gettext_lazy("Type a part of its name: Paris, Reunion, Montreal…"),
        widget=forms.TextInput(attrs={"list": "time-zones", "autocomplete": "off", "spellcheck": "false"}),
    )

    @classmethod
    def of(cls, user: User) -> MeForm:
        """What a person chose before."""
        kept = {"language": user.language, "theme": user.theme or SYSTEM, "time_zone": user.time_zone}
        return cls(initial=kept)

    def clean_theme(self) -> str:
        theme: str = self.cleaned_data["theme"]
        return "" if theme == SYSTEM else theme

    def clean_time_zone(self) -> str:
        typed = self.cleaned_data["time_zone"].strip().replace(" ", "_").casefold()
        zone = next((zone for zone in time_zones() if zone.casefold() == typed), None)
        if zone is None:
            raise forms.ValidationError(
                _("“%(text)s” is not a time zone: choose one of the list.") % {"text": self.cleaned_data["time_zone"]}
            )
        return zone


class MyAbsenceForm(forms.Form):
    """From when to when somebody is not there; what makes no sense is refused by the action, in one sentence."""

    from_at = moment_field(gettext_lazy("From"))
    until_at = moment_field(gettext_lazy("Until"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=120, required=False)

    def clean(self) -> None:
        start, end = self.cleaned_data.get("from_at"), self.cleaned_data.get("until_at")
        if start and end and end <= start:
            self.add_error("until_at", _("An absence ends after it starts: correct one of the two."))


@require_http_methods(["GET", "HEAD", "POST"])
def me(request: Request) -> HttpResponse:
    """What a person chose; what is sent is kept."""
    if request.method != "POST":
        return _page(request)
    form = MeForm(request.POST)
    if not form.is_valid():
        return _page(request, form=form)
    User.objects.filter(pk=request.user.pk).update(**form.cleaned_data)
    messages.success(request, _("Your choices are kept."))
    return redirect("me")


@require_POST
def absence_add(request: Request) -> HttpResponse:
    """The reader will not be there."""
    require(request.user, Permission.ROSTER_VIEW)
    form = MyAbsenceForm(request.POST, auto_id="absence-%s")
    if not form.is_valid():
        return _page(request, absence_form=form)
    add_absence(user=request.user, **form.cleaned_data, by=request.user, at=request.now)
    messages.success(request, _("Nobody asks you in that time."))
    return redirect("me")


@require_POST
def absence_remove(request: Request, pk: int) -> HttpResponse:
    """The reader will be there after all; an absence that has begun ends now."""
    absence = get_object_or_404(request.user.absences, pk=pk)
    cut = remove_absence(absence=absence, by=request.user, at=request.now)
    messages.success(request, _("Your absence ends now.") if cut else _("The absence is taken away."))
    return redirect("me")


def _page(request: Request, *, form: MeForm | None = None, absence_form: MyAbsenceForm | None = None) -> HttpResponse:
    user = request.user
    context: dict[str, Any] = {
        "form": form or MeForm.of(user),
        "time_zones": time_zones(),
        "mails_form": MailsWantedForm(user),
        "absence_form": absence_form or MyAbsenceForm(auto_id="absence-%s"),
        "absences": user.absences.filter(until_at__gt=request.now),
        "calendar_feed": CalendarFeed.objects.filter(user=user).first(),
        "calendar_address": request.session.pop(SHOWN_ONCE, ""),
    }
    return render(request, "me/me.html", context)
