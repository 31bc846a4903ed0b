"""The mailboxes in the settings: list, form, and a try."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from administration.choices import Area
from administration.views.editing import form_page, history_url, saved
from administration.views.frame import for_administrators, settings_page
from mail.actions import mailboxes as actions
from mail.actions.fetch import waiting_in
from mail.mailbox_form import MailboxForm
from mail.models import Mailbox
from tickets.views.request import Request

PAGE = "mail/mailbox.html"


@for_administrators
def mailbox_list(request: Request) -> HttpResponse:
    mailboxes = Mailbox.objects.select_related("queue")
    return settings_page(request, "mail/mailboxes.html", Area.MAILBOXES, {"mailboxes": mailboxes})


@for_administrators
def mailbox_add(request: Request) -> HttpResponse:
    form = MailboxForm(request.POST or None)
    if not form.is_valid():
        return form_page(request, Area.MAILBOXES, form, _("New mailbox"), PAGE)
    made = actions.create_mailbox(plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("%s is read from now on.") % made, "mailbox_edit", made.pk)


@for_administrators
def mailbox_edit(request: Request, pk: int) -> HttpResponse:
    mailbox = get_object_or_404(Mailbox, pk=pk)
    name, form = mailbox.address, MailboxForm(request.POST or None, instance=mailbox)
    if not form.is_valid():
        history = history_url(Area.MAILBOXES, mailbox)
        return form_page(request, Area.MAILBOXES, form, name, PAGE, mailbox=mailbox, history=history)
    actions.edit_mailbox(mailbox=mailbox, plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("“%s” is saved.") % mailbox, "mailboxes")


@require_POST
@for_administrators
def mailbox_try(request: Request, pk: int) -> HttpResponse:
    """Sign in to the server and look, without fetching anything."""
    mailbox = get_object_or_404(Mailbox, pk=pk)
    count, error = waiting_in(mailbox)
    if error:
        messages.error(request, _("The server does not let us in: %(error)s") % {"error": error})
    else:
        sentence = ngettext("It works: %(n)s unread mail is there.", "It works: %(n)s unread mails are there.", count)
        messages.success(request, sentence % {"n": count})
    return redirect("mailbox_edit", mailbox.pk)
