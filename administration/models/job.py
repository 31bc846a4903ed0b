"""Edits of the settings that plan deadlines anew: done by the worker, watched by whoever asked for them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from administration.choices import Area, JobState
from tickets.models import User


class SettingJob(models.Model):
    """One edit to carry out: `wanted` is the whole setting as it is to become. A worker that dies leaves it."""

    area = models.CharField(max_length=16, choices=Area.choices)
    subject = models.CharField(max_length=120)
    subject_id = models.BigIntegerField()
    wanted = models.JSONField(default=dict)
    state = models.CharField(_("state"), max_length=8, choices=JobState.choices, default=JobState.WAITING)
    total = models.PositiveIntegerField(default=0)
    replanned = models.PositiveIntegerField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("edit under way")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "subject_id"],
                condition=Q(state__in=[JobState.WAITING, JobState.RUNNING]),
                name="one_edit_of_a_setting_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_state_display()}"
