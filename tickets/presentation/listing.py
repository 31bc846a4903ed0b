"""What stands around the lines of a list: its chips, its heads, its orders, and why it is empty."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from tickets.columns import COLUMNS, Column
from tickets.filters import State
from tickets.listing import Listing
from tickets.orders import ORDERS, Order
from tickets.pages import COUNT_LIMIT
from tickets.permissions import Permission, allows
from tickets.presentation.rows import Rows
from tickets.saved_views import may_change


class Head(NamedTuple):
    """The head of a column. `sort` is how the list stands by it: "ascending", "descending" or not at all."""

    name: str
    label: str
    url: str = ""
    sort: str = ""


class OrderLink(NamedTuple):
    """The way to the list in another order."""

    label: str
    url: str
    current: bool


def chips(listing: Listing) -> list[dict[str, str]]:
    """The filters in force: name, value in words, and the URL without it."""
    shown = []
    if listing.state != State.ANY:
        words = str(State(listing.state).label)
        shown.append({"name": _("State"), "value": words, "remove_url": listing.url({"state": State.ANY})})
    for each, choice in listing.choices:
        shown.append({"name": str(each.label), "value": choice.words, "remove_url": listing.url({each.name: None})})
    return shown


def heads(listing: Listing) -> tuple[Head, ...]:
    """The heads of the columns; each leads to the list in its order, and back."""
    return tuple(_head(listing, column) for column in listing.columns)


def _head(listing: Listing, column: Column) -> Head:
    if not column.order:
        return Head(column.name, str(column.label))
    is_current = listing.order.name == column.order
    order = listing.order.turned if is_current else _first(ORDERS[column.order])
    url, sort = listing.url({"order": str(order)}), listing.order.aria if is_current else ""
    return Head(column.name, str(column.label), url, sort)


def orders(listing: Listing) -> tuple[OrderLink, ...]:
    """The orders that a menu offers, whichever columns are shown."""
    usual, current = str(listing.usual_order), str(listing.order)
    return tuple(
        OrderLink(label, listing.url({"order": None if text == usual else text}), text == current)
        for text, label in _order_words().items()
    )


def order_label(listing: Listing) -> str:
    """The order in words: one of the menu, or the column that it follows."""
    words = _order_words().get(str(listing.order))
    column = next((column for column in COLUMNS.values() if column.order == listing.order.name), None)
    return words or str(column.label if column else _("Order"))


def _order_words() -> dict[str, str]:
    return {
        "due": _("Next deadline first"),
        "-activity": _("Last activity first"),
        "-opened": _("Newest first"),
        "opened": _("Oldest first"),
        "priority": _("Gravest first"),
        "client": _("By client"),
    }


def _first(order: Order) -> Order:
    return order.turned if order.begins_down else order


def counts(listing: Listing) -> dict[str, Any]:
    """How many are shown, of how many; past COUNT_LIMIT nobody counts."""
    is_many = listing.count > COUNT_LIMIT
    return {"shown": len(listing.page.tickets), "all": min(listing.count, COUNT_LIMIT), "is_many": is_many}


def table(listing: Listing) -> dict[str, Any]:
    """What components/ticket-list.html and the pages around it take."""
    rows, page = Rows(listing), listing.page
    return {
        "groups": rows.groups(),
        "heads": heads(listing),
        "selectable": rows.selectable,
        "span": len(listing.columns) + rows.selectable,
        "previous_url": listing.url({"before": page.before}) if page.before else "",
        "next_url": listing.url({"after": page.after}) if page.after else "",
    }


def saving(listing: Listing) -> dict[str, Any]:
    """What may be done to the list as a saved view; nothing for who may save none."""
    if not allows(listing.user, Permission.VIEW_SAVE):
        return {}
    own = listing.saved if listing.saved and may_change(listing.saved, listing.user) else None
    query = listing.url({"saved": None}).removeprefix("?")
    return {"query": query, "view": own, "has_changed": own is not None and own.query != query}


def emptiness(listing: Listing) -> dict[str, str]:
    """Why there is no ticket here, and the way to some."""
    everything = {"url": "/tickets/", "action": _("See all open tickets")}
    if listing.view == "mine" and not listing.chosen:
        text = _("Nothing is assigned to you. Take a ticket that nobody works on yet.")
        return {"text": text, "url": "/tickets/?view=unassigned", "action": _("See what is unassigned")}
    if listing.view == "unassigned" and not listing.chosen:
        return {"text": _("Somebody works on every ticket."), **everything}
    if set(listing.chosen) == {"q"}:
        text = _("No ticket has these words. Write fewer of them, or only their beginnings.")
        return {"text": text, **everything}
    if "clock" in listing.chosen:
        return {"text": _("No clock stands like this now. That changes with time: the list follows."), **everything}
    if listing.chosen or listing.view or listing.state != State.OPEN:
        text = _("No ticket matches these filters. Remove one, or look at all of them.")
        return {"text": text, **everything}
    return {"text": _("Every ticket is done. A new one appears here as soon as it is opened.")}
