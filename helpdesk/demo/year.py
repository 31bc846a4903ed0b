"""The year before the demo's day: tickets that are over, so that a trend and a sheet have something to say."""

from __future__ import annotations

import datetime as dt
from random import Random

from dateutil.relativedelta import relativedelta

from helpdesk.fill import words
from sla.choices import Metric, Priority
from sla.engine import ServiceHours
from sla.models import Policy, Target
from tickets.actions.import_history import History, import_histories
from tickets.choices import Kind, Source
from tickets.days import day_of
from tickets.models import Account, Queue, User

MONTHS, A_MONTH = 12, 3
_PRIORITIES = {Priority.CRITICAL: 1, Priority.HIGH: 4, Priority.MEDIUM: 9, Priority.LOW: 10}
_SOURCES = {Source.PHONE: 6, Source.EMAIL: 3, Source.PORTAL: 1}
# How many in a hundred are answered, and resolved, after the promise; in autumn more.
_LATE, _LATE_IN_AUTUMN, _AUTUMN = (3, 7), (5, 12), (10, 11)


def play_year(now: dt.datetime) -> int:
    """Some closed tickets a month for each account under contract; returns how many. The same day, the same year."""
    chance, by = Random(2026), User.objects.automation()
    contracted = Account.objects.filter(contracts__isnull=False).distinct().order_by("name")
    return sum(len(_year_of(account, chance, by, now)) for account in contracted)


def _year_of(account: Account, chance: Random, by: User, now: dt.datetime) -> list[object]:
    contract = account.contract_on(day_of(now))
    if contract is None:
        return []
    tellers = [_Teller(contract.policy, account, chance, back) for back in range(1, MONTHS)]
    histories = [teller.history(number, now) for teller in tellers for number in range(chance.randint(1, 2 * A_MONTH))]
    return [*import_histories(histories=histories, account=account, policy=contract.policy, by=by, at=now)]


class _Teller:
    """Invents the tickets of one account in one month."""

    def __init__(self, policy: Policy, account: Account, chance: Random, months_back: int) -> None:
        self.account, self.chance, self.months_back = account, chance, months_back
        self.queues = list(Queue.objects.order_by("order"))
        self.hours = policy.calendar.service_hours()
        self.targets = {(target.metric, target.priority): target for target in policy.targets.all()}

    def history(self, number: int, now: dt.datetime) -> History:
        """One ticket, from opening to closing."""
        month = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0) - relativedelta(months=self.months_back)
        priority = self._drawn(_PRIORITIES)
        opened = self.hours.due_at(month, dt.timedelta(minutes=self.chance.randrange(60, 120 * 60))) or month
        is_telecom = self.chance.random() < 0.35
        trouble = self.chance.choice(words.TELECOM_TROUBLES if is_telecom else words.IT_TROUBLES)
        answered = self._after(Metric.RESPONSE, priority, opened, month)
        resolved = max(answered, self._after(Metric.RESOLUTION, priority, opened, month))
        return History(
            external_number=f"{month:%Y-%m}-{self.account.pk}-{number}",
            title=f"{trouble.title} {self.chance.choice(words.SITES)}",
            description=trouble.says,
            priority=priority,
            kind=Kind.SERVICE_REQUEST if priority == Priority.LOW else Kind.INCIDENT,
            source=self._drawn(_SOURCES),
            queue=self.queues[is_telecom],
            opened_at=opened,
            responded_at=answered,
            resolved_at=resolved,
            closed_at=resolved + dt.timedelta(days=2),
        )

    def _after(self, metric: Metric, priority: str, opened: dt.datetime, month: dt.datetime) -> dt.datetime:
        """Mostly well within the promise; now and then a little beyond it."""
        target = self.targets.get((metric, priority))
        late = (_LATE_IN_AUTUMN if month.month in _AUTUMN else _LATE)[metric == Metric.RESOLUTION]
        share = self.chance.uniform(1.05, 1.6) if self.chance.randrange(100) < late else self.chance.uniform(0.1, 0.9)
        promise = target.duration if target and target.duration else dt.timedelta(hours=8)
        return _hours(target, self.hours).due_at(opened, promise * share) or opened

    def _drawn(self, weights: dict[str, int]) -> str:
        return self.chance.choices(list(weights), list(weights.values()))[0]


def _hours(target: Target | None, otherwise: ServiceHours) -> ServiceHours:
    return target.calendar.service_hours() if target else otherwise
