"""The orders of a list of tickets, each under its name in the URL; "-" before it turns it round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.expressions import Combinable

from sla.choices import Priority
from tickets.choices import OPEN_STATUSES, Status
from tickets.models import Ticket


@dataclass(frozen=True)
class Order:
    """Tickets by `by`, then by their numbers; where it is null they stand last, whichever way.

    `begins_down` is the way of the first click on its column.
    """

    name: str
    by: Combinable
    reads: Callable[[str], Any]
    is_nullable: bool = False
    begins_down: bool = False
    is_down: bool = False

    def __str__(self) -> str:
        return f"-{self.name}" if self.is_down else self.name

    @property
    def turned(self) -> Order:
        return replace(self, is_down=not self.is_down)

    @property
    def aria(self) -> str:
        return "descending" if self.is_down else "ascending"

    def sorted(self, tickets: QuerySet[Ticket]) -> QuerySet[Ticket]:
        """All the tickets in this order, in one statement."""
        column = F("sort_value")
        by = column.desc(nulls_last=True) if self.is_down else column.asc(nulls_last=True)
        return tickets.annotate(sort_value=self.by).order_by(by, "-number" if self.is_down else "number")


def order_named(text: str, default: Order) -> Order:
    """The order that the URL names, else the default."""
    order = ORDERS.get(text.removeprefix("-"))
    return replace(order, is_down=text.startswith("-")) if order else default


def _rank(field: str, values: list[str]) -> Case:
    ranks = (When(**{field: value}, then=Value(rank)) for rank, value in enumerate(values))
    return Case(*ranks, default=Value(len(values)), output_field=IntegerField())


def _instant(text: str) -> dt.datetime:
    at = dt.datetime.fromisoformat(text)
    return at.astimezone(dt.UTC) if at.tzinfo else at.replace(tzinfo=dt.UTC)


_STATUSES = [status.value for status in Status if status in OPEN_STATUSES]
_STATUSES += [status.value for status in Status if status not in OPEN_STATUSES]

ORDERS = {
    order.name: order
    for order in (
        Order("due", F("next_due_at"), _instant, is_nullable=True),
        Order("number", F("number"), int, begins_down=True),
        Order("priority", _rank("priority", list(Priority.values)), int),
        Order("title", F("title"), str),
        Order("client", F("account__name"), str),
        Order("contact", F("contact__name"), str, is_nullable=True),
        Order("status", _rank("status", _STATUSES), int),
        Order("assignee", F("technician__name"), str, is_nullable=True),
        Order("queue", F("queue__name"), str),
        Order("level", F("level__number"), int, is_nullable=True),
        Order("policy", F("policy__name"), str),
        Order("type", F("issue_type__name"), str, is_nullable=True),
        Order("opened", F("opened_at"), _instant, begins_down=True),
        Order("activity", F("last_activity_at"), _instant, begins_down=True),
    )
}
BY_DUE = ORDERS["due"]
BY_ACTIVITY = replace(ORDERS["activity"], is_down=True)
