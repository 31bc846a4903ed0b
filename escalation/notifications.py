"""What is said when a level is told: one mail an address, in the transaction of the escalation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from escalation.choices import Trigger
from escalation.ladders import ContactPlan
from escalation.models import Escalation
from escalation.words import moment
from tickets.actions.notify import notices, notify_all
from tickets.choices import NoticeKind
from tickets.models import Clock, Notice, OutboxMail, User
from tickets.notifications import mail, post_all

if TYPE_CHECKING:
    from escalation.actions.tell_level import Telling


@dataclass(frozen=True)
class Addressee:
    """Where a mail goes, in whose language and time zone."""

    email: str
    language: str
    time_zone: str

    @classmethod
    def of(cls, user: User) -> Addressee:
        return cls(user.email, user.language, user.time_zone)


def escalated(tellings: Sequence[Telling]) -> None:
    """Tell the contacts of each level for this service, and the technician who now has the ticket; each address once.

    A promise in opening hours is not worth waking anybody: its mail waits for the next opening.
    """
    users = _users(tellings)
    post_all([mail for telling in tellings for mail in _mails(telling, users)])
    notify_all(notices=[notice for telling in tellings for notice in _notices(telling, users)])


def _users(tellings: Sequence[Telling]) -> Mapping[int, User]:
    known = {contact.user_id for telling in tellings for contact in _contacts(telling) if contact.user_id}
    return User.objects.in_bulk(known) if known else {}


def _contacts(telling: Telling) -> tuple[ContactPlan, ...]:
    return telling.planned.told_about(telling.escalation.ticket.kind)


def _mails(telling: Telling, users: Mapping[int, User]) -> Iterator[OutboxMail]:
    escalation, clock = telling.escalation, telling.climb.clock
    opening = clock.calendar.service_hours().next_opening(escalation.at)
    for number, addressee in enumerate(_addressees(telling, users), 1):
        with translation.override(addressee.language), timezone.override(ZoneInfo(addressee.time_zone)):
            yield mail(
                f"escalation:{escalation.pk}:{number}",
                to=addressee.email,
                subject=_subject(escalation),
                body=_body(escalation, clock),
                ticket=escalation.ticket,
                at=escalation.at,
                not_before=opening,
            )


def _notices(telling: Telling, users: Mapping[int, User]) -> list[Notice]:
    escalation = telling.escalation
    people = [
        users[known] for contact in _contacts(telling) if (known := contact.user_id) is not None and known in users
    ]
    return notices(
        people=[*people, *([telling.newcomer] if telling.newcomer else [])],
        kind=NoticeKind.ESCALATED,
        ticket=escalation.ticket,
        key=f"escalation:{escalation.pk}",
        text=escalation.name,
        by=escalation.by,
        at=escalation.at,
    )


def _addressees(telling: Telling, users: Mapping[int, User]) -> list[Addressee]:
    found: dict[str, Addressee] = {}
    for contact in _contacts(telling):
        user = users.get(contact.user_id or 0)
        language = user.language if user else settings.LANGUAGE_CODE
        zone = user.time_zone if user else settings.TIME_ZONE
        found.setdefault(contact.email.lower(), Addressee(contact.email.lower(), language, zone))
    if telling.newcomer is not None:
        found.setdefault(telling.newcomer.email.lower(), Addressee.of(telling.newcomer))
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
