"""What an open list is told: the lines that changed, those that left it, and that there are others."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tickets.listing import Listing
from tickets.presentation.rows import Rows


def updates(listing: Listing, shown: list[int], changed: set[int] | None) -> dict[str, Any]:
    """`shown` are the numbers on the page, in its order; `changed` None means: any may have changed."""
    now = listing.numbers
    stale = [number for number in shown if number in now and (changed is None or number in changed)]
    new = [number for number in now if number not in shown]
    gone = [number for number in shown if number not in now]
    in_order = [number for number in now if number in shown]
    is_moved = bool(new or gone) or in_order != [number for number in shown if number in now]
    return {
        "rows": _rows(listing, stale),
        "gone": gone,
        "is_moved": is_moved,
        "sentence": _sentence(len(new) if changed is None else len(changed.intersection(new))),
    }


def _rows(listing: Listing, numbers: list[int]) -> dict[int, dict[str, str]]:
    """The lines as they are now, each with the group it belongs to."""
    if not numbers:
        return {}
    return {
        row["number"]: {"html": row["html"], "group": group["name"]}
        for group in Rows(listing).groups_of(listing.rows(numbers))
        for row in group["rows"]
    }


def _sentence(count: int) -> str:
    if not count:
        return _("The list has changed")
    return ngettext("%(count)s new ticket", "%(count)s new tickets", count) % {"count": count}
