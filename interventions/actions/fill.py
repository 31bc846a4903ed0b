"""Fill in a slip: what was found, what was done, what was left there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from interventions.actions.slip import lock_slip, save_changed, slip_to_change
from interventions.actions.time_entries import log_slip_times
from interventions.actions.times import refuse_long_travel
from interventions.filling import LONGEST_TEXT, MOST_SUPPLIES, Filled, SlipSeen, SupplyLine, settled, text_of
from interventions.models import Intervention, Slip, Supply
from tickets.models import User
from tickets.refusal import ActionRefused


@transaction.atomic
def fill_slip(
    *, intervention: Intervention, filled: Filled, seen: SlipSeen | None = None, by: User, at: dt.datetime
) -> Slip:
    """What was written, by the rule of filling.py; the time that is logged follows work type and travel.

    The same again is no new revision. Raises ActionRefused where `by` may not, nobody has arrived, the slip is signed,
    or something is too long; and SlipConflict where somebody else changed the same since `by` saw it.
    """
    locked = lock_slip(intervention, by, at)
    slip = slip_to_change(locked)
    _refuse_too_much(filled)
    wanted, before = settled(slip, filled, seen), Filled.of(slip).values()
    changed = {name: value for name, value in wanted.items() if text_of(value) != text_of(before[name])}
    if not changed:
        return slip
    _write(slip, changed)
    save_changed(slip, by, locked.at)
    if {"work_type", "travel_minutes"} & set(changed):
        log_slip_times(locked.ledger, slip, by, locked.at)
    return slip


def _write(slip: Slip, changed: Mapping[str, Any]) -> None:
    for name, value in changed.items():
        if name == "supplies":
            _write_supplies(slip, value)
        else:
            setattr(slip, name, value)


def _write_supplies(slip: Slip, lines: Sequence[SupplyLine]) -> None:
    slip.supplies.all().delete()
    Supply.objects.bulk_create(
        Supply(
            slip=slip,
            order=order,
            quantity=line.quantity,
            unit=line.unit,
            designation=line.designation,
            reference=line.reference,
            item=line.item,
        )
        for order, line in enumerate(lines)
    )


def _refuse_too_much(filled: Filled) -> None:
    for text in (filled.findings, filled.observations):
        if text and len(text) > LONGEST_TEXT:
            raise ActionRefused(
                _("This text has %(length)s characters: at most %(limit)s fit.")
                % {"length": len(text), "limit": LONGEST_TEXT}
            )
    if filled.supplies and len(filled.supplies) > MOST_SUPPLIES:
        raise ActionRefused(_("At most %(most)s lines of supplies fit on a slip.") % {"most": MOST_SUPPLIES})
    if filled.travel_minutes is not None:
        refuse_long_travel(filled.travel_minutes)
