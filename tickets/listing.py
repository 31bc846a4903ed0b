"""One list of tickets: what its URL asks for, put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cached_property

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tickets.columns import USUAL, Column, columns_named, with_columns
from tickets.fetched import fetch_clocks
from tickets.filters import FILTERS, Choice, Filter, Reader, State, state_kept
from tickets.models import SavedView, Ticket, User
from tickets.orders import BY_ACTIVITY, BY_DUE, Order, order_named
from tickets.pages import Page, counted, page_of
from tickets.permissions import visible_tickets
from tickets.saved_views import view_in_use

VIEWS = {
    "mine": gettext_lazy("My tickets"),
    "unassigned": gettext_lazy("Unassigned"),
    "all": gettext_lazy("All tickets"),
}
# A list that is narrowed by one of these alone bears its name.
NAMING = ("queue", "account")


class Listing:
    """A list as one reader sees it at one instant. Asks the database only for what is read of it."""

    def __init__(self, asked: QueryDict, user: User, at: dt.datetime) -> None:
        self.asked, self.user, self.at = asked, user, at
        self.choices = self._choices()

    def _choices(self) -> list[tuple[Filter, Choice]]:
        """The filters in force."""
        reader = Reader(self.user, self.at)
        found = []
        for each in FILTERS:
            texts = [text.replace("\0", "") for text in self.asked.getlist(each.name) if text.strip()]
            choice = each.choose(texts, reader) if texts else None
            if choice:
                found.append((each, choice))
        return found

    def _one(self, name: str) -> str:
        return str(self.asked.get(name, "")).replace("\0", "")

    # What is asked ----------------------------------------------------------------------------
    @property
    def view(self) -> str:
        """Whose tickets: "mine", "unassigned", or all."""
        asked = self._one("view")
        return asked if asked in VIEWS else ""

    @cached_property
    def chosen(self) -> dict[str, Choice]:
        return {each.name: choice for each, choice in self.choices}

    @property
    def state(self) -> str:
        """Open tickets alone, unless others, a status or a text are asked for: who searches means them all."""
        asked = self._one("state")
        if asked in State.values:
            return asked
        return State.ANY if {"q", "status"} & self.chosen.keys() else State.OPEN

    @property
    def usual_order(self) -> Order:
        """By what is due next; where nothing is due any more, the last change comes first."""
        return BY_ACTIVITY if self.state == State.CLOSED else BY_DUE

    @cached_property
    def order(self) -> Order:
        return order_named(self._one("order"), self.usual_order)

    @property
    def is_grouped(self) -> bool:
        """By what is due next, where that is the order."""
        return self.order == BY_DUE

    @cached_property
    def columns(self) -> list[Column]:
        return columns_named(self._one("columns"))

    @cached_property
    def saved(self) -> SavedView | None:
        """The view that this list was opened by."""
        return view_in_use(self._one("saved"), self.user)

    @property
    def text(self) -> str:
        return self.chosen["q"].values[0] if "q" in self.chosen else ""

    @property
    def title(self) -> str:
        if self.saved:
            return self.saved.name
        if self.view:
            return str(VIEWS[self.view])
        names = [self.chosen[name].words for name in NAMING if name in self.chosen]
        return names[0] if len(self.chosen) == len(names) == 1 else _("All tickets")

    # Its address ------------------------------------------------------------------------------
    @cached_property
    def parameters(self) -> dict[str, list[str]]:
        """What the URL says and means something, in the order in which it says it; without a page."""
        known = {name: choice.values for name, choice in self.chosen.items()}
        for name, value in (("view", self.view), ("state", self._one("state") if "state" in self.asked else "")):
            if value and (name != "state" or value in State.values):
                known[name] = [value]
        if self.order != self.usual_order:
            known["order"] = [str(self.order)]
        if [column.name for column in self.columns] != list(USUAL):
            known["columns"] = [",".join(column.name for column in self.columns)]
        if self.saved:
            known["saved"] = [str(self.saved.pk)]
        return {name: known[name] for name in self.asked if name in known}

    def url(self, changes: Mapping[str, str | None] | None = None) -> str:
        """The query of this list, with some parameters changed, or taken away by None; from its first page on."""
        left = {**self.parameters, **{name: [value] for name, value in (changes or {}).items() if value is not None}}
        for name, value in (changes or {}).items():
            if value is None:
                left.pop(name, None)
        query = QueryDict(mutable=True)
        for name, values in left.items():
            query.setlist(name, values)
        return "?" + query.urlencode(safe=",~")

    # Its tickets ------------------------------------------------------------------------------
    @cached_property
    def tickets(self) -> QuerySet[Ticket]:
        """All tickets of the list, in no order."""
        tickets = state_kept(visible_tickets(self.user), self.state)
        if self.view == "mine":
            tickets = tickets.filter(technician=self.user)
        if self.view == "unassigned":
            tickets = tickets.filter(technician=None)
        for choice in self.chosen.values():
            tickets = choice.keep(tickets)
        return tickets

    @cached_property
    def page(self) -> Page:
        rows = with_columns(self.tickets, self.columns)
        page = page_of(rows, self.order, after=self._one("after"), before=self._one("before"))
        fetch_clocks([*page.tickets, *([page.following] if page.following else [])])
        return page

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers on the page, in its order, without anything that its lines show."""
        after, before = self._one("after"), self._one("before")
        page = page_of(self.tickets.only("number"), self.order, after=after, before=before)
        return [ticket.number for ticket in page.tickets]

    def rows(self, numbers: list[int]) -> list[Ticket]:
        """Those of the list with these numbers, with all that their lines show, in no order."""
        tickets = list(with_columns(self.tickets, self.columns).filter(pk__in=numbers))
        fetch_clocks(tickets)
        return tickets

    @cached_property
    def count(self) -> int:
        """How many tickets there are, at most one more than pages.COUNT_LIMIT."""
        return counted(self.tickets, self.page)
