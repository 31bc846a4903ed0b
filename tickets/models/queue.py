"""Queues, and who is asked first in each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sla.models import Calendar
from tickets.models.user import User


class Queue(models.Model):
    """Where tickets of one trade wait; `shortcut` is what the operator dials for a new one (010, 020).

    In the opening hours of `calendar` everybody who is present is on duty, outside of them who the roster names;
    without a calendar everybody always is. Within a level people are asked in their order, unless it
    `balances_load`.
    """

    name = models.CharField(_("name"), max_length=60, unique=True)
    trade = models.CharField(_("trade"), max_length=40, blank=True, default="")
    shortcut = models.CharField(_("shortcut"), max_length=3, blank=True, default="")
    icon = models.CharField(_("icon"), max_length=40, default="inbox")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    calendar = models.ForeignKey(
        Calendar, models.PROTECT, null=True, blank=True, related_name="queues", verbose_name=_("staffed in")
    )
    balances_load = models.BooleanField(_("gives a ticket to who has fewest"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("queue")
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name


class ResourceLevel(models.Model):
    """One cell of the resources matrix: the people of a queue at a level, 1 first."""

    queue = models.ForeignKey(Queue, models.CASCADE, related_name="levels", verbose_name=_("queue"))
    number = models.PositiveSmallIntegerField(_("level"))

    class Meta:
        verbose_name = _("resource level")
        ordering = ["queue", "number"]
        constraints = [models.UniqueConstraint(fields=["queue", "number"], name="one_level_a_queue_and_number")]

    def __str__(self) -> str:
        return f"{self.queue}, {self.number}"


class Resource(models.Model):
    """A technician in a cell of the matrix; `order` is the order in which they are asked."""

    level = models.ForeignKey(ResourceLevel, models.CASCADE, related_name="resources")
    technician = models.ForeignKey(User, models.CASCADE, related_name="resources")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("resource")
        ordering = ["level", "order"]
        constraints = [models.UniqueConstraint(fields=["level", "technician"], name="one_place_a_technician_and_level")]

    def __str__(self) -> str:
        return f"{self.level}: {self.technician}"
