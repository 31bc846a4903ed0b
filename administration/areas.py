"""The menu of the settings: an area is in it from the day on which it has a page."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from administration.choices import Area

# The address of each area's first page, by its name.
PAGES = {
    Area.CALENDARS: "calendar_list",
    Area.POLICIES: "policy_list",
    Area.LADDERS: "ladder_list",
    Area.QUEUES: "queue_list",
    Area.RESOURCES: "resources",
    Area.ISSUE_TYPES: "issue_types",
    Area.WORK_TYPES: "work_types",
    Area.CATALOGUE: "catalogue",
    Area.CANNED_REPLIES: "canned_replies",
    Area.REACH: "reach",
    Area.LETTERHEAD: "letterhead",
    Area.MAILBOXES: "mailboxes",
    Area.LETTERS: "letters",
    Area.PEOPLE: "people",
    Area.CLIENTS: "account_list",
}


def menu(current: Area | None = None) -> list[dict[str, Any]]:
    """Every area that has a page, in order: label, icon, address, and whether it is the one being read."""
    return [
        {"area": area, "label": area.label, "icon": area.icon, "url": url, "current": area == current}
        for area in Area
        if (url := page_of(area))
    ]


def page_of(area: Area) -> str:
    """The address of an area's first page; empty while it has none."""
    try:
        return reverse(PAGES[area])
    except NoReverseMatch:
        return ""
