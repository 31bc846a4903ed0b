"""Sign a slip on site, or close it without a signature."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from interventions.actions.freeze import freeze_slip
from interventions.actions.signature import Signatory, put_signature
from interventions.actions.slip import lock_slip
from interventions.filling import Filled, SlipConflict, SlipOvertaken, SlipSeen, text_of
from interventions.models import Intervention, Signature, Slip
from interventions.signing import Given
from tickets.actions.note import add_note
from tickets.actions.resolve import resolve_ticket
from tickets.models import Ticket, User


@transaction.atomic
def sign_slip(
    *, intervention: Intervention, given: Given, seen: SlipSeen | None = None, by: User, at: dt.datetime
) -> Signature:
    """The slip is frozen, and the client signs it at `at`; or refuses, or is not there, with the reason.

    A solution resolves the ticket in the same step; one that somebody resolved meanwhile gets it as a note. Raises
    ActionRefused as `freeze_slip`, where it is signed already, or where what is given does not do; and Unread where
    the slip says something else than what was `seen`.
    """
    locked = lock_slip(intervention, by, at)
    _refuse_unread(locked.slip, seen)
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


class Unread(SlipConflict):
    """The office changed the slip since it was shown to who signs: nobody signs what they have not read."""

    def __init__(self, slip: Slip, overtaken: Sequence[SlipOvertaken]) -> None:
        super().__init__(slip, overtaken)
        self.args = (_("The slip was changed since the client read it: show it to them again, then let them sign."),)


def _refuse_unread(slip: Slip | None, seen: SlipSeen | None) -> None:
    if slip is None or seen is None or slip.is_frozen:
        return
    now = Filled.of(slip).values()
    changed = [name for name, then in seen.values.items() if text_of(now[name]) != then]
    if changed:
        raise Unread(slip, [SlipOvertaken(name, now[name], seen.values[name]) for name in changed])


def _resolve(ticket: Ticket, solution: str, by: User, at: dt.datetime) -> None:
    if ticket.is_open:
        resolve_ticket(ticket=ticket, solution=solution, by=by, at=at)
    else:
        add_note(ticket=ticket, body=solution, by=by, at=at)
