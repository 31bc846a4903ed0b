"""Change the ladder of a policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction

from administration.actions.frame import log_change
from administration.choices import Area
from administration.values.ladder import ladder_values, plan_from
from escalation.actions.define_ladder import define_ladder
from sla.models import Policy
from tickets.choices import OPEN_STATUSES
from tickets.models import User
from tickets.permissions import Permission, require


@transaction.atomic
def change_ladder(
    *,
    policy: Policy,
    values: Mapping[str, Any],
    progress: Callable[[int, int], None] | None = None,
    by: User,
    at: dt.datetime,
) -> int:
    """The ladder becomes what the values say; returns how many open tickets it watches over.

    Raises ActionRefused as `define_ladder` does.
    """
    require(by, Permission.SETTINGS_EDIT)
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    before = ladder_values(policy) or None
    ladder = define_ladder(policy=policy, plan=plan_from(dict(values)), by=by, at=at)
    log_change(area=Area.LADDERS, subject=policy, before=before, after=ladder_values(policy), by=by, at=at)
    watched = open_tickets(ladder.policy)
    if progress is not None:
        progress(watched, watched)
    return watched


def open_tickets(policy: Policy) -> int:
    """How many open tickets the ladder of this policy watches over."""
    return policy.tickets.filter(status__in=OPEN_STATUSES).count()
