"""The people of the house on the page of a ticket, read once for all that names them there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef

from tickets.models import Ticket, User, Watcher


class Person(NamedTuple):
    """Who works here, by name."""

    pk: int
    name: str


class House(NamedTuple):
    """Everybody, and of them who watches the ticket and who does not."""

    people: tuple[Person, ...]
    watchers: tuple[Person, ...]
    others: tuple[Person, ...]

    @property
    def names(self) -> list[str]:
        """What a message may mention."""
        return [person.name for person in self.people]


def house_of(ticket: Ticket) -> House:
    """The house as it stands to a ticket, in one statement."""
    watches = Exists(Watcher.objects.filter(ticket=ticket, user=OuterRef("pk")))
    rows = list(User.objects.of_the_house().values_list("pk", "name", watches))
    return House(
        people=_people((pk, name) for pk, name, _ in rows),
        watchers=_people((pk, name) for pk, name, is_watching in rows if is_watching),
        others=_people((pk, name) for pk, name, is_watching in rows if not is_watching),
    )


def _people(rows: Iterable[tuple[int, str]]) -> tuple[Person, ...]:
    return tuple(Person(pk, name) for pk, name in rows)
