"""Policies: what is promised, per metric and priority."""

from __future__ import annotations

import datetime as dt

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sla.choices import Metric, Priority
from sla.models.calendar import Calendar

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class Policy(models.Model):
    """The agreement that a contract names: targets, and the rules by which their clocks run and stand still.

    `reopening_window` is business time on `calendar`: a ticket reopened within it goes on with the time
    already used, later it starts afresh. `pause_reminder_after` is business time, too: a pause that lasts so long
    is brought up, and again after each further such period; None never does.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="policies", verbose_name=_("calendar"))
    is_without_contract = models.BooleanField(_("applies where there is no contract"), default=False)
    pauses_for_client = models.BooleanField(_("clocks stand still while waiting for the client"), default=True)
    pauses_for_third_party = models.BooleanField(_("clocks stand still while waiting for a third party"), default=False)
    taking_charge_is_response = models.BooleanField(_("taking charge is a first response"), default=False)
    intake_call_is_response = models.BooleanField(_("the intake call is a first response"), default=False)
    reopening_window = models.DurationField(_("reopening window"), default=dt.timedelta(hours=37, minutes=30))
    pause_reminder_after = models.DurationField(
        _("bring up a pause after"), null=True, blank=True, default=dt.timedelta(hours=22, minutes=30)
    )
    response_objective = models.PositiveSmallIntegerField(
        _("overall objective, first response"), null=True, blank=True, validators=PERCENT
    )
    resolution_objective = models.PositiveSmallIntegerField(
        _("overall objective, resolution"), null=True, blank=True, validators=PERCENT
    )

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_without_contract"],
                condition=Q(is_without_contract=True),
                name="one_policy_without_contract",
            ),
            models.CheckConstraint(
                condition=Q(pause_reminder_after__isnull=True) | Q(pause_reminder_after__gt=dt.timedelta(0)),
                name="pause_reminder_is_positive",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Target(models.Model):
    """One promise: this metric at this priority within `duration` of the calendar's time; None promises nothing.

    `needs_guaranteed_repair`: promised only where the line has a guaranteed repair time (the carrier's GTR).
    """

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="targets")
    metric = models.CharField(_("metric"), max_length=10, choices=Metric.choices)
    priority = models.CharField(_("priority"), max_length=8, choices=Priority.choices)
    duration = models.DurationField(_("duration"), null=True, blank=True)
    calendar = models.ForeignKey(Calendar, models.PROTECT, related_name="targets", verbose_name=_("calendar"))
    objective = models.PositiveSmallIntegerField(_("objective"), null=True, blank=True, validators=PERCENT)
    needs_guaranteed_repair = models.BooleanField(_("only with a guaranteed repair time"), default=False)

    class Meta:
        verbose_name = _("target")
        ordering = ["policy", "metric", "priority"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "metric", "priority"], name="one_target_a_metric_and_priority"),
            models.CheckConstraint(
                condition=Q(duration__isnull=True) | Q(duration__gt=dt.timedelta(0)),
                name="target_is_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy}: {self.get_metric_display()}, {self.get_priority_display()}"
