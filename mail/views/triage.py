"""Mails that came, and those that wait for somebody to decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from mail.actions.reading import letter_of
from mail.actions.triage import attach_mail, open_from_mail, reject_mail
from mail.forms import AttachForm, OpenForm, RejectForm
from mail.models import InboundMail
from mail.presentation import letter_shown, mails_shown, tabs
from mail.queries import Writer
from tickets.permissions import Permission, require
from tickets.views.request import Request

PAGE_SIZE = 50
INVALID = 422


@require_safe
def triage(request: Request) -> HttpResponse:
    """The mails that wait, the oldest first; or what became of the others."""
    require(request.user, Permission.MAIL_TRIAGE)
    view = request.GET.get("view", "")
    page = Paginator(mails_shown(view), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "mail/triage.html", {"page": page, "tabs": tabs(view), "is_waiting": not view})


@require_safe
def triage_mail(request: Request, pk: int) -> HttpResponse:
    """One mail as it was written, and what can be done with it."""
    return _page(request, _mail(request, pk), {})


@require_POST
def attach(request: Request, pk: int) -> HttpResponse:
    """File it on a ticket."""
    mail = _mail(request, pk)
    form = AttachForm(request.POST, by=request.user)
    if not form.is_valid():
        return _page(request, mail, {"attach": form}, INVALID)
    message = attach_mail(mail=mail, ticket=form.cleaned_data["ticket"], by=request.user, at=request.now)
    return _on(request, message.ticket_id, _("The mail is filed on ticket %(number)s."))


@require_POST
def open_ticket(request: Request, pk: int) -> HttpResponse:
    """Open a ticket for it, and know its sender from then on."""
    mail = _mail(request, pk)
    form = OpenForm(request.POST, mail=mail)
    if not form.is_valid():
        return _page(request, mail, {"open": form}, INVALID)
    ticket = open_from_mail(mail=mail, asked=form.asked(), by=request.user, at=request.now)
    return _on(request, ticket.pk, _("Ticket %(number)s is opened."))


@require_POST
def reject(request: Request, pk: int) -> HttpResponse:
    """Leave it aside."""
    mail = _mail(request, pk)
    form = RejectForm(request.POST)
    if not form.is_valid():
        return _page(request, mail, {"reject": form}, INVALID)
    reject_mail(mail=mail, reason=form.cleaned_data["reason"], by=request.user, at=request.now)
    messages.success(request, _("The mail is left aside."))
    return redirect("triage")


@require_safe
def raw(request: Request, pk: int) -> FileResponse:
    """The mail byte by byte, as a download."""
    mail = _mail(request, pk)
    return FileResponse(
        mail.raw.open(), as_attachment=True, filename=f"mail-{mail.pk}.eml", content_type="application/octet-stream"
    )


@require_safe
def file(request: Request, pk: int, index: int) -> HttpResponse:
    """A file of the mail: always a download, save that a page may draw a picture."""
    with letter_of(_mail(request, pk)) as letter:
        if index >= len(letter.files):
            raise Http404
        found = letter.files[index]
        response = HttpResponse(found.content.read(), content_type=letter_shown(letter, pk).type_of(index))
    response.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return response


def _mail(request: Request, pk: int) -> InboundMail:
    require(request.user, Permission.MAIL_TRIAGE)
    return get_object_or_404(InboundMail.objects.select_related("ticket", "mailbox", "decided_by"), pk=pk)


def _page(request: Request, mail: InboundMail, sent: dict[str, forms.Form], status: int = 200) -> HttpResponse:
    writer = Writer.of(mail.sender)
    account = next((each for contact in writer.contacts for each in contact.accounts.filter(is_active=True)), None)
    with letter_of(mail) as letter:
        context: dict[str, Any] = {
            "mail": mail,
            "letter": letter,
            "shown": letter_shown(letter, mail.pk),
            "writer": writer,
            "attach": sent.get("attach") or AttachForm(by=request.user, initial={"ticket": mail.ticket_id}),
            "open": sent.get("open") or OpenForm(mail=mail, account=account),
            "reject": sent.get("reject") or RejectForm(),
        }
        return render(request, "mail/mail.html", context, status=status)


def _on(request: Request, number: int, sentence: str) -> HttpResponse:
    messages.success(request, sentence % {"number": number})
    return redirect("ticket", number)
