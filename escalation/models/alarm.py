"""What will fire next, and what has fired."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from escalation.choices import Trigger
from escalation.models.ladder import Rung
from sla.choices import Metric
from tickets.models import Clock, Ticket, User


class Alarm(models.Model):
    """The next rung of a running clock, and its instant. The sweep reads the index on `at`, nothing else."""

    clock = models.OneToOneField(Clock, models.CASCADE, related_name="alarm")
    rung = models.ForeignKey(Rung, models.CASCADE, related_name="+")
    at = models.DateTimeField(_("fires at"), db_index=True)

    class Meta:
        verbose_name = _("alarm")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.clock}: {self.at}"


class Escalation(models.Model):
    """A level that was reached or asked for: once per ticket, metric, cycle and level."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="escalations")
    metric = models.CharField(_("metric"), max_length=10, choices=Metric.choices)
    cycle = models.PositiveSmallIntegerField(_("cycle"))
    level = models.PositiveSmallIntegerField(_("level"))
    name = models.CharField(_("who was told"), max_length=120)
    trigger = models.CharField(
        _("trigger"), max_length=10, choices=Trigger.choices, default=Trigger.AUTOMATIC
    )
    reason = models.TextField(_("reason"), blank=True, default="")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    must_acknowledge = models.BooleanField(_("must be acknowledged"), default=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("escalation")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "metric", "cycle", "level"], name="one_escalation_a_level"
            ),
            models.CheckConstraint(
                condition=~Q(trigger=Trigger.REQUESTED) | ~Q(reason=""),
                name="requested_escalation_has_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at__isnull=True, acknowledged_by__isnull=True)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="acknowledgement_names_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.get_metric_display()}, {self.level}"
