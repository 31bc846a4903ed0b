"""Which mails one wants: on one's own page, and by one click from a mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from tickets.actions.decline import choose_mails, decline_mail
from tickets.declining import declined_by
from tickets.forms.mails_wanted import MailsWantedForm
from tickets.views.request import Request


@require_POST
def mails_wanted(request: Request) -> HttpResponse:
    """What a person of the house is told by mail; under the bell they find everything."""
    form = MailsWantedForm(request.user, request.POST)
    if form.is_valid():
        choose_mails(person=request.user, declined=form.declined())
        messages.success(request, _("Your choices are kept."))
    return redirect("me")


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: Request, token: str) -> HttpResponse:
    """One kind of mail less: asked on a page, done by a POST, which a mail program sends by itself (RFC 8058)."""
    declined = declined_by(token)
    if declined is None:
        raise Http404
    with translation.override(declined.person.language):
        is_done = request.method == "POST" and decline_mail(person=declined.person, kind=declined.kind)
        context = {"kind": declined.kind, "is_done": is_done}
        return render(request, "tickets/unsubscribe.html", context)
