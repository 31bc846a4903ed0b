"""Who is on call outside the opening hours of a queue."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.models.queue import Queue
from tickets.models.user import User


class Duty(models.Model):
    """From one instant to another, half-open, a technician is on call for a queue."""

    queue = models.ForeignKey(Queue, models.CASCADE, related_name="duties", verbose_name=_("queue"))
    technician = models.ForeignKey(User, models.CASCADE, related_name="duties", verbose_name=_("technician"))
    from_at = models.DateTimeField(_("from"))
    until_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["from_at", "pk"]
        indexes = [models.Index(fields=["queue", "until_at"], name="duties_of_a_queue")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("from_at")), name="duty_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.queue}: {self.technician}, {self.from_at:%Y-%m-%d}"
