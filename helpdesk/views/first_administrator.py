"""The page that makes the first administrator."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import password_validation
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from helpdesk import first_administrator as first
from tickets.models import User


class FirstAdministratorForm(forms.ModelForm):  # type: ignore[type-arg]
    password = forms.CharField(
        label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least ten characters."),
    )

    class Meta:
        model = User
        fields = ["name", "email"]

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        password_validation.validate_password(password, self.instance)
        return password


@never_cache
@login_not_required
def first_administrator(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for name, e-mail and password of the first administrator, once."""
    if not first.opens(token):
        raise Http404
    form = FirstAdministratorForm(request.POST or None)
    if not form.is_valid():
        return render(request, "account/first_administrator.html", {"form": form})
    first.create_first_administrator(**form.cleaned_data)
    messages.success(request, _("The first administrator is made. Sign in to go on."))
    return redirect("account_login")
