"""What handling a mail came to."""

from __future__ import annotations

from dataclasses import dataclass

from mail.choices import Outcome
from tickets.models import Message, Ticket


@dataclass(frozen=True)
class Result:
    """The outcome of a mail, and on which ticket and message it stands."""

    outcome: Outcome
    ticket: Ticket | None = None
    message: Message | None = None
    why: str = ""
