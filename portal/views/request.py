"""A client asks for help."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.forms import RequestForm, fresh_request
from portal.presentation.request import preview_of
from portal.refusals import carried_out
from portal.words import STOPPED
from tickets.actions.message import requester
from tickets.actions.request import request_ticket
from tickets.models import Ticket
from tickets.numbers import LARGEST_NUMBER
from tickets.permissions import Permission, require, visible_tickets
from tickets.presentation.composer import limits
from tickets.views.request import Request

INVALID = 422
SENT = "portal-new"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Request) -> HttpResponse:
    """The form; what is sent becomes a ticket, once."""
    require(request.user, Permission.TICKET_REQUEST)
    if request.method != "POST":
        data = fresh_request(request.GET, _followed(request))
        return _page(request, RequestForm.so_far(data, by=request.user))
    form = RequestForm(request.POST, request.FILES, by=request.user)
    ticket = _asked(request, form) if form.is_valid() else None
    if ticket is None:
        return _page(request, form, status=INVALID)
    if not visible_tickets(request.user).filter(pk=ticket.pk).exists() or not form.is_of(ticket):
        return _page(request, _with_new_key(form, ticket), status=INVALID)
    messages.success(
        request, _("We have your request. Its number is %(number)s.") % {"number": ticket.number}, extra_tags=SENT
    )
    return redirect("portal_ticket", ticket.number)


@require_safe
def preview(request: Request) -> HttpResponse:
    """How to reach us and what is promised, for what is answered so far."""
    require(request.user, Permission.TICKET_REQUEST)
    form = RequestForm.so_far(request.GET, by=request.user)
    return render(request, "portal/preview.html", {"preview": preview_of(form, by=request.user, at=request.now)})


def _asked(request: Request, form: RequestForm) -> Ticket | None:
    """The ticket; None where it was refused, which the form then says."""
    contact = requester(request.user)
    if contact is None:
        form.add_error(None, _("Your access belongs to no company yet: call us, we will see to it."))
        return None

    def ask() -> Ticket:
        return request_ticket(intake=form.intake(), said=form.said(contact), by=request.user, at=request.now)

    return carried_out(form, ask)


def _followed(request: Request) -> Ticket | None:
    """The ticket that the new one follows, if the reader sees it."""
    number = request.GET.get("about", "")
    if not number.isdecimal() or int(number[:18]) > LARGEST_NUMBER:
        return None
    return visible_tickets(request.user).filter(pk=int(number[:18])).first()


def _with_new_key(form: RequestForm, ticket: Ticket) -> RequestForm:
    """The form once more, after another one with its key had opened a ticket: a restored draft, a second tab."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["key"] = str(uuid.uuid4())
    again = RequestForm.so_far(data, by=form.by)
    if visible_tickets(form.by).filter(pk=ticket.pk).exists():
        told = {"number": ticket.number, "title": ticket.title}
        sentence = _("This form has already become ticket %(number)s, “%(title)s”. Send it again to ask for more.")
        again.add_error(None, sentence % told)
    else:
        again.add_error(None, _("This form was sent before: send it again."))
    return again


def _page(request: Request, form: RequestForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "trades": [(str(queue.pk), queue.trade or queue.name, "") for queue in form.queues],
        "stopped": [(priority.value, what, means) for priority, (what, means) in STOPPED.items()],
        "preview": preview_of(form, by=request.user, at=request.now),
        "limits": limits(settings.ATTACHMENT_MAX_BYTES),
        "is_sent": status == INVALID,
    }
    return render(request, "portal/new.html", context, status=status)
