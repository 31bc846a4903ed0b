"""What a search found, as it is shown: each ticket with the places where the words stand."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_

from django.db.models import Q, prefetch_related_objects
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from sla.choices import Priority
from tickets.choices import MessageKind, Status
from tickets.folding import Folded
from tickets.models import Message, Ticket, User
from tickets.permissions import Permission, allows, visible_messages
from tickets.phone import readable
from tickets.search import Words, excerpt, marked

MOST_PLACES = 2


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

    ticket: Ticket
    title: SafeString
    account: SafeString
    contact: SafeString
    places: list[Place] = field(default_factory=list)

    @property
    def status(self) -> Status:
        return Status(self.ticket.status)

    @property
    def priority(self) -> Priority:
        return Priority(self.ticket.priority)


def hits(tickets: Iterable[Ticket], text: str, user: User) -> list[Hit]:
    """The tickets of one page with what was found in them that `user` may read; in a constant number of statements."""
    shown = list(tickets)
    prefetch_related_objects(shown, "account", "contact__phones", "technician")
    said = _said(shown, text, user)
    return [_hit(ticket, text, said[ticket.pk]) for ticket in shown]


def _hit(ticket: Ticket, text: str, said: list[Place]) -> Hit:
    places = _unlike(*_written(ticket, text), *_phones(ticket, Words.of(text)), *said)
    contact = marked(ticket.contact.name, text) if ticket.contact else SafeString("")
    return Hit(ticket, marked(ticket.title, text), marked(ticket.account.name, text), contact, places[:MOST_PLACES])


def _unlike(*places: Place) -> list[Place]:
    """Each text once: the call that opened a ticket says what its description says."""
    first: dict[str, Place] = {}
    for place in places:
        first.setdefault(place.text, place)
    return list(first.values())


def _written(ticket: Ticket, text: str) -> list[Place]:
    texts = ((_("External number"), ticket.external_number), (_("Description"), ticket.description))
    found = ((label, excerpt(written, text)) for label, written in texts)
    return [Place(label, shown) for label, shown in found if shown]


def _phones(ticket: Ticket, words: Words) -> list[Place]:
    contact = [phone.number for phone in ticket.contact.phones.all()] if ticket.contact else []
    numbers = [number for number in (*contact, ticket.account.phone) if number and words.is_end_of(number)]
    return [Place(_("Phone"), format_html("<mark>{}</mark>", readable(number))) for number in dict.fromkeys(numbers)]


def _said(tickets: Sequence[Ticket], text: str, user: User) -> dict[int, list[Place]]:
    """The messages in which a word stands, last one first."""
    found: dict[int, list[Place]] = defaultdict(list)
    words = Words.of(text).words
    if not words:
        return found
    messages = visible_messages(user).filter(ticket__in=tickets).alias(folded=Folded("body"))
    if not allows(user, Permission.NOTE_VIEW):
        messages = messages.filter(withdrawn_at=None)
    any_word = reduce(or_, (Q(folded__contains=f" {word}") for word in words))
    for message in messages.filter(any_word).select_related("author", "contact").order_by("-at", "-pk"):
        if shown := excerpt(message.body, text):
            found[message.ticket_id].append(_place(message, shown))
    return found


def _place(message: Message, shown: SafeString) -> Place:
    who = message.author or message.contact
    label = _("%(what)s, %(name)s") % {"what": message.get_kind_display(), "name": who}
    return Place(label, shown, message.at, is_internal=message.kind == MessageKind.NOTE)
