"""The filters of a list of tickets: from what the URL says to the tickets that are meant, and to words.

A value that means nothing hides nothing: it is left out, as if nobody had asked for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q, QuerySet, TextChoices
from django.utils.formats import date_format
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy

from escalation.queries import escalated
from sla.choices import Priority
from sla.models import Policy
from tickets.choices import OPEN_STATUSES, ClockState, Kind, Role, Source, Status
from tickets.folding import fold
from tickets.models import IssueType, Queue, ResourceLevel, Ticket, User
from tickets.named import with_name
from tickets.numbers import LARGEST_NUMBER
from tickets.permissions import visible_accounts, visible_contacts
from tickets.search import found
from tickets.states import in_state, waits_too_long, with_state

Tickets = QuerySet[Ticket]
ME, NOBODY, WITHOUT = "me", "nobody", "none"
CLOCK_STATES = (ClockState.OVERDUE, ClockState.RISK, ClockState.RUNNING, ClockState.PAUSED, ClockState.NONE)


class State(TextChoices):
    """Whether there is still work on a ticket."""

    OPEN = "open", pgettext_lazy("tickets", "open")
    CLOSED = "closed", pgettext_lazy("tickets", "done")
    ANY = "any", pgettext_lazy("tickets", "open or done")


class Attention(TextChoices):
    """What a manager looks after, on the wall and in lists."""

    ESCALATED = "escalated", pgettext_lazy("tickets", "escalated")
    WAITING = "waiting", gettext_lazy("waiting for the client too long")


@dataclass(frozen=True)
class Reader:
    """Who looks at the list, and when."""

    user: User
    at: dt.datetime


@dataclass(frozen=True)
class Choice:
    """What was chosen in one filter: its values in the URL, in words, and the tickets it leaves."""

    values: list[str]
    words: str
    keep: Callable[[Tickets], Tickets]


@dataclass(frozen=True)
class Filter:
    """A filter under its name in the URL. `choose` gives None where nothing of what is asked for means anything."""

    name: str
    label: Any
    choose: Callable[[list[str], Reader], Choice | None]


def numbers(texts: Iterable[str]) -> list[int]:
    """The whole numbers among them that a database may know."""
    return [int(text) for text in texts if text.isdecimal() and int(text) <= LARGEST_NUMBER]


def state_kept(tickets: Tickets, state: str) -> Tickets:
    """The open tickets, those that are over, or all of them."""
    if state == State.OPEN:
        return tickets.filter(status__in=sorted(OPEN_STATUSES))
    return tickets.exclude(status__in=sorted(OPEN_STATUSES)) if state == State.CLOSED else tickets


def _among(choices: type[TextChoices], field: str) -> Callable[[list[str], Reader], Choice | None]:
    """Any of some values of a closed list."""

    def choose(texts: list[str], reader: Reader) -> Choice | None:
        chosen = [value for value in choices if value in texts]
        words = ", ".join(str(value.label) for value in chosen)
        return _choice(chosen, words, Q(**{f"{field}__in": chosen}))

    return choose


def _rows(rows: Callable[[Reader], QuerySet[Any]], *fields: str) -> Callable[[list[str], Reader], Choice | None]:
    """Any of some rows, by their keys."""

    def choose(texts: list[str], reader: Reader) -> Choice | None:
        keys = numbers(texts)
        chosen = list(rows(reader).filter(pk__in=keys)) if keys else []
        return _choice([str(row.pk) for row in chosen], ", ".join(map(str, chosen)), _any_of(chosen, *fields))

    return choose


def _rows_or_words(rows: Callable[[Reader], QuerySet[Any]], field: str) -> Callable[[list[str], Reader], Choice | None]:
    """One row by its key, or all those whose name has these words; with other words than any name, no ticket."""

    def choose(texts: list[str], reader: Reader) -> Choice | None:
        by_key = _rows(rows, field)(texts, reader)
        words = " ".join(texts).strip()
        if by_key or not fold(words) or words.isdecimal():
            return by_key
        first = list(with_name(rows(reader), words).order_by("pk")[:2])
        if len(first) == 1:
            return _choice([str(first[0].pk)], str(first[0]), _any_of(first, field))
        named = with_name(rows(reader), words).values("pk")
        return Choice([words], words, lambda tickets: tickets.filter(**{f"{field}__in": named}))

    return choose


def _technician(texts: list[str], reader: Reader) -> Choice | None:
    people = list(User.objects.filter(pk__in=numbers(texts))) if numbers(texts) else []
    asked, words = _any_of(people, "technician"), [str(person) for person in people]
    values = [str(person.pk) for person in people]
    if ME in texts:
        asked, words, values = asked | Q(technician=reader.user), [pgettext("assignee", "me"), *words], [ME, *values]
    if NOBODY in texts:
        asked, words, values = asked | Q(technician=None), [pgettext("assignee", "nobody"), *words], [NOBODY, *values]
    return _choice(values, ", ".join(words), asked)


def _contract(texts: list[str], reader: Reader) -> Choice | None:
    policies = list(Policy.objects.filter(pk__in=numbers(texts))) if numbers(texts) else []
    asked, words = _any_of(policies, "policy"), [policy.name for policy in policies]
    values = [str(policy.pk) for policy in policies]
    if WITHOUT in texts:
        asked, words, values = asked | Q(contract=None), [_("without contract"), *words], [WITHOUT, *values]
    return _choice(values, ", ".join(words), asked)


def _clock(texts: list[str], reader: Reader) -> Choice | None:
    states = [state for state in CLOCK_STATES if state in texts]

    def keep(tickets: Tickets) -> Tickets:
        if len(states) == 1:
            return in_state(tickets, states[0], reader.at)
        return with_state(tickets, reader.at).filter(clock_state__in=states)

    return Choice(list(states), ", ".join(str(state.label) for state in states), keep) if states else None


def _attention(texts: list[str], reader: Reader) -> Choice | None:
    kept = {
        Attention.ESCALATED: escalated,
        Attention.WAITING: lambda tickets: waits_too_long(tickets, reader.at),
    }
    chosen = next((value for value in Attention if value in texts), None)
    return Choice([chosen], str(chosen.label), kept[chosen]) if chosen else None


def _opened(field: str, days_later: int) -> Callable[[list[str], Reader], Choice | None]:
    """Opened from the beginning of a day of the reader's, or until its end."""

    def choose(texts: list[str], reader: Reader) -> Choice | None:
        day = _day(texts[0]) if texts else None
        if day is None:
            return None
        midnight = dt.datetime.combine(day + dt.timedelta(days_later), dt.time(), get_current_timezone())
        return _choice([day.isoformat()], date_format(day, "j F Y"), Q(**{field: midnight}))

    return choose


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2999 else None


