"""What is said when a level is told: one mail an address, in the transaction of the escalation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from escalation.choices import Trigger
from escalation.ladders import ContactPlan
from escalation.models import Escalation
from escalation.words import moment
from helpdesk.templatetags.moments import moment_full
from tickets.actions.notify import notices, notify_all
from tickets.actions.post import Recipient, letter, post, post_all
from tickets.choices import MailKind, NoticeKind
from tickets.letters import Phrases
from tickets.models import Clock, Contact, Notice, OutboxMail, Ticket, User
from tickets.permissions import is_of_house

if TYPE_CHECKING:
    from escalation.actions.tell_level import Telling


def escalated(tellings: Sequence[Telling]) -> None:
    """Tell the contacts of each level for this service, and the technician who now has the ticket; each address once.

    A promise in opening hours is not worth waking anybody: its mail waits for the next opening.
    """
    users, phrases = _users(tellings), Phrases.of(MailKind.ESCALATED)
    post_all([mail for telling in tellings for mail in _mails(telling, users, phrases)])
    notify_all(notices=[notice for telling in tellings for notice in _notices(telling, users)])


def _users(tellings: Sequence[Telling]) -> Mapping[int, User]:
    known = {contact.user_id for telling in tellings for contact in _contacts(telling) if contact.user_id}
    return User.objects.in_bulk(known) if known else {}


def _contacts(telling: Telling) -> tuple[ContactPlan, ...]:
    return telling.planned.told_about(telling.escalation.ticket.kind)


def _mails(telling: Telling, users: Mapping[int, User], phrases: Phrases) -> Iterator[OutboxMail]:
    escalation, clock = telling.escalation, telling.climb.clock
    opening = clock.calendar.service_hours().next_opening(escalation.at)
    for number, recipient in enumerate(_recipients(telling, users), 1):
        yield letter(
            f"escalation:{escalation.pk}:{number}",
            MailKind.ESCALATED,
            to=recipient,
            words=_words(escalation, clock),
            ticket=escalation.ticket,
            at=escalation.at,
            not_before=opening,
            phrases=phrases,
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


def _recipients(telling: Telling, users: Mapping[int, User]) -> list[Recipient]:
    found: dict[str, Recipient] = {}
    for contact in _contacts(telling):
        user, email = users.get(contact.user_id or 0), contact.email.lower()
        found.setdefault(email, Recipient(email, user.language, user.time_zone) if user else Recipient(email))
    if telling.newcomer is not None:
        found.setdefault(telling.newcomer.email.lower(), Recipient.of(telling.newcomer))
    return list(found.values())


def _words(escalation: Escalation, clock: Clock) -> dict[str, object]:
    ticket = escalation.ticket
    return {
        "level": escalation.level,
        "name": escalation.name,
        "priority": ticket.get_priority_display,
        "metric": clock.get_metric_display,
        "due": lambda: moment(_deadline(escalation, clock), escalation.at),
        "technician": lambda: ticket.technician or _("nobody"),
        "request": lambda: _request(escalation),
    }


def _request(escalation: Escalation) -> str:
    if escalation.trigger != Trigger.REQUESTED:
        return ""
    words: dict[str, object] = {"by": escalation.asker, "contact": escalation.asked_by, "reason": escalation.reason}
    if escalation.asked_by is not None and escalation.by.is_staff_member:
        words["by"] = escalation.by
        return _("%(contact)s asks for it, %(by)s took the call: %(reason)s") % words
    return _("%(by)s asks for it: %(reason)s") % words


def acknowledged(escalation: Escalation, ticket: Ticket, *, at: dt.datetime) -> None:
    """Tell the client who asked for it that somebody has taken it up; at whatever hour, for they wait for it."""
    asker = _asker(escalation)
    if asker is not None:
        words = {"by": escalation.acknowledged_by, "when": lambda: moment_full(at, at)}
        post(f"acknowledged:{escalation.pk}", MailKind.TOLD, to=asker, words=words, ticket=ticket, at=at)


def _asker(escalation: Escalation) -> Recipient | None:
    """The client who asked, themselves or by phone; None where it was the house."""
    contact, by = escalation.asked_by, escalation.by
    if contact is None and escalation.trigger == Trigger.REQUESTED and not is_of_house(by):
        contact = Contact.objects.filter(user=by).first()
    if contact is None or contact.user is None:
        return Recipient.of_contact(contact) if contact else None
    user = contact.user
    return Recipient(contact.email or user.email, user.language, user.time_zone, contact.muted)


def _deadline(escalation: Escalation, clock: Clock) -> dt.datetime:
    """A level is told of a clock whose deadline has passed, so there is one."""
    return clock.due_at or clock.breached_at or escalation.at
