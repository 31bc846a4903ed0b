"""Who changed which setting, when, from what to what: append-only."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from administration.choices import Area, ChangeVerb
from tickets.models import User


class SettingChange(models.Model):
    """One change. `before` and `after` are the whole setting as plain values, under the names of its fields."""

    area = models.CharField(_("part of the settings"), max_length=16, choices=Area.choices)
    verb = models.CharField(_("what"), max_length=8, choices=ChangeVerb.choices)
    subject = models.CharField(_("setting"), max_length=120)
    subject_id = models.BigIntegerField(null=True, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("change of a setting")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["area", "subject_id", "-at"], name="changes_of_a_setting")]

    def __str__(self) -> str:
        return f"{self.subject}: {self.get_verb_display()}"
