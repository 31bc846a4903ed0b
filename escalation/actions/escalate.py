"""Escalate: a client, a partner or staff asks for it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from escalation.actions.tell_level import Climb, tell_level
from escalation.choices import Trigger
from escalation.models import Escalation
from escalation.queries.callers import callers_of
from escalation.queries.request import request_rule
from tickets.actions.frame import lock, required
from tickets.models import Contact, Ticket, User
from tickets.permissions import Permission, is_of_house, require
from tickets.refusal import ActionRefused


@transaction.atomic
def escalate_ticket(
    *, ticket: Ticket, reason: str, asked_by: Contact | None = None, by: User, at: dt.datetime
) -> Escalation:
    """Tell the level whose time has come, and why somebody asks for it.

    `asked_by` is the client in whose name somebody of the house asks: who called. Raises ActionRefused where `by` may
    not, there is no reason, `asked_by` is no contact of this client, or the rule is not open; it says from when.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_ESCALATE, ticket)
    reason = required(reason, _("Say why this ticket has to be escalated: whoever is told reads it."), limit=2000)
    if asked_by is not None:
        _check_caller(ticket, asked_by, by)
    rule = request_rule(ticket, at)
    if not rule.is_open or rule.next_level is None or rule.clock is None:
        raise ActionRefused(rule.sentence)
    climb = Climb.of(ledger, rule.clock.pk)
    return tell_level(
        climb=climb,
        level=rule.next_level,
        trigger=Trigger.REQUESTED,
        reason=reason,
        asked_by=asked_by,
        by=by,
        at=at,
    )


def _check_caller(ticket: Ticket, asked_by: Contact, by: User) -> None:
    if not is_of_house(by) or asked_by not in callers_of(ticket):
        raise ActionRefused(
            _("Nobody called %(name)s is a contact of %(account)s: choose who asked for it.")
            % {"name": asked_by, "account": ticket.account}
        )
