"""Prepaid hours as pages draw them: a bar of what is left, and each line of the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from helpdesk.templatetags.moments import total
from interventions.choices import PrepaidKind
from interventions.models import PrepaidEntry
from interventions.queries.prepaid import Prepaid
from tickets.models import Contract

MINUS = "\N{MINUS SIGN}"


def accounts_of_hours(found: Iterable[tuple[Contract, Prepaid]]) -> list[dict[str, Any]]:
    """A bar for each contract. It is full where all that was last bought is left, or more."""
    return [
        {
            "contract": contract,
            "balance": hours(prepaid.balance),
            "bought": hours(prepaid.last_bought),
            "value": min(max(prepaid.balance, 0), prepaid.last_bought),
            "max": prepaid.last_bought,
            "is_low": prepaid.is_low,
            "warning": _warning(prepaid),
        }
        for contract, prepaid in found
    ]


def lines(entries: Iterable[PrepaidEntry]) -> list[dict[str, Any]]:
    """Each with its minutes in words, and what it is about."""
    return [
        {"entry": entry, "kind": PrepaidKind(entry.kind).label, "hours": _moved(entry.minutes), "slip": _slip(entry)}
        for entry in entries
    ]


def hours(minutes: int) -> str:
    """“8 h 00”; what is owed with a minus."""
    return f"{MINUS if minutes < 0 else ''}{total(dt.timedelta(minutes=abs(minutes)))}"


def _moved(minutes: int) -> str:
    return hours(minutes) if minutes < 0 else f"+{hours(minutes)}"


def _warning(prepaid: Prepaid) -> str:
    if prepaid.balance < 0:
        return _("Used up: more hours were worked than were paid.")
    if prepaid.balance == 0:
        return _("Used up: nothing is left.")
    return _("A fifth or less of what was last bought is left.") if prepaid.is_low else ""


def _slip(entry: PrepaidEntry) -> str:
    return entry.version.slip.number if entry.version else ""
