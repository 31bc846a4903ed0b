"""Queues, and who is asked first in each."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.models.user import User


class Queue(models.Model):
    """Where tickets of one trade wait; `shortcut` is what the operator dials for a new one (010, 020)."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    trade = models.CharField(_("trade"), max_length=40, blank=True, default="")
    shortcut = models.CharField(_("shortcut"), max_length=3, blank=True, default="")
    icon = models.CharField(_("icon"), max_length=40, default="inbox")
    order = models.PositiveSmallIntegerField(_("order"), default=0)

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
