"""Mails that did not arrive."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mail.presentation import tabs
from tickets.actions.give_up import leave_mail, send_again
from tickets.given_up import mails_given_up, reason_of
from tickets.models import OutboxMail
from tickets.permissions import Permission, require
from tickets.views.request import Request

PAGE_SIZE = 50


@require_safe
def given_up(request: Request) -> HttpResponse:
    """Each with why, and what can be done about it."""
    require(request.user, Permission.MAIL_TRIAGE)
    page = Paginator(mails_given_up(), PAGE_SIZE).get_page(request.GET.get("page"))
    lines = [(mail, reason_of(mail)) for mail in page]
    beside = [{**tab, "current": tab["url"] == request.path} for tab in tabs("given-up")]
    return render(request, "mail/given_up.html", {"page": page, "lines": lines, "tabs": beside})


@require_POST
def send(request: Request, pk: int) -> HttpResponse:
    """Try again."""
    require(request.user, Permission.MAIL_TRIAGE)
    mail = send_again(mail=get_object_or_404(OutboxMail, pk=pk), by=request.user, at=request.now)
    messages.success(request, _("The mail to %(address)s is sent again.") % {"address": mail.to})
    return redirect("mails_given_up")


@require_POST
def leave(request: Request, pk: int) -> HttpResponse:
    """It need not leave any more."""
    require(request.user, Permission.MAIL_TRIAGE)
    mail = leave_mail(mail=get_object_or_404(OutboxMail, pk=pk), by=request.user, at=request.now)
    messages.success(request, _("The mail to %(address)s is left alone.") % {"address": mail.to})
    return redirect("mails_given_up")
