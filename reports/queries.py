"""What reports read. A sheet counts tickets by the day of their creation, in Paris."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Case, Count, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from reports.choices import Outcome
from reports.sheet import Sheet, count_line
from sla.choices import Metric, Priority
from sla.models import Policy
from tickets.choices import Status, Verdict
from tickets.days import midnight
from tickets.models import Account, Clock, Ticket


def compliance(
    *,
    from_date: dt.date,
    to_date: dt.date,
    account: Account | None = None,
    policy: Policy | None = None,
    at: dt.datetime,
) -> Sheet:
    """The sheet of a period, in one query; `at` decides what is overdue."""
    counted = judged(counted_tickets(from_date, to_date, account, policy), at)
    groups = counted.values_list("priority", "response_outcome", "resolution_outcome").annotate(Count("pk")).order_by()
    rows: dict[str, list[tuple[Outcome, Outcome, int]]] = {priority: [] for priority in Priority}
    for priority, response, resolution, tickets in groups:
        rows[priority].append((Outcome(response), Outcome(resolution), tickets))
    return Sheet(
        from_date,
        to_date,
        account.name if account else None,
        policy.name if policy else None,
        tuple(count_line(priority, rows[priority]) for priority in Priority),
    )


def counted_tickets(
    from_date: dt.date, to_date: dt.date, account: Account | None = None, policy: Policy | None = None
) -> QuerySet[Ticket]:
    """The tickets created on a day of the period, both included, in Paris; merged and cancelled ones left out."""
    tickets = Ticket.objects.filter(
        opened_at__gte=midnight(from_date), opened_at__lt=midnight(to_date + dt.timedelta(days=1))
    ).exclude(status__in=[Status.MERGED, Status.CANCELLED])
    if account:
        tickets = tickets.filter(account=account)
    return tickets.filter(policy=policy) if policy else tickets


def judged(tickets: QuerySet[Ticket], at: dt.datetime) -> QuerySet[Any]:
    """Each ticket with `response_outcome` and `resolution_outcome` at an instant.

    An outcome is the gravest of the metric's cycles: kept when every cycle was, missed as soon as one was, and
    also while it is overdue and still open.
    """
    return tickets.annotate(
        response_outcome=_outcome(Metric.RESPONSE, at), resolution_outcome=_outcome(Metric.RESOLUTION, at)
    )


def of_figure(tickets: QuerySet[Any], priority: str, metric: str, verdict: Outcome | None) -> QuerySet[Any]:
    """The judged tickets that one figure counts. Without a metric: pending in one, or no commitment in either."""
    if priority:
        tickets = tickets.filter(priority=priority)
    if verdict is None:
        return tickets
    if metric:
        return tickets.filter(**{f"{metric}_outcome": verdict})
    response, resolution = Q(response_outcome=verdict), Q(resolution_outcome=verdict)
    return tickets.filter(response | resolution if verdict == Outcome.PENDING else response & resolution)


def policies_in_play(tickets: QuerySet[Ticket]) -> list[Policy]:
    """The policies with commitments under which these tickets were promised something, with their targets."""
    promised = Policy.objects.filter(targets__duration__isnull=False, pk__in=tickets.values("policy"))
    return list(promised.distinct().select_related("calendar").prefetch_related("targets__calendar"))


def _outcome(metric: Metric, at: dt.datetime) -> Coalesce:
    missed = Q(verdict=Verdict.MISSED) | Q(breached_at__isnull=False) | Q(stopped_at=None, due_at__lt=at)
    gravity = Case(
        When(missed, then=Value(Outcome.MISSED)),
        When(stopped_at=None, target__isnull=False, then=Value(Outcome.PENDING)),
        When(verdict=Verdict.MET, then=Value(Outcome.KEPT)),
        default=Value(Outcome.NO_COMMITMENT),
        output_field=IntegerField(),
    )
    cycles = Clock.objects.filter(ticket=OuterRef("pk"), metric=metric).order_by().values("ticket")
    return Coalesce(Subquery(cycles.annotate(gravest=Max(gravity)).values("gravest")), Value(Outcome.NO_COMMITMENT))
