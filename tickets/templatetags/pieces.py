"""The pieces of the page of a ticket of which there are many alike. Each is drawn whole only where it is open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from escalation.forms import EscalateForCallerForm
from escalation.queries import RequestRule
from tickets.choices import Status
from tickets.forms import CopyForm
from tickets.presentation.around import Around, CannedText, Person
from tickets.presentation.composer import limits, thens_of
from tickets.presentation.drawn import ANYBODY, NUMBER, VALUE, any_ticket, drawn
from tickets.presentation.progress import Progress
from tickets.presentation.properties import KINDS, Property
from tickets.presentation.verbs import VERBS, Offer

register = template.Library()
Given = Mapping[str, Any]


@register.simple_tag(takes_context=True)
def slot(context: Context, offer: Offer | None) -> SafeString | str:
    """A verb: its button, its link to the form, or its form; nothing where it makes no sense."""
    if not offer:
        return ""
    token = context["csrf_token"]
    if offer.is_open:
        return render_to_string("tickets/slot.html", {"offer": offer, "csrf_token": token})
    number = offer.ticket.number
    return drawn("tickets/slot.html", _closed_slot, offer.name, offer.refused, number=number, token=token)


def _closed_slot(verb: str, refused: str) -> Given:
    return {"offer": _offer(verb, refused)}


def _offer(verb: str, refused: str = "", **ticket: str) -> Offer:
    return Offer(VERBS[verb], any_ticket(**ticket), ANYBODY, refused)


@register.simple_tag(takes_context=True)
def property_line(context: Context, item: Property) -> SafeString:
    """A value of the ticket and the way to its form, or the form."""
    if item.is_open:
        return render_to_string("tickets/property.html", {"item": item, "csrf_token": context["csrf_token"]})
    value, refused = item.value, item.offer.refused
    inputs = (item.name, refused, item.level, bool(value))
    return drawn("tickets/property.html", _closed_property, *inputs, number=item.ticket.number, value=value)


def _closed_property(name: str, refused: str, level: str, has_value: bool) -> Given:  # noqa: FBT001
    kind = replace(KINDS[name], reads=lambda ticket: VALUE if has_value else "")
    offer = _offer(kind.verb, refused, priority=level)
    return {"item": Property(kind, offer.ticket, offer, is_open=False)}


@register.simple_tag(takes_context=True)
def status_line(context: Context, item: Progress) -> SafeString:
    """The status of the ticket and the way to change it, or the ways on."""
    status = item.ticket.status
    if item.is_open:
        given = {"item": item, "status": Status(status), "csrf_token": context["csrf_token"]}
        return render_to_string("tickets/status.html", given)
    return drawn("tickets/status.html", _closed_status, str(status), number=item.ticket.number)


def _closed_status(status: str) -> Given:
    return {"item": Progress(any_ticket(status=status), [], is_open=False, asks=None), "status": Status(status)}


@register.simple_tag(takes_context=True)
def watching(context: Context, around: Around, watches: bool) -> SafeString:  # noqa: FBT001
    """Who of the house watches the ticket."""
    number, token = context["ticket"].number, context["csrf_token"]
    inputs = (watches, around.watchers, around.others)
    return drawn("tickets/watching.html", _watching, *inputs, number=number, token=token)


def _watching(watches: bool, watchers: tuple[Person, ...], others: tuple[Person, ...]) -> Given:  # noqa: FBT001
    return {"ticket": any_ticket(), "watches": watches, "watchers": watchers, "others": others}


@register.simple_tag(takes_context=True)
def fresh_form(context: Context, offer: Offer) -> SafeString:
    """The form of a reply, a note or a call in which nothing is typed."""
    ticket, canned = offer.ticket, context["canned"] if offer.name == "reply" else ()
    inputs = (offer.name, str(ticket.status), canned, settings.ATTACHMENT_MAX_BYTES)
    given = {"number": ticket.number, "token": context["csrf_token"]}
    return drawn("tickets/composer_form.html", _fresh_form, *inputs, **given)


def _fresh_form(verb: str, status: str, canned: tuple[CannedText, ...], most_bytes: int) -> Given:
    offer = _offer(verb, status=status)
    said = {"offer": offer, "form": offer.form, "kind": verb, "ticket": offer.ticket}
    return {**said, "thens": thens_of(offer.ticket), "canned": canned, "limits": limits(most_bytes)}


@register.simple_tag(takes_context=True)
def copying(context: Context, form: CopyForm | None) -> SafeString:
    """Where copies are added; `form` is one that is shown again."""
    ticket, token = context["ticket"], context["csrf_token"]
    if form is not None:
        given = {"ticket": ticket, "copy_form": form, "is_copying": True, "csrf_token": token}
        return render_to_string("tickets/composer_copy.html", given)
    return drawn("tickets/composer_copy.html", _copying, number=ticket.number, token=token)


def _copying() -> Given:
    ticket = any_ticket()
    return {"ticket": ticket, "copy_form": CopyForm(ticket=ticket, by=ANYBODY), "is_copying": False}


@register.simple_tag
def mention_list(people: tuple[Person, ...]) -> SafeString:
    """Who may be named in a message."""
    return drawn("tickets/mention_list.html", _mention_list, people)


def _mention_list(people: tuple[Person, ...]) -> Given:
    return {"people": people}


@register.simple_tag(takes_context=True)
def escalating(context: Context, rule: RequestRule, callers: tuple[tuple[int, str], ...]) -> SafeString:
    """Where somebody of the house asks for an escalation, also in the name of one of `callers`."""
    given = {"number": context["ticket"].number, "token": context["csrf_token"], "value": rule.sentence}
    return drawn("tickets/escalate.html", _escalating, callers, **given)


def _escalating(callers: tuple[tuple[int, str], ...]) -> Given:
    return {"number": NUMBER, "sentence": VALUE, "form": EscalateForCallerForm(callers)}
