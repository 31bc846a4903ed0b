"""How tickets and work are sorted: issue types with their sub-issues, work types."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.choices import WorkUse


class IssueType(models.Model):
    """What it is about; with a `parent`, a sub-issue type of it."""

    name = models.CharField(_("name"), max_length=80)
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="sub_types", verbose_name=_("issue type")
    )
    queue = models.ForeignKey("tickets.Queue", models.SET_NULL, null=True, blank=True, related_name="issue_types")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("issue type")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "name"], name="one_issue_type_a_name", nulls_distinct=False)
        ]

    def __str__(self) -> str:
        return self.name


class WorkType(models.Model):
    """How the work is done: remote, on site, scheduled, project."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    is_default = models.BooleanField(_("default"), default=False)
    use = models.CharField(_("filled in by slips for"), max_length=8, choices=WorkUse.choices, blank=True, default="")
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("work type")
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"], condition=models.Q(is_default=True), name="one_default_work_type"
            ),
            models.UniqueConstraint(fields=["use"], condition=~models.Q(use=""), name="one_work_type_a_use"),
        ]

    def __str__(self) -> str:
        return self.name
