"""Sign a slip on site, or close it without a signature."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from interventions.actions.freeze import freeze_slip
from interventions.actions.signature import Signatory, put_signature
from interventions.actions.slip import lock_slip
from interventions.models import Intervention, Signature
from interventions.signing import Given
from tickets.actions.note import add_note
from tickets.actions.resolve import resolve_ticket
from tickets.models import Ticket, User


@transaction.atomic
def sign_slip(*, intervention: Intervention, given: Given, by: User, at: dt.datetime) -> Signature:
    """The slip is frozen, and the client signs it at `at`; or refuses, or is not there, with the reason.

    A solution resolves the ticket in the same step; one that somebody resolved meanwhile gets it as a note. Raises
    ActionRefused as `freeze_slip`, where it is signed already, or where what is given does not do.
    """
    locked = lock_slip(intervention, by, at)
    version = freeze_slip(intervention=intervention, by=by, at=at)
    signature = put_signature(
        ledger=locked.ledger,
        intervention=locked.intervention,
        version=version,
        given=given,
        signatory=Signatory(user=by),
        signed_at=at,
        by=by,
        at=locked.at,
    )
    if given.solution.strip():
        _resolve(locked.ledger.ticket, given.solution, by, locked.at)
    return signature


def _resolve(ticket: Ticket, solution: str, by: User, at: dt.datetime) -> None:
    if ticket.is_open:
        resolve_ticket(ticket=ticket, solution=solution, by=by, at=at)
    else:
        add_note(ticket=ticket, body=solution, by=by, at=at)
