"""Pages of a list by keyset: a page begins where the one before it ended, and costs the same wherever it lies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from tickets.models import Ticket
from tickets.orders import Order

PAGE_SIZE = 50
# Nobody reads on from here; counting further would cost more than the page itself.
COUNT_LIMIT = 1000


@dataclass(frozen=True)
class Cursor:
    """The place of a ticket in an order; in the URL "value~number"."""

    value: Any
    number: int

    @classmethod
    def of(cls, ticket: Ticket) -> Cursor:
        return cls(ticket.sort_value, ticket.number)  # type: ignore[attr-defined]

    @classmethod
    def read(cls, text: str, order: Order) -> Cursor | None:
        """None where the text names no place in this order."""
        value, _, number = text.rpartition("~")
        try:
            return cls(order.reads(value) if value or not order.is_nullable else None, int(number))
        except (ValueError, OverflowError):
            return None

    def __str__(self) -> str:
        value = self.value.isoformat() if hasattr(self.value, "isoformat") else self.value
        return f"{'' if value is None else value}~{self.number}"


@dataclass(frozen=True)
class Page:
    """Some tickets of a list, and the places where the pages around them begin; empty where there is none."""

    tickets: list[Ticket]
    before: str = ""
    after: str = ""
    # The first of the next page, so that one knows whether its group goes on.
    following: Ticket | None = None

    @property
    def is_whole(self) -> bool:
        """Whether there is no other page."""
        return not self.before and not self.after


def page_of(tickets: QuerySet[Ticket], order: Order, *, after: str = "", before: str = "") -> Page:
    """The page after or before a place. A place that is none, or that nothing leads to any more, is the first page."""
    ranked = tickets.annotate(sort_value=order.by)
    if before and (cursor := Cursor.read(before, order)):
        found = _stretch(ranked, order.turned, cursor, order.is_down)
        if len(found) > PAGE_SIZE:
            shown = found[PAGE_SIZE - 1 :: -1]
            return Page(shown, str(Cursor.of(shown[0])), str(Cursor.of(shown[-1])))
    start = Cursor.read(after, order) if after else None
    found = _stretch(ranked, order, start, order.is_down)
    if start and not found:
        start, found = None, _stretch(ranked, order, None, order.is_down)
    shown, following = found[:PAGE_SIZE], found[PAGE_SIZE:]
    return Page(
        shown,
        str(Cursor.of(shown[0])) if start else "",
        str(Cursor.of(shown[-1])) if following else "",
        following[0] if following else None,
    )


def counted(tickets: QuerySet[Ticket], page: Page) -> int:
    """How many there are, at most one more than COUNT_LIMIT."""
    return len(page.tickets) if page.is_whole else tickets.order_by()[: COUNT_LIMIT + 1].count()


def _stretch(tickets: QuerySet[Ticket], way: Order, start: Cursor | None, nulls_down: bool) -> list[Ticket]:
    """The next tickets on the way from `start`, one more than fit a page.

    What has no value stands at the end of every order: going back one meets it first. Asked apart, so that both
    parts are read from an index.
    """
    goes_back = way.is_down != nulls_down
    parts = [False, True] if way.is_nullable else [False]
    if goes_back:
        parts.reverse()
    if start and way.is_nullable:
        parts = parts[parts.index(start.value is None) :]
    found: list[Ticket] = []
    for is_null in parts:
        wanted = PAGE_SIZE + 1 - len(found)
        if wanted:
            at_start = start if start and (start.value is None) == is_null else None
            found += _part(tickets, way, at_start, is_null)[:wanted]
    return found


def _part(tickets: QuerySet[Any], way: Order, start: Cursor | None, is_null: bool) -> QuerySet[Ticket]:
    sign, beyond = ("-", "lt") if way.is_down else ("", "gt")
    if way.is_nullable:
        tickets = tickets.filter(sort_value__isnull=is_null)
    if is_null:
        ahead = Q(**{f"number__{beyond}": start.number}) if start else Q()
        return tickets.filter(ahead).order_by(f"{sign}number")
    if start:
        is_further = Q(**{f"sort_value__{beyond}": start.value}) | Q(**{f"number__{beyond}": start.number})
        tickets = tickets.filter(is_further, **{f"sort_value__{beyond}e": start.value})
    return tickets.order_by(f"{sign}sort_value", f"{sign}number")
