"""Create, change, copy and remove policies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from administration.actions.frame import log_change, refused_in_words
from administration.choices import Area
from administration.values.ladder import ladder_values
from administration.values.policy import CELLS, DURATIONS, RULES, cell_name, duration_of, policy_values
from escalation.actions import copy_policy as copying
from sla.models import Calendar, Policy, Target
from tickets.actions.edit_policy import edit_policy
from tickets.actions.settings_lock import claim_settings
from tickets.models import User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

Values = Mapping[str, Any]


@transaction.atomic
def create_policy(*, values: Values, by: User, at: dt.datetime) -> Policy:
    """A new policy; no contract names it yet. Raises ActionRefused where `by` may not or the values are refused."""
    require(by, Permission.SETTINGS_EDIT)
    policy = Policy()
    with refused_in_words():
        write_policy(values, policy)
    log_change(area=Area.POLICIES, subject=policy, before=None, after=policy_values(policy), by=by, at=at)
    return policy


@transaction.atomic
def change_policy(
    *,
    policy: Policy,
    values: Values,
    progress: Callable[[int, int], None] | None = None,
    by: User,
    at: dt.datetime,
) -> int:
    """The policy becomes what the values say; returns how many tickets were planned anew.

    Raises ActionRefused as `edit_policy` does.
    """
    require(by, Permission.SETTINGS_EDIT)
    claim_settings()
    before = policy_values(Policy.objects.get(pk=policy.pk))
    edit = partial(write_policy, values)
    replanned = edit_policy(policy=policy, edit=edit, progress=progress, by=by, at=at)
    log_change(area=Area.POLICIES, subject=policy, before=before, after=policy_values(policy), by=by, at=at)
    return replanned


@transaction.atomic
def copy_policy(*, policy: Policy, name: str, by: User, at: dt.datetime) -> Policy:
    """A new policy with the same rules, targets and ladder. Raises ActionRefused as escalation's action does."""
    copy = copying.copy_policy(policy=policy, name=name, by=by, at=at)
    log_change(area=Area.POLICIES, subject=copy, before=None, after=policy_values(copy), by=by, at=at)
    if ladder := ladder_values(copy):
        log_change(area=Area.LADDERS, subject=copy, before=None, after=ladder, by=by, at=at)
    return copy


@transaction.atomic
def remove_policy(*, policy: Policy, by: User, at: dt.datetime) -> None:
    """Take away a policy that nobody was ever promised. Raises ActionRefused where somebody is, or was."""
    require(by, Permission.SETTINGS_EDIT)
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    refuse_used(policy)
    log_change(area=Area.POLICIES, subject=policy, before=policy_values(policy), after=None, by=by, at=at)
    policy.delete()


def refuse_used(policy: Policy) -> None:
    """Raise ActionRefused with who the policy was promised to."""
    if policy.is_without_contract:
        raise ActionRefused(_("“%(policy)s” holds for accounts without contract: it stays.") % {"policy": policy})
    accounts = sorted({contract.account.name for contract in policy.contracts.select_related("account")})
    if accounts:
        raise ActionRefused(
            _("“%(policy)s” is in contracts of %(accounts)s: give them another policy first.")
            % {"policy": policy, "accounts": ", ".join(accounts)}
        )
    tickets = policy.tickets.count()
    if tickets:
        raise ActionRefused(
            ngettext(
                "%(count)s ticket was opened under “%(policy)s”: it stays, for its history.",
                "%(count)s tickets were opened under “%(policy)s”: it stays, for their history.",
                tickets,
            )
            % {"count": tickets, "policy": policy}
        )


def write_policy(values: Values, policy: Policy) -> None:
    """Make the rows what the values say. Raises ValidationError with sentences; the caller has a transaction."""
    calendars = Calendar.objects.in_bulk()
    policy.name, policy.calendar = values["name"], calendars[values["calendar"]["id"]]
    for rule in RULES:
        setattr(policy, rule, values[rule])
    for name in DURATIONS:
        setattr(policy, name, duration_of(values[name]))
    policy.full_clean()
    policy.save()
    known = {(target.metric, target.priority): target for target in policy.targets.all()}
    for metric, priority in CELLS:
        cell = values["targets"][cell_name(metric, priority)]
        target = known.get((metric, priority))
        if target is None and cell["duration"] is None:
            continue
        target = target or Target(policy=policy, metric=metric, priority=priority)
        target.duration, target.objective = duration_of(cell["duration"]), cell["objective"]
        target.calendar = calendars[cell["calendar"]["id"]]
        target.needs_guaranteed_repair = cell["needs_guaranteed_repair"]
        target.full_clean()
        target.save()
