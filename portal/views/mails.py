"""Which mails a client wants."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tickets.actions.decline import choose_mails
from tickets.forms.mails_wanted import MailsWantedForm
from tickets.models import Contact
from tickets.views.request import Request


@require_POST
def mails(request: Request) -> HttpResponse:
    """What is declined stands on the portal all the same."""
    contact = get_object_or_404(Contact, user=request.user)
    form = MailsWantedForm(contact, request.POST)
    if form.is_valid():
        choose_mails(person=contact, declined=form.declined())
        messages.success(request, _("Your choices are kept."))
    return redirect("portal_account")
