"""Escalate: a client, a partner or staff asks for it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from escalation.actions.tell_level import Climb, tell_level
from escalation.choices import Trigger
from escalation.models import Escalation
from escalation.queries.request import request_rule
from tickets.actions.frame import lock, required
from tickets.models import Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


@transaction.atomic
def escalate_ticket(*, ticket: Ticket, reason: str, by: User, at: dt.datetime) -> Escalation:
    """Tell the level whose time has come, and why somebody asks for it.

    Raises ActionRefused where `by` may not, there is no reason, or the rule is not open; it says from when.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_ESCALATE, ticket)
    reason = required(reason, _("Say why this ticket has to be escalated: whoever is told reads it."), limit=2000)
    rule = request_rule(ticket, at)
    if not rule.is_open or rule.next_level is None or rule.clock is None:
        raise ActionRefused(rule.sentence)
    climb = Climb.of(ledger, rule.clock.pk)
    return tell_level(climb=climb, level=rule.next_level, trigger=Trigger.REQUESTED, reason=reason, by=by, at=at)
