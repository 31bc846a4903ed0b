"""Escalate by mail: as on the portal, with a ticket number, or with the words that say that production stands still."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from escalation.actions.escalate import escalate_ticket
from escalation.queries import request_rule
from mail import notifications
from mail.actions.on_ticket import receive, writer_of
from mail.actions.open import Asked, open_for
from mail.actions.result import Result
from mail.choices import Outcome
from mail.deciding import Decision, Earlier, Found, Place
from mail.letter import Letter
from mail.models import InboundMail
from sla.choices import Priority
from tickets.actions.prioritize import change_priority
from tickets.models import Contact, Message, Ticket, User
from tickets.permissions import Permission, allows
from tickets.refusal import ActionRefused

LONGEST_REASON = 2_000


def escalate(mail: InboundMail, letter: Letter, found: Found, decision: Decision, at: dt.datetime) -> Result:
    """The text joins the ticket in any case; then the level whose time has come is told, or the client why not."""
    contact = writer_of(letter, found)
    message = receive(letter, found.ticket, contact, at)
    return _ask(mail, letter, _Asking(found.ticket, contact, message, found.sees), decision.is_critical, at)


def escalate_filed(
    mail: InboundMail, letter: Letter, earlier: Earlier, found: Found | None, decision: Decision, at: dt.datetime
) -> Result:
    """The mail stands on its ticket already: it came to the helpdesk, too. What it asks for here is done once."""
    ticket, message = earlier.ticket, earlier.message
    assert ticket is not None
    contact = message.contact if message else ticket.contact
    if message is None or contact is None or found is None or found.ticket.pk != ticket.pk:
        if decision.is_critical and message is not None and message.is_intake:
            _make_critical(ticket, at)
        return Result(Outcome.DUPLICATE, ticket, message)
    return _ask(mail, letter, _Asking(ticket, contact, message, found.sees), decision.is_critical, at)


def open_for_escalation(
    mail: InboundMail, letter: Letter, place: Place, follows: Ticket | None, *, has_contract: bool, is_stopped: bool
) -> Result:
    """No ticket is named. Where production stands still, a critical one is opened, under a contract.

    Without contract the ticket is opened as any other, and the client told how to reach us. Who asks for nothing of
    the kind is told what to write.
    """
    at, contact = mail.received_at, place.contact
    is_critical = is_stopped and has_contract
    asked = Asked(place, Priority.CRITICAL if is_critical else Priority.MEDIUM, follows=follows)
    result = open_for(mail, letter, asked)
    assert result.ticket is not None
    if is_critical:
        return result
    if is_stopped:
        return _refused(mail, result.ticket, contact, result.message, at)
    notifications.how_to_escalate(mail, result.ticket, contact, at)
    return result


class _Asking:
    """Who asks for which ticket, with which message."""

    def __init__(self, ticket: Ticket, contact: Contact, message: Message, sees: bool) -> None:
        self.ticket, self.contact, self.message, self.sees = ticket, contact, message, sees


def _ask(mail: InboundMail, letter: Letter, asking: _Asking, is_critical: bool, at: dt.datetime) -> Result:
    ticket, contact = asking.ticket, asking.contact
    if not asking.sees:
        with translation.override(contact.language):
            notifications.refused(mail, ticket, contact, _not_theirs(), at)
        return Result(Outcome.REFUSED, ticket, asking.message, _not_theirs())
    if is_critical and ticket.is_open and not ticket.policy.is_without_contract:
        ticket = _make_critical(ticket, at)
    try:
        with transaction.atomic(), translation.override(contact.language):
            _escalate(letter, ticket, contact, at)
    except ActionRefused as refusal:
        return _refused(mail, ticket, contact, asking.message, at, str(refusal))
    return Result(Outcome.ESCALATED, ticket, asking.message)


def _refused(
    mail: InboundMail, ticket: Ticket, contact: Contact, message: Message | None, at: dt.datetime, refusal: str = ""
) -> Result:
    """Why not, to the house in its language and to the client in theirs: the rule, or `refusal` where it says yes."""
    current = Ticket.objects.get(pk=ticket.pk)
    with translation.override(contact.language):
        notifications.refused(mail, ticket, contact, _why_not(current, refusal, at), at)
    return Result(Outcome.REFUSED, ticket, message, _why_not(current, refusal, at))


def _why_not(ticket: Ticket, refusal: str, at: dt.datetime) -> str:
    rule = request_rule(ticket, at)
    return refusal if rule.is_open else rule.sentence


def _not_theirs() -> str:
    return _("Only who may read the request can have it escalated.")


def _make_critical(ticket: Ticket, at: dt.datetime) -> Ticket:
    automation = User.objects.automation()
    return change_priority(ticket=ticket, priority=Priority.CRITICAL, by=automation, at=at)


def _escalate(letter: Letter, ticket: Ticket, contact: Contact, at: dt.datetime) -> None:
    """By the contact's own access; for who has none the machine asks, in their name."""
    said = letter.text.strip() or letter.subject or _("Asked for by mail.")
    reason, user = said[:LONGEST_REASON], contact.user
    if user is not None and user.is_active and allows(user, Permission.TICKET_ESCALATE, ticket):
        escalate_ticket(ticket=ticket, reason=reason, by=user, at=at)
    else:
        escalate_ticket(ticket=ticket, reason=reason, asked_by=contact, by=User.objects.automation(), at=at)
