"""What is read about the settings as such: their log and the edits under way."""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from django.db.models import Count, Prefetch, Q, QuerySet

from administration.choices import Area, JobState
from administration.models import SettingChange, SettingJob
from administration.values.policy import policy_values
from administration.values.version import version_of
from escalation.ladders import LadderPlan, plan_of_policy
from sla.choices import Priority
from sla.models import Calendar, Policy, Target
from tickets.days import day_of
from tickets.models import Contract
from tickets.models.account import in_force

UNDER_WAY = (JobState.WAITING, JobState.RUNNING)


def changes(area: str = "", subject_id: int | None = None) -> QuerySet[SettingChange]:
    """What was changed, newest first: everywhere, in one area, or of one setting."""
    found = SettingChange.objects.select_related("by")
    if area:
        found = found.filter(area=area)
    return found if subject_id is None else found.filter(subject_id=subject_id)


def job_under_way(area: Area, subject_id: int) -> SettingJob | None:
    """The edit of this setting that waits or runs; there is at most one."""
    found = SettingJob.objects.filter(area=area, subject_id=subject_id, state__in=UNDER_WAY)
    return found.select_related("by").first()


def failed_job(area: Area, subject_id: int, number: str) -> SettingJob | None:
    """The refused edit with this number, if it is one of this setting."""
    if not number.isdecimal():
        return None
    found = SettingJob.objects.filter(area=area, subject_id=subject_id, state=JobState.FAILED)
    return found.filter(pk=int(number)).first()


def changed_since(area: Area, subject_id: int, version: str) -> list[SettingChange]:
    """What was changed after the setting was as `version` says, newest first; nothing where it never was so."""
    found: list[SettingChange] = []
    for change in changes(area, subject_id):
        found.append(change)
        if version_of(change.before) == version:
            return found
    return []


class Use(NamedTuple):
    """Who counts in a calendar: policies and queues by name, and how many accounts are under those policies."""

    policies: tuple[str, ...]
    queues: tuple[str, ...]
    accounts: int


def use_of_calendar(calendar: Calendar) -> Use:
    policies = Policy.objects.filter(Q(calendar=calendar) | Q(targets__calendar=calendar)).distinct()
    accounts = Contract.objects.filter(policy__in=policies).values("account").distinct().count()
    names, queues = (tuple(rows.values_list("name", flat=True)) for rows in (policies, calendar.queues.all()))
    return Use(names, queues, accounts)


def calendars_in_use() -> list[tuple[Calendar, list[str]]]:
    """Every calendar, with the names of the policies that count in it."""
    users: dict[int, set[str]] = {}
    for policy, own, target in Policy.objects.values_list("name", "calendar", "targets__calendar"):
        for calendar in {own, target} - {None}:
            users.setdefault(calendar, set()).add(policy)
    return [(calendar, sorted(users.get(calendar.pk, ()))) for calendar in Calendar.objects.all()]


def policies_in_use(at: dt.datetime) -> list[tuple[Policy, int]]:
    """Every policy, what it promises at high priority as `promises`, and how many accounts are under it now."""
    accounts = Count("contracts__account", filter=in_force(day_of(at), "contracts__"), distinct=True)
    high = Target.objects.filter(priority=Priority.HIGH, duration__isnull=False).order_by("-metric")
    promises = Prefetch("targets", high, to_attr="promises")
    policies = Policy.objects.select_related("calendar").prefetch_related(promises)
    return [(policy, policy.accounts) for policy in policies.annotate(accounts=accounts)]


def accounts_under(policy: Policy, at: dt.datetime) -> list[Contract]:
    """The contracts of a policy that are in force, with their accounts."""
    return list(policy.contracts.filter(in_force(day_of(at))).select_related("account").order_by("account__name"))


def new_policy_values() -> dict[str, Any]:
    """What the form of a new policy begins with: nothing is promised yet."""
    calendar = Calendar.objects.order_by("is_round_the_clock", "name").first()
    return policy_values(Policy(calendar=calendar)) if calendar else {}


def ladders() -> list[tuple[Policy, LadderPlan]]:
    """Every policy with its ladder; one without levels where it has none."""
    return [(policy, plan_of_policy(policy)) for policy in Policy.objects.select_related("ladder")]
