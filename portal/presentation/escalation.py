"""The button of a requested escalation: whether it can be pressed, and what became of it before."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from escalation.choices import RequestState, Trigger
from escalation.forms import EscalateForm
from escalation.models import Escalation
from escalation.queries import RequestRule, request_rule
from escalation.words import moment
from tickets.models import Ticket, User
from tickets.permissions import Permission, allows

# Nothing will ever come of pressing it: there is a sentence, and no button.
_NO_BUTTON = frozenset({RequestState.NO_LADDER, RequestState.OVER, RequestState.WRONG_PRIORITY})


def escalation_panel(ticket: Ticket, user: User, at: dt.datetime, typed: EscalateForm | None = None) -> dict[str, Any]:
    """What templates/portal/escalation.html takes as `panel`; `typed` is what was refused, so that nothing is lost."""
    rule = request_rule(ticket, at)
    return {
        "state": rule.state.name.lower(),
        "sentence": rule.sentence,
        "goes_to": ", ".join(rule.who) if rule.state == RequestState.TOO_EARLY else "",
        "button": "" if rule.state in _NO_BUTTON else _button(rule, at),
        "is_open": rule.is_open and allows(user, Permission.TICKET_ESCALATE),
        "form": typed or EscalateForm(auto_id="escalate-%s"),
        "is_typed": typed is not None,
        "told": [_told(escalation, user, at) for escalation in _escalations(ticket)],
    }


def _button(rule: RequestRule, at: dt.datetime) -> str:
    """What it says on the button: with the instant at which it opens, where that is known."""
    if rule.state in (RequestState.TOO_EARLY, RequestState.ASKED) and rule.opens_at:
        return _("Escalate from %(from)s on") % {"from": moment(rule.opens_at, at)}
    return _("Escalate")


def _escalations(ticket: Ticket) -> list[Escalation]:
    """All that were told, the last first."""
    rows = Escalation.objects.filter(ticket=ticket).select_related("by", "asked_by__user", "acknowledged_by")
    return list(rows.order_by("-at", "-pk"))


def _told(escalation: Escalation, user: User, at: dt.datetime) -> dict[str, Any]:
    """One level as its client reads it. Words that the house wrote stay in the house."""
    words = {"level": escalation.level, "name": escalation.name, "by": escalation.asker}
    words |= {"at": moment(escalation.at, at)}
    if escalation.trigger == Trigger.AUTOMATIC:
        told = _("Level %(level)s was told at %(at)s, because a promise was missed: %(name)s.")
    elif _is_own(escalation, user):
        told = _("You asked at %(at)s: level %(level)s was told, %(name)s.")
    else:
        told = _("%(by)s asked at %(at)s: level %(level)s was told, %(name)s.")
    return {
        "sentence": told % words,
        "reason": "" if escalation.by.is_staff_member else escalation.reason,
        "acknowledged": _acknowledged(escalation, at),
        "is_acknowledged": escalation.acknowledged_at is not None,
    }


def _is_own(escalation: Escalation, user: User) -> bool:
    asked_by = escalation.asked_by
    return user == (asked_by.user if asked_by else escalation.by)


def _acknowledged(escalation: Escalation, at: dt.datetime) -> str:
    if escalation.acknowledged_at is not None:
        words = {"name": escalation.acknowledged_by, "at": moment(escalation.acknowledged_at, at)}
        return _("%(name)s took it up at %(at)s.") % words
    return _("They have to acknowledge it: you will see it here.") if escalation.must_acknowledge else ""
