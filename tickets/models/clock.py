"""The ledger: what was promised, how much of it is used, and what became of it."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sla.choices import Metric, Priority
from sla.models import Calendar
from tickets.choices import Verdict
from tickets.models.ticket import Ticket
from tickets.models.user import User


class Clock(models.Model):
    """One promise of one ticket: a metric and a cycle; a reopening starts the next cycle.

    `target`, `used` and `elapsed` are time of `calendar`. The plan in force began at `planned_at`, when `used`
    was already used; a change of priority, policy or calendar makes a new plan. `due_at` is null while
    paused and where nothing is promised; when the clock stops it keeps the deadline that was judged.
    `breached_at` is the first deadline that passed while the clock ran: once late, stays late.
    `elapsed` and `verdict` are written once, when it stops; a promise of nothing has no verdict.
    """

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="clocks")
    metric = models.CharField(_("metric"), max_length=10, choices=Metric.choices)
    cycle = models.PositiveSmallIntegerField(_("cycle"), default=1)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority.choices)
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="+", verbose_name=_("calendar"))
    target = models.DurationField(_("promise"), null=True, blank=True)
    objective = models.PositiveSmallIntegerField(_("objective"), null=True, blank=True)

    started_at = models.DateTimeField(_("started"))
    planned_at = models.DateTimeField(_("planned"))
    used = models.DurationField(_("used before the plan"), default=dt.timedelta(0))
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    breached_at = models.DateTimeField(_("missed since"), null=True, blank=True)

    stopped_at = models.DateTimeField(_("stopped"), null=True, blank=True)
    elapsed = models.DurationField(_("elapsed"), null=True, blank=True)
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict.choices, blank=True, default="")

    class Meta:
        verbose_name = _("clock")
        ordering = ["ticket", "metric", "cycle"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "metric", "cycle"], name="one_clock_a_metric_and_cycle"),
            models.UniqueConstraint(
                fields=["ticket", "metric"],
                condition=Q(stopped_at__isnull=True),
                name="one_running_clock_a_metric",
            ),
            models.CheckConstraint(
                condition=Q(stopped_at__isnull=True, elapsed__isnull=True, verdict="")
                | Q(stopped_at__isnull=False, elapsed__isnull=False),
                name="verdict_is_written_when_the_clock_stops",
            ),
            models.CheckConstraint(condition=Q(planned_at__gte=F("started_at")), name="clock_planned_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.get_metric_display()}, {self.cycle}"

    @property
    def is_running(self) -> bool:
        """Started and not stopped; it may be paused."""
        return self.stopped_at is None


class Pause(models.Model):
    """A stretch during which all clocks of a ticket stand still; open while `until_at` is null."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="pauses")
    from_at = models.DateTimeField(_("from"))
    until_at = models.DateTimeField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("pause")
        ordering = ["from_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(until_at__isnull=True), name="one_open_pause_a_ticket"
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")),
                name="pause_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="pause_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.reason}"
