"""What is said when a level is told: one mail an address, in the transaction of the escalation."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from escalation.choices import Trigger
from escalation.ladders import LevelPlan
from escalation.models import Escalation
from escalation.words import moment
from tickets.models import Clock, User
from tickets.notifications import post


@dataclass(frozen=True)
class Addressee:
    """Where a mail goes, in whose language and time zone."""

    email: str
    language: str
    time_zone: str

    @classmethod
    def of(cls, user: User) -> Addressee:
        return cls(user.email, user.language, user.time_zone)


def escalated(escalation: Escalation, *, clock: Clock, level: LevelPlan, newcomer: User | None) -> None:
    """Tell the level's contacts for this service, and the technician who now has the ticket; each address once.

    A promise in opening hours is not worth waking anybody: its mail waits for the next opening.
    """
    opening = clock.calendar.service_hours().next_opening(escalation.at)
    for number, addressee in enumerate(_addressees(escalation, level, newcomer), 1):
        with translation.override(addressee.language), timezone.override(ZoneInfo(addressee.time_zone)):
            post(
                f"escalation:{escalation.pk}:{number}",
                to=addressee.email,
                subject=_subject(escalation),
                body=_body(escalation, clock),
                ticket=escalation.ticket,
                at=escalation.at,
                not_before=opening,
            )


def _addressees(escalation: Escalation, level: LevelPlan, newcomer: User | None) -> list[Addressee]:
    contacts = level.told_about(escalation.ticket.kind)
    known = [contact.user_id for contact in contacts if contact.user_id]
    users = User.objects.in_bulk(known) if known else {}
    found: dict[str, Addressee] = {}
    for contact in contacts:
        user = users.get(contact.user_id or 0)
        language = user.language if user else settings.LANGUAGE_CODE
        zone = user.time_zone if user else settings.TIME_ZONE
        found.setdefault(contact.email.lower(), Addressee(contact.email.lower(), language, zone))
    if newcomer is not None:
        found.setdefault(newcomer.email.lower(), Addressee.of(newcomer))
    return list(found.values())


def _subject(escalation: Escalation) -> str:
    ticket = escalation.ticket
    return _("[#%(number)s] Escalation, level %(level)s: %(title)s") % {
        "number": ticket.number,
        "level": escalation.level,
        "title": ticket.title,
    }


def _body(escalation: Escalation, clock: Clock) -> str:
    ticket = escalation.ticket
    lines = [
        _("Ticket %(number)s of %(account)s: %(title)s")
        % {"number": ticket.number, "account": ticket.account, "title": ticket.title},
        _("Priority: %(priority)s") % {"priority": ticket.get_priority_display()},
        _("Promise: %(metric)s by %(due)s, missed")
        % {"metric": clock.get_metric_display(), "due": moment(_deadline(escalation, clock), escalation.at)},
        _("Level %(level)s: %(name)s") % {"level": escalation.level, "name": escalation.name},
        _("Technician: %(name)s") % {"name": ticket.technician or _("nobody")},
    ]
    if escalation.trigger == Trigger.REQUESTED:
        lines.append(_("%(by)s asks for it: %(reason)s") % {"by": escalation.by, "reason": escalation.reason})
    return "\n".join(lines)


def _deadline(escalation: Escalation, clock: Clock) -> dt.datetime:
    """A level is told of a clock whose deadline has passed, so there is one."""
    return clock.due_at or clock.breached_at or escalation.at