def _text(texts: list[str], reader: Reader) -> Choice | None:
    text = texts[0].strip().replace("\0", "") if texts else ""
    if not text:
        return None
    return Choice([text], text, lambda tickets: tickets.filter(pk__in=found(reader.user, text).order_by().values("pk")))


def _any_of(rows: list[Any], *fields: str) -> Q:
    asked = Q(pk__in=[])
    for field in fields:
        asked |= Q(**{f"{field}__in": [row.pk for row in rows]})
    return asked


def _choice(values: Iterable[str], words: str, asked: Q) -> Choice | None:
    return Choice(list(values), words, lambda tickets: tickets.filter(asked)) if words else None


def _all(model: type[Model]) -> Callable[[Reader], QuerySet[Any]]:
    return lambda reader: model._default_manager.all()


def technicians() -> QuerySet[User]:
    """Whom a list may be filtered by: also those who have left."""
    return User.objects.filter(roles__contains=[Role.TECHNICIAN])


# In the order of the form and of the chips.
FILTERS = [
    Filter("q", gettext_lazy("Text"), _text),
    Filter("status", gettext_lazy("Status"), _among(Status, "status")),
    Filter("priority", gettext_lazy("Priority"), _among(Priority, "priority")),
    Filter("clock", pgettext_lazy("filter", "Clock"), _clock),
    Filter("attention", gettext_lazy("Attention"), _attention),
    Filter("queue", gettext_lazy("Queue"), _rows(_all(Queue), "queue")),
    Filter("level", gettext_lazy("Level"), _rows(lambda _: ResourceLevel.objects.select_related("queue"), "level")),
    Filter("technician", gettext_lazy("Assignee"), _technician),
    Filter(
        "account",
        gettext_lazy("Client"),
        _rows_or_words(lambda reader: visible_accounts(reader.user), "account"),
    ),
    Filter("contact", gettext_lazy("Contact"), _rows_or_words(lambda reader: visible_contacts(reader.user), "contact")),
    Filter("contract", gettext_lazy("Contract"), _contract),
    Filter("kind", gettext_lazy("Ticket type"), _among(Kind, "kind")),
    Filter("type", gettext_lazy("Issue type"), _rows(_all(IssueType), "issue_type", "sub_issue_type")),
    Filter("source", gettext_lazy("Source"), _among(Source, "source")),
    Filter("opened_from", gettext_lazy("Opened from"), _opened("opened_at__gte", 0)),
    Filter("opened_until", gettext_lazy("Opened until"), _opened("opened_at__lt", 1)),
]
