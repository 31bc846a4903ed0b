"""The status of a ticket, changed where it stands: every verb that leads to another one, or why it does not now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tickets.forms import VerbForm
from tickets.models import Ticket
from tickets.presentation.verbs import Offer, chosen

STATUS = "status"
_VERBS = ("take", "resume", "wait", "schedule", "resolve", "close", "reopen", "cancel")


@dataclass(frozen=True)
class Progress:
    """What templates/tickets/status.html takes: the way on to each status, one of them with its form open."""

    ticket: Ticket
    offers: list[Offer]
    is_open: bool
    asks: Offer | None


def progress(
    ticket: Ticket, offered: Mapping[str, Offer], typed: VerbForm | None = None, *, opened: str = "", verb: str = ""
) -> Progress:
    """The status, closed; with `opened` its menu, with `verb` the form of that one. A form with mistakes stays."""
    ways = [replace(offer, place=STATUS, is_open=False) for offer in chosen(dict(offered), _VERBS)]
    if typed is not None and typed.place == STATUS:
        opened, verb = STATUS, typed.verb
    asks = next((way for way in ways if way.name == verb and way.asks and not way.refused), None)
    is_open = opened == STATUS
    return Progress(ticket, ways, is_open, replace(asks, is_open=True) if asks and is_open else None)
