"""What will fire next, and what has fired."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from escalation.choices import Trigger
from sla.choices import Metric
from tickets.models import Clock, Contact, Ticket, User


class Alarm(models.Model):
    """The next level of a running clock, and its instant. The sweep reads the index on `at`, nothing else.

    It only says when to look: what fires is decided anew from clock and ladder, under the ticket's lock.
    """

    clock = models.OneToOneField(Clock, models.CASCADE, related_name="alarm")
    level = models.PositiveSmallIntegerField(_("level"))
    at = models.DateTimeField(_("fires at"))

    class Meta:
        verbose_name = _("alarm")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["at", "id"], name="alarms_by_instant")]

    def __str__(self) -> str:
        return f"{self.clock}: {self.at}"


class Escalation(models.Model):
    """A level that was told: by the ladder once per metric, cycle and level, or because somebody asked for it.

    A level may be asked for again once its last request was acknowledged, also where the ladder told it before.
    `asked_by` is the client in whose name somebody of the house asked.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="escalations")
    metric = models.CharField(_("metric"), max_length=10, choices=Metric.choices)
    cycle = models.PositiveSmallIntegerField(_("cycle"))
    level = models.PositiveSmallIntegerField(_("level"))
    name = models.CharField(_("who was told"), max_length=120)
    trigger = models.CharField(_("trigger"), max_length=10, choices=Trigger.choices, default=Trigger.AUTOMATIC)
    reason = models.TextField(_("reason"), blank=True, default="")
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    must_acknowledge = models.BooleanField(_("must be acknowledged"), default=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    acknowledged_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("escalation")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(
                fields=["at"],
                condition=Q(must_acknowledge=True, acknowledged_at__isnull=True),
                name="escalations_to_acknowledge",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket", "metric", "cycle", "level"],
                condition=Q(trigger=Trigger.AUTOMATIC),
                name="one_automatic_escalation_a_level",
            ),
            models.UniqueConstraint(
                fields=["ticket", "metric", "cycle", "level"],
                condition=Q(trigger=Trigger.REQUESTED, acknowledged_at__isnull=True),
                name="one_open_request_a_level",
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

    @property
    def asker(self) -> str:
        """Who asked for it: the client where somebody of the house did so in their name."""
        return str(self.asked_by or self.by)

    @property
    def is_to_acknowledge(self) -> bool:
        """Somebody has to say that they know, and nobody has."""
        return self.must_acknowledge and self.acknowledged_at is None
