"""Time spent, and tickets that belong together."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from tickets.choices import LinkKind
from tickets.models.classification import WorkType
from tickets.models.ticket import Ticket
from tickets.models.user import User


class TimeEntry(models.Model):
    """Minutes somebody worked on a ticket."""

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="time_entries")
    technician = models.ForeignKey(User, models.PROTECT, related_name="time_entries")
    work_type = models.ForeignKey(WorkType, models.PROTECT, related_name="time_entries")
    minutes = models.PositiveIntegerField(_("minutes"))
    worked_at = models.DateTimeField(_("worked at"))
    note = models.CharField(_("note"), max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("time entry")
        verbose_name_plural = _("time entries")
        ordering = ["worked_at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(minutes__gt=0), name="time_entry_is_positive")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.minutes} min"


class Timer(models.Model):
    """The stopwatch of a person: one at a time, on one ticket; stopped, it becomes a time entry."""

    technician = models.OneToOneField(User, models.CASCADE, related_name="timer")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="timers")
    started_at = models.DateTimeField(_("started"))

    class Meta:
        verbose_name = _("timer")

    def __str__(self) -> str:
        return f"{self.technician}: {self.ticket_id}"


class Link(models.Model):
    """`ticket` is a duplicate of, a part of, or caused by `other`."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="links")
    other = models.ForeignKey(Ticket, models.CASCADE, related_name="linked_from")
    kind = models.CharField(_("kind"), max_length=10, choices=LinkKind.choices)

    class Meta:
        verbose_name = _("link")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "other", "kind"], name="one_link_a_pair_and_kind"),
            models.CheckConstraint(condition=~Q(ticket=F("other")), name="no_link_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id} {self.get_kind_display()} {self.other_id}"
