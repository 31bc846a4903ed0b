"""A change that a phone sends twice is done once."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

from django.db import connection, transaction
from django.utils.translation import gettext as _

from interventions.models import Intervention, Receipt
from tickets.models import User
from tickets.refusal import ActionRefused

# Whoever sends the same key at the same time waits here until the other has committed.
_RECEIVE = """
INSERT INTO interventions_receipt (key, intervention_id, verb, by_id, at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (key) DO NOTHING
"""


@transaction.atomic
def do_once(
    *,
    key: uuid.UUID | None,
    intervention: Intervention,
    verb: str,
    work: Callable[[], object],
    by: User,
    at: dt.datetime,
) -> bool:
    """Do the work, unless it was done before under this key; whether it was done now. Without a key, always.

    Work that is refused leaves no receipt: it may come again. Raises ActionRefused where the key stands for something
    else, and whatever the work raises.
    """
    if key is None or _is_first(key, intervention, verb, by, at):
        work()
        return True
    known = Receipt.objects.get(pk=key)
    if (known.intervention_id, known.verb) != (intervention.pk, verb):
        raise ActionRefused(_("This key came with another change already: send this one under a key of its own."))
    return False


def _is_first(key: uuid.UUID, intervention: Intervention, verb: str, by: User, at: dt.datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_RECEIVE, [key, intervention.pk, verb, by.pk, at])
        return bool(cursor.rowcount)
