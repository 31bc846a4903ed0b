"""Tell people of the house inside the product."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from tickets.choices import NoticeKind
from tickets.models import Notice, Ticket, User
from tickets.written import OR_NOTHING, write


def notify(
    *,
    people: Iterable[User],
    kind: NoticeKind,
    ticket: Ticket,
    key: str,
    text: str = "",
    by: User | None = None,
    at: dt.datetime,
) -> None:
    """One notice to each of `people` who is of the house, save to `by`; the same `key` is said to nobody twice.

    In the caller's transaction, and in one statement.
    """
    notify_all(notices=notices(people=people, kind=kind, ticket=ticket, key=key, text=text, by=by, at=at))


def notify_all(*, notices: Iterable[Notice]) -> None:
    """Many at once, also about many tickets, in one statement: a sweep tells many."""
    write(list(notices), ending=OR_NOTHING)


def notices(
    *,
    people: Iterable[User],
    kind: NoticeKind,
    ticket: Ticket,
    key: str,
    text: str = "",
    by: User | None = None,
    at: dt.datetime,
) -> list[Notice]:
    """The notices that `notify` writes."""
    told = {person.pk: person for person in people if person != by and person.is_active and person.is_staff_member}
    return [
        Notice(user=person, ticket=ticket, kind=kind, key=key[:80], text=text[:200], by=by, at=at)
        for person in told.values()
    ]
