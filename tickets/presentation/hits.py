"""What a search found, as it is shown: each ticket with the places where the words stand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models.functions import Coalesce, Left
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tickets.choices import MessageKind
from tickets.models import ContactPhone, Ticket, User
from tickets.permissions import visible_messages
from tickets.phone import readable
from tickets.search import Words, excerpt, marked

MOST_PLACES = 2
# So much of a message the database indexes (migration 0004).
INDEXED = 20_000


@dataclass(frozen=True)
class Place:
    """Where words were found: what it is, whose and when where it was said, and the text around them."""

    label: str
    text: SafeString
    at: dt.datetime | None = None
    is_internal: bool = False


@dataclass(frozen=True)
class Hit:
    """A ticket that was found, its words marked."""

    number: int
    title: SafeString
    account: SafeString
    contact: SafeString
    status: str
    priority: str
    opened_at: dt.datetime
    places: list[Place]


class _Written(NamedTuple):
    """What a hit shows of a ticket, in the order of the columns."""

    number: int
    title: str
    description: str
    external_number: str
    status: str
    priority: str
    opened_at: dt.datetime
    account: str
    switchboard: str
    contact: str | None
    contact_id: int | None


class _Said(NamedTuple):
    """What a place shows of a message, in the order of the columns."""

    ticket: int
    kind: str
    by: str
    at: dt.datetime
    body: str


def hits(numbers: Sequence[int], text: str, user: User) -> list[Hit]:
    """The tickets of one page with what was found in them that `user` may read; in a constant number of statements.

    `numbers` are of tickets that `user` may see.
    """
    if not numbers:
        return []
    written, said = _written(numbers), _said(numbers, user)
    phones = _phones({each.contact_id for each in written.values()}) if Words.of(text).may_be_phone else {}
    shown = (written[number] for number in numbers if number in written)
    return [_hit(each, phones.get(each.contact_id, []), said.get(each.number, []), text) for each in shown]


def _written(numbers: Sequence[int]) -> dict[int, _Written]:
    rows = Ticket.objects.filter(pk__in=numbers).values_list(
        "number",
        "title",
        "description",
        "external_number",
        "status",
        "priority",
        "opened_at",
        "account__name",
        "account__phone",
        "contact__name",
        "contact_id",
    )
    return {row[0]: _Written(*row) for row in rows.order_by()}


def _phones(contacts: Collection[int | None]) -> dict[int | None, list[str]]:
    phones: dict[int | None, list[str]] = defaultdict(list)
    for contact, number in ContactPhone.objects.filter(contact__in=contacts).values_list("contact_id", "number"):
        phones[contact].append(number)
    return phones


def _said(numbers: Sequence[int], user: User) -> dict[int, list[_Said]]:
    """All messages, last one first: to look for words in a few hundred texts is quicker here than in the database."""
    said: dict[int, list[_Said]] = defaultdict(list)
    messages = visible_messages(user).filter(ticket__in=numbers).order_by("-at", "-pk")
    by, body = Coalesce("author__name", "contact__name"), Left("body", INDEXED)
    for row in messages.values_list("ticket_id", "kind", by, "at", body):
        said[row[0]].append(_Said(*row))
    return said


def _hit(ticket: _Written, phones: Iterable[str], said: Iterable[_Said], text: str) -> Hit:
    return Hit(
        ticket.number,
        marked(ticket.title, text),
        marked(ticket.account, text),
        marked(ticket.contact or "", text),
        ticket.status,
        ticket.priority,
        ticket.opened_at,
        _first(_places(ticket, (*phones, ticket.switchboard), said, text)),
    )


def _first(places: Iterator[Place]) -> list[Place]:
    """Each text once: the call that opened a ticket says what its description says."""
    first: dict[str, Place] = {}
    for place in places:
        first.setdefault(place.text, place)
        if len(first) == MOST_PLACES:
            break
    return list(first.values())


def _places(ticket: _Written, phones: Iterable[str], said: Iterable[_Said], text: str) -> Iterator[Place]:
    if shown := excerpt(ticket.external_number, text):
        yield Place(_("External number"), shown)
    if shown := excerpt(ticket.description, text):
        yield Place(_("Description"), shown)
    words = Words.of(text)
    for number in phones:
        if words.is_end_of(number):
            yield Place(_("Phone"), format_html("<mark>{}</mark>", readable(number)))
    for message in said:
        if shown := excerpt(message.body, text):
            yield _place(message, shown)


def _place(message: _Said, shown: SafeString) -> Place:
    label = _("%(what)s, %(name)s") % {"what": MessageKind(message.kind).label, "name": message.by}
    return Place(label, shown, message.at, is_internal=message.kind == MessageKind.NOTE)
