"""Signing in without a password: the page that asks for a link, and the page that the link leads to."""

from __future__ import annotations

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from helpdesk import sign_in_link as links
from tickets.views.request import Request


class LinkForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("E-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: Request) -> HttpResponse:
    """Ask for a link: the answer is the same whether or not anybody signs in with the address."""
    if request.user.is_authenticated:
        return redirect("home")
    form = LinkForm(request.POST or None)
    if not form.is_valid():
        return render(request, "account/sign_in_link.html", {"form": form, "is_sent": "sent" in request.GET})
    email = form.cleaned_data["email"].lower()
    if too_many := ratelimit.consume_or_429(request, action="request_login_code", key=email):
        return too_many
    links.send_link(email=email, site=f"{request.scheme}://{request.get_host()}", at=request.now)
    return redirect(f"{request.path}?sent")


@never_cache
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_link(request: Request, key: str, token: str) -> HttpResponse:
    """Show one button, because programs that look through mails open every link; the button signs in."""
    if request.method != "POST":
        person = links.owner(key, token, request.now)
        return render(request, "account/sign_in_by_link.html", {"person": person}) if person else _void(request)
    if too_many := ratelimit.consume_or_429(request, action="login"):
        return too_many
    person = links.redeem(key, token, request.now)
    if person is None:
        return _void(request)
    signed_in: HttpResponse = perform_login(request, person)
    return signed_in


def _void(request: HttpRequest) -> HttpResponse:
    return render(request, "account/sign_in_link_is_void.html", {"minutes": links.MINUTES}, status=404)
