"""What stands around the conversation of a ticket: short lists of plain values, read in one statement."""

from __future__ import annotations

from typing import NamedTuple

from django.db import connection

from tickets.choices import STAFF_ROLES
from tickets.models import Ticket

_STATEMENT = """
    SELECT
        (SELECT json_agg(json_build_array(person.id, person.name, watcher.id IS NOT NULL) ORDER BY person.name)
            FROM tickets_user person
            LEFT JOIN tickets_watcher watcher ON watcher.user_id = person.id AND watcher.ticket_id = %(number)s
            WHERE person.is_active AND person.roles && %(staff)s::varchar[]),
        (SELECT json_agg(json_build_array(id, name, body) ORDER BY name)
            FROM tickets_cannedreply WHERE queue_id IS NULL OR queue_id = %(queue)s),
        (SELECT json_agg(json_build_array(id, email) ORDER BY id) FROM tickets_carboncopy WHERE ticket_id = %(number)s),
        (SELECT json_agg(number ORDER BY id) FROM tickets_contactphone WHERE contact_id = %(contact)s),
        (SELECT json_agg(json_build_array(id, kind, ticket_id, other_id) ORDER BY id)
            FROM tickets_link WHERE ticket_id = %(number)s OR other_id = %(number)s)
"""


class Person(NamedTuple):
    """Who works here, by name."""

    pk: int
    name: str


class CannedText(NamedTuple):
    """A canned reply to choose."""

    pk: int
    name: str
    body: str


class Copy(NamedTuple):
    """An address that gets copies of our replies."""

    pk: int
    email: str


class LinkTo(NamedTuple):
    """A link between two tickets, one of which is that of the page."""

    pk: int
    kind: str
    ticket_id: int
    other_id: int


class Around(NamedTuple):
    """The people of the house, who of them watches the ticket and who does not; the canned replies of its queue and
    those of all; who gets copies; the numbers of its contact; its links in both directions.
    """

    people: tuple[Person, ...]
    watchers: tuple[Person, ...]
    others: tuple[Person, ...]
    canned: tuple[CannedText, ...]
    copies: tuple[Copy, ...]
    phones: tuple[str, ...]
    links: tuple[LinkTo, ...]

    @property
    def names(self) -> list[str]:
        """What a message may mention."""
        return [person.name for person in self.people]


def around_of(ticket: Ticket) -> Around:
    """All of it as it stands now."""
    asked = {"number": ticket.pk, "contact": ticket.contact_id, "queue": ticket.queue_id, "staff": sorted(STAFF_ROLES)}
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, asked)
        house, canned, copies, phones, links = (found or () for found in cursor.fetchone())
    return Around(
        people=tuple(Person(pk, name) for pk, name, _ in house),
        watchers=tuple(Person(pk, name) for pk, name, watches in house if watches),
        others=tuple(Person(pk, name) for pk, name, watches in house if not watches),
        canned=tuple(CannedText(*values) for values in canned),
        copies=tuple(Copy(*values) for values in copies),
        phones=tuple(phones),
        links=tuple(LinkTo(*values) for values in links),
    )
