"""The page of an invitation: whoever has the link chooses a password, once."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from administration import invitations
from administration.actions.people import choose_password
from tickets.models import User


class PasswordForm(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least ten characters."),
    )

    def __init__(self, *args: object, person: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.person = person

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.person)
        return password


@never_cache
@login_not_required
def set_password(request: HttpRequest, key: str, token: str) -> HttpResponse:
    """Ask for the password of whoever was invited; a link that was used or is too old says so."""
    person = invitations.invited(key, token)
    if person is None:
        return render(request, "account/link_is_void.html", status=404)
    form = PasswordForm(request.POST or None, person=person)
    if not form.is_valid():
        return render(request, "account/set_password.html", {"form": form, "person": person})
    choose_password(person=person, password=form.cleaned_data["password"])
    messages.success(request, _("Your password is set. Sign in to go on."))
    return redirect("account_login")
