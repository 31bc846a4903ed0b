"""The phone: a call becomes a ticket."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from sla.choices import Priority
from tickets.actions.call import log_call
from tickets.actions.open import open_ticket
from tickets.actions.open_for_new_contact import open_ticket_for_new_contact
from tickets.callers import Found, known_caller, match_of, search
from tickets.choices import Kind, LinkKind
from tickets.intake_form import IntakeForm, dialled, fresh_data, picked
from tickets.models import Queue, Ticket, User
from tickets.permissions import Permission, require
from tickets.phone import readable
from tickets.readings import readings
from tickets.views.request import Request, ticket_of
from tickets.views.verdict import Promise, verdict_of


@require_http_methods(["GET", "HEAD", "POST"])
def ticket_new(request: Request) -> HttpResponse:
    """The form of the phone procedure. A POST opens the ticket; with `step` or `pick` it only goes on, and with
    `joins` the call is written down on a ticket that is open already.
    """
    require(request.user, Permission.TICKET_OPEN)
    if request.method != "POST":
        return _page(request, *_ask_around(fresh_data(request.GET), request.user))
    if "step" in request.POST or "pick" in request.POST:
        return _page(request, *_ask_around(request.POST.copy(), request.user))
    if "joins" in request.POST:
        return _join(request)
    form = IntakeForm(request.POST, by=request.user)
    if not form.is_valid():
        return _page(request, form, search(request.POST.get("caller", ""), by=request.user))
    ticket = _open(form, request)
    if not form.is_of(ticket):
        return _page(request, _with_new_key(form, ticket))
    return redirect("ticket_opened", ticket.number)


@require_GET
def ticket_new_preview(request: Request) -> HttpResponse:
    """What would be promised for what is filled in so far; what follows from a changed choice comes with it."""
    require(request.user, Permission.TICKET_OPEN)
    form = IntakeForm.so_far(request.GET, by=request.user)
    form.offer()
    context = {
        "form": form,
        "verdict": verdict_of(form, by=request.user, at=request.now),
        "changed": request.headers.get("HX-Trigger-Name", ""),
    }
    return render(request, "tickets/intake_preview.html", context)


@require_GET
def caller_search(request: Request) -> HttpResponse:
    """Who may be calling: the matches alone for htmx, else the form with them."""
    require(request.user, Permission.TICKET_OPEN)
    text = request.GET.get("q", request.GET.get("caller", ""))
    if "HX-Request" in request.headers:
        return render(request, "tickets/intake_matches.html", {"found": search(text, by=request.user)})
    data = fresh_data(request.GET)
    data["caller"] = text
    return _page(request, *_ask_around(data, request.user))


@require_GET
def ticket_opened(request: Request, number: int) -> HttpResponse:
    """The number, in large, to be read out."""
    require(request.user, Permission.TICKET_OPEN)
    ticket = ticket_of(request, number)
    promises = [Promise.of(reading) for reading in readings(ticket, request.now)]
    context = {
        "ticket": ticket,
        "promises": promises,
        "queues": Queue.objects.filter(is_active=True).exclude(shortcut=""),
        "cause": ticket.links.filter(kind=LinkKind.PROBLEM).select_related("other").first(),
    }
    return render(request, "tickets/intake_opened.html", context)


def _ask_around(data: QueryDict, by: User) -> tuple[IntakeForm, Found]:
    """Find out who calls: somebody picked, chosen before, or the only one who fits what was typed.

    Where a caller is asked for, 010 and 020 choose the procedure, as they do on the telephone.
    """
    match, found = match_of(data.get("pick", ""), by=by), Found()
    queue = dialled(data.get("caller", ""))
    if queue is not None:
        data["queue"], data["caller"] = str(queue.pk), ""
    if match is None and IntakeForm.so_far(data, by=by).company is None:
        found = search(data.get("caller", ""), by=by)
        match = found.only
    if found.number:
        data["number"] = found.number
        data["new_contact_phone"] = data.get("new_contact_phone") or readable(found.number)
    return IntakeForm.so_far(picked(data, match) if match else data, by=by), found


def _open(form: IntakeForm, request: Request) -> Ticket:
    intake, name = form.intake(), form.cleaned_data["new_contact_name"]
    if intake.contact is None and name:
        phone = form.cleaned_data["new_contact_phone"]
        return open_ticket_for_new_contact(intake=intake, name=name, phone=phone, by=request.user, at=request.now)
    return open_ticket(intake=intake, by=request.user, at=request.now)


def _join(request: Request) -> HttpResponse:
    number, said = request.POST["joins"], request.POST.get("description") or request.POST.get("title", "")
    if not number.isdecimal():
        raise Http404
    ticket = ticket_of(request, int(number))
    if not said.strip():
        form = IntakeForm.so_far(request.POST, by=request.user)
        told = {"number": number}
        form.add_error("description", _("Write what the caller says: it is added to ticket %(number)s.") % told)
        return _page(request, form)
    log_call(ticket=ticket, body=said, with_requester=True, seconds=None, by=request.user, at=request.now)
    messages.success(request, _("The call is written down on ticket %(number)s.") % {"number": number})
    return redirect("ticket", ticket.number)


def _with_new_key(form: IntakeForm, ticket: Ticket) -> IntakeForm:
    """The form once more, after another one of the same key had opened `ticket`: a restored draft, a second tab."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["intake_key"] = str(uuid.uuid4())
    again = IntakeForm.so_far(data, by=form.by)
    told = {"number": ticket.number, "title": ticket.title}
    again.add_error(
        None, _("This form has already opened ticket %(number)s, “%(title)s”. Send it again to open another.") % told
    )
    return again


def _page(request: Request, form: IntakeForm, found: Found | None = None) -> HttpResponse:
    form.offer()
    company, contact = form.company, form.known("contact")
    context: dict[str, Any] = {
        "form": form,
        "found": None if company else found,
        "caller": company and known_caller(company, contact, by=request.user, at=request.now),
        "verdict": verdict_of(form, by=request.user, at=request.now),
        "queues": Queue.objects.filter(is_active=True).exclude(shortcut=""),
        "priorities": list(Priority),
        "kinds": [Kind.INCIDENT, Kind.SERVICE_REQUEST],
        "focus": _focus(form, found),
    }
    return render(request, "tickets/intake.html", context)


def _focus(form: IntakeForm, found: Found | None) -> str:
    """Where the keyboard goes on: what is wrong, who it may be, or the next question."""
    wrong = next((field.name for field in form.visible_fields() if field.errors), "")
    if wrong:
        return wrong
    if form.company is None:
        return "matches" if found and found.matches else "caller"
    return "title" if form.known("contact") else "contact"
