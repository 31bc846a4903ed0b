"""A client's own page: name, language, time zone, password, companies."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from helpdesk.views.me import SYSTEM, MeForm, time_zones
from portal.account import keep_choices
from tickets.actions.message import requester
from tickets.days import day_of
from tickets.forms.mails_wanted import MailsWantedForm
from tickets.models import Contract, User
from tickets.models.account import in_force
from tickets.permissions import accounts_seen_whole, visible_accounts
from tickets.views.request import Request


class AccountForm(MeForm):
    """How the product speaks to a client, and what it calls them."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    field_order = ("name", "language", "theme", "time_zone")

    @classmethod
    def of(cls, user: User) -> AccountForm:
        """What a client chose before."""
        kept = {"language": user.language, "theme": user.theme or SYSTEM, "time_zone": user.time_zone}
        return cls(initial={"name": user.name, **kept})


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: Request) -> HttpResponse:
    """What a client chose; what is sent is kept."""
    form = AccountForm(request.POST) if request.method == "POST" else AccountForm.of(request.user)
    if form.is_bound and form.is_valid():
        keep_choices(user=request.user, **form.cleaned_data)
        messages.success(request, _("Your choices are kept."))
        return redirect("portal_account")
    current = Contract.objects.filter(in_force(day_of(request.now))).select_related("policy")
    companies = visible_accounts(request.user).prefetch_related(Prefetch("contracts", current, to_attr="in_force"))
    contact = requester(request.user)
    context = {
        "form": form,
        "mails_form": MailsWantedForm(contact) if contact else None,
        "time_zones": time_zones(),
        "companies": companies.order_by("name"),
        "seen_whole": set(accounts_seen_whole(request.user).values_list("pk", flat=True)),
    }
    return render(request, "portal/account.html", context, status=422 if form.is_bound else 200)
