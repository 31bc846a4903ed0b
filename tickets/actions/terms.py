"""Other terms for a ticket that is under way: its account changed, or its policy was edited."""

from __future__ import annotations

import datetime as dt

from tickets.actions.wait import last_reason
from tickets.choices import Status
from tickets.clocks import Ledger, Terms
from tickets.models import User


def apply_terms(*, ledger: Ledger, terms: Terms, by: User, at: dt.datetime) -> None:
    """From `at` on these terms hold for a locked, open ticket; the caller records it.

    Running clocks are planned anew; time used stays used, what was late stays late. A pause that the terms do not
    give ends; one that they give begins, for the reason for which the ticket waits.
    """
    ticket = ledger.ticket
    ledger.replan(at, terms=terms)
    if terms.policy.taking_charge_is_response and ticket.taken_at:
        ledger.respond(at)
    if terms.pauses_in(ticket.status):
        ledger.pause(at, last_reason(ticket) or str(Status(ticket.status).label), by)
    else:
        ledger.resume(at)
