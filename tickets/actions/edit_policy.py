"""Edit a policy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from django.db import transaction

from sla.models import Policy
from tickets.actions.replanning import Progress, batches, edited, record_replanned, tickets_under_way
from tickets.actions.settings_lock import claim_settings
from tickets.actions.terms import apply_terms
from tickets.clocks import Ledger, Terms
from tickets.models import User
from tickets.permissions import Permission, require


@transaction.atomic
def edit_policy(
    *,
    policy: Policy,
    edit: Callable[[Policy], None],
    progress: Progress | None = None,
    by: User,
    at: dt.datetime,
) -> int:
    """Edit targets, objectives or rules of a policy; returns how many tickets were planned anew.

    `edit` gets the policy as it is now, changes it or its targets and saves them; hours are edited by `edit_calendar`.
    Running clocks get the new targets, and time used stays used. A pause that the rules no longer give ends at `at`,
    one that they now give begins. What had passed its deadline stays late, what has stopped is history, and a ticket
    for which nothing changes is left alone. One transaction: whoever acts at the same time sees all of the old or
    all of the new.

    Raises ActionRefused where `by` may not, or `edit` refuses: then nothing has changed.
    """
    require(by, Permission.SETTINGS_EDIT)
    claim_settings()
    with edited():
        edit(Policy.objects.select_related("calendar").get(pk=policy.pk))
    policy.refresh_from_db()
    terms = Terms.of(policy)
    numbers = tickets_under_way(ticket__policy=policy)
    replanned = 0
    for batch in batches(numbers, progress):
        changed = [ledger for ledger in batch if _replan(ledger, terms, by, at)]
        record_replanned(ledgers=changed, reason=policy.name, by=by, at=at)
        replanned += len(changed)
    return replanned


def _replan(ledger: Ledger, terms: Terms, by: User, at: dt.datetime) -> bool:
    at = max(at, ledger.ticket.last_activity_at)
    before = _plan_of(ledger)
    apply_terms(ledger=ledger, terms=terms, by=by, at=at)
    return _plan_of(ledger) != before


def _plan_of(ledger: Ledger) -> tuple[object, ...]:
    """What people would notice, were it another."""
    clocks = ((c.target, c.calendar_id, c.objective, c.due_at, c.stopped_at) for c in ledger.clocks)
    return (*clocks, ledger.open_pause is None)
