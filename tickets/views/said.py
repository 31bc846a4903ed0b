"""What is said on a ticket: previewed, sent, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from helpdesk.templatetags.markdown import markdown
from tickets import forms
from tickets.actions.call import log_call
from tickets.actions.note import add_note
from tickets.actions.reply import reply_to_ticket
from tickets.actions.reply_then import reply_then
from tickets.actions.withdraw import withdraw_reply
from tickets.canned import fill
from tickets.models import Ticket
from tickets.permissions import Permission
from tickets.presentation.composer import canned_replies
from tickets.presentation.conversation import staff_names
from tickets.views.request import Request, ticket_for
from tickets.views.ticket import INVALID, shown_again

KINDS: dict[str, type[forms.SaidForm]] = {form.verb: form for form in (forms.ReplyForm, forms.NoteForm, forms.CallForm)}


@require_POST
def reply(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_REPLY)
    form = forms.ReplyForm(request.POST, request.FILES, ticket=ticket, by=request.user)
    if not form.carry_out(reply_then if form.then_status else reply_to_ticket, at=request.now):
        return typed_again(request, ticket, form)
    return said(request, ticket, form, _("The reply leaves in 10 seconds. Until then you can take it back."))


@require_POST
def note(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_NOTE)
    form = forms.NoteForm(request.POST, request.FILES, ticket=ticket, by=request.user)
    if not form.carry_out(add_note, at=request.now):
        return typed_again(request, ticket, form)
    return said(request, ticket, form, _("The note is written."))


@require_POST
def call(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_CALL)
    form = forms.CallForm(request.POST, ticket=ticket, by=request.user)
    if not form.carry_out(log_call, at=request.now):
        return typed_again(request, ticket, form)
    return said(request, ticket, form, _("The call is written down."))


@require_POST
def preview(request: Request, number: int) -> HttpResponse:
    """How the text will read; without a script the page again, where a canned reply can be put in as well."""
    ticket = ticket_for(request, number, Permission.TICKET_REPLY)
    text = text_of(request, ticket)
    shown = markdown(text, staff_names())
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "tickets/composer_preview.html", {"preview": shown})
    given = {**request.POST.dict(), "kept": request.POST.getlist("kept"), "body": text}
    form = KINDS.get(request.POST.get("kind", ""), forms.ReplyForm).typed(given, ticket=ticket, by=request.user)
    form.preview = shown
    return shown_again(request, ticket, form, status=200)


@require_safe
def canned_reply(request: Request, number: int, pk: int) -> HttpResponse:
    """The text of a canned reply for this ticket, as plain text."""
    ticket = ticket_for(request, number, Permission.TICKET_REPLY)
    chosen = get_object_or_404(canned_replies(ticket), pk=pk)
    text = fill(chosen.body, ticket, request.user, request.now)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_POST
def withdraw(request: Request, number: int) -> HttpResponse:
    ticket = ticket_for(request, number, Permission.TICKET_REPLY)
    form = forms.WithdrawForm(request.POST, ticket=ticket, by=request.user)
    if not form.is_valid():
        return shown_again(request, ticket, form)
    message = withdraw_reply(message=form.cleaned_data["message"], by=request.user, at=request.now)
    messages.success(request, _("The reply is taken back. Its text is in the composer again."))
    return redirect(f"{ticket_url(ticket)}?taken_back={message.pk}#composer")


def text_of(request: Request, ticket: Ticket) -> str:
    """What is typed, and after it the canned reply that is to be put in."""
    typed, chosen = request.POST.get("body", ""), request.POST.get("canned", "")
    if "insert" not in request.POST or not chosen.isdecimal():
        return typed
    canned = get_object_or_404(canned_replies(ticket), pk=chosen[:18])
    return f"{typed}\n\n{fill(canned.body, ticket, request.user, request.now)}".strip()


def typed_again(request: Request, ticket: Ticket, form: forms.SaidForm) -> HttpResponse:
    """What is wrong: beside the form that stays as it is, or without a script on the page with what was typed."""
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "tickets/composer_errors.html", {"form": form}, status=INVALID)
    return shown_again(request, ticket, form)


def said(request: Request, ticket: Ticket, form: forms.SaidForm, sentence: str) -> HttpResponse:
    """Back to the ticket, where the draft of what was said is dropped."""
    messages.success(request, sentence, extra_tags=form.verb)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(ticket_url(ticket))
    return redirect(ticket_url(ticket))


def ticket_url(ticket: Ticket) -> str:
    return reverse("ticket", args=[ticket.number])
