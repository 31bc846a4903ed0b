"""Ticket numbers as people type them."""

from __future__ import annotations

LARGEST_NUMBER = 2**63 - 1
# How many tickets are looked at, or changed, in one go.
MOST_TOGETHER = 200


def number_in(text: str) -> int | None:
    """The ticket number that a text is, with or without "#"."""
    text = text.strip().lstrip("#")
    return int(text) if text.isdecimal() and int(text) <= LARGEST_NUMBER else None


def numbers_in(text: str) -> list[int]:
    """The ticket numbers of a text that separates them by commas; at most as many as are looked at together."""
    found = (number_in(part) for part in text.split(","))
    return [number for number in dict.fromkeys(found) if number is not None][:MOST_TOGETHER]
