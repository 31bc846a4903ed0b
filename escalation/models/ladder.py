"""Ladders: who is told when a promise of a policy is broken, and how long after."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from escalation.choices import OffsetTime, Service
from sla.choices import Metric, Priority
from sla.models import Policy
from tickets.models import User


class Ladder(models.Model):
    """The escalation of one policy, and when it may be asked for.

    `request_after` (business time after a missed deadline) and `request_priorities` are the rule under which
    a client, a partner or staff may request an escalation. `version` is drawn anew with every change; nobody
    changed a ladder that is as it was laid down.
    """

    policy = models.OneToOneField(Policy, models.CASCADE, related_name="ladder", verbose_name=_("policy"))
    request_after = models.DurationField(_("may be requested after"), default=dt.timedelta(hours=1))
    request_priorities = ArrayField(
        models.CharField(max_length=8, choices=Priority.choices),
        default=list,
        blank=True,
        verbose_name=_("priorities for which it may be requested"),
    )
    version = models.UUIDField(default=uuid.uuid4, editable=False)
    changed_at = models.DateTimeField(_("changed"), null=True, blank=True)
    changed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("escalation ladder")

    def __str__(self) -> str:
        return str(self.policy)


class Level(models.Model):
    """One level of a ladder, from 1; a level without contacts is refused by the action that writes ladders."""

    ladder = models.ForeignKey(Ladder, models.CASCADE, related_name="levels")
    number = models.PositiveSmallIntegerField(_("level"), validators=[MinValueValidator(1)])
    name = models.CharField(_("who is told"), max_length=120)
    moves_to_level = models.PositiveSmallIntegerField(_("moves the ticket to resource level"), null=True, blank=True)
    must_acknowledge = models.BooleanField(_("somebody must acknowledge"), default=True)

    class Meta:
        verbose_name = _("escalation level")
        ordering = ["ladder", "number"]
        constraints = [models.UniqueConstraint(fields=["ladder", "number"], name="one_level_a_ladder_and_number")]

    def __str__(self) -> str:
        return f"{self.ladder}, {self.number}: {self.name}"


class LevelContact(models.Model):
    """Somebody told at a level."""

    level = models.ForeignKey(Level, models.CASCADE, related_name="contacts")
    user = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=120, blank=True, default="")
    phone = models.CharField(_("phone"), max_length=16, blank=True, default="")
    email = models.EmailField(_("e-mail"))
    service = models.CharField(_("service"), max_length=12, choices=Service.choices, default=Service.ALL)

    class Meta:
        verbose_name = _("escalation contact")
        ordering = ["level", "pk"]

    def __str__(self) -> str:
        return self.name


class Rung(models.Model):
    """When a level is reached: so long after the deadline, for this metric and priority."""

    level = models.ForeignKey(Level, models.CASCADE, related_name="rungs")
    metric = models.CharField(_("metric"), max_length=10, choices=Metric.choices)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority.choices)
    offset = models.DurationField(_("after the deadline"))
    offset_time = models.CharField(
        _("counted in"), max_length=8, choices=OffsetTime.choices, default=OffsetTime.BUSINESS
    )

    class Meta:
        verbose_name = _("rung")
        ordering = ["level", "metric", "priority"]
        constraints = [
            models.UniqueConstraint(fields=["level", "metric", "priority"], name="one_rung_a_metric_and_priority"),
            models.CheckConstraint(condition=models.Q(offset__gte=dt.timedelta(0)), name="rung_is_after_the_deadline"),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.offset}"
