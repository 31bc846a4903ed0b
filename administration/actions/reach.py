"""Edit the matrices of how to reach us and how to escalate."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from administration.actions.edit import take_turn
from administration.actions.frame import log_change, refused_in_words
from administration.choices import Area
from escalation.choices import Purpose
from escalation.models import ReachInstruction
from sla.choices import Priority
from tickets.models import User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

# What is said for each purpose and priority, with a contract and without one.
Cell = tuple[str, str, bool]


@transaction.atomic
def edit_reach(*, texts: Mapping[Cell, str], by: User, at: dt.datetime) -> int:
    """Each cell named says this from now on; returns how many changed.

    Raises ActionRefused where `by` may not, or a text is empty or too long: then nothing has changed.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.REACH)
    return sum(_write(cell, text.strip(), by, at) for cell, text in texts.items())


def _write(cell: Cell, text: str, by: User, at: dt.datetime) -> bool:
    purpose, priority, with_contract = cell
    place = {"purpose": purpose, "priority": priority, "with_contract": with_contract}
    row = ReachInstruction.objects.filter(**place).first()
    if not text:
        words = {"purpose": Purpose(purpose).label, "priority": Priority(priority).label}
        raise ActionRefused(_("%(purpose)s, %(priority)s: say what the caller should do.") % words)
    before = {"text": row.text} if row else None
    if before == {"text": text}:
        return False
    row = row or ReachInstruction(**place)
    row.text = text
    with refused_in_words():
        row.full_clean()
    row.save()
    log_change(area=Area.REACH, subject=row, before=before, after={"text": text}, by=by, at=at)
    return True
