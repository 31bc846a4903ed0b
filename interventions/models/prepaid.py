"""Hours that a client has paid in advance, and what became of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from interventions.choices import PrepaidKind
from interventions.models.signature import SlipVersion
from tickets.models import Contract, User


class PrepaidEntry(models.Model):
    """One line of a contract's account of hours, append-only. Minutes bought are above zero, minutes used below.

    The balance is the sum; a correction of a slip adds the difference.
    """

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="prepaid_entries")
    kind = models.CharField(pgettext_lazy("prepaid hours", "what"), max_length=10, choices=PrepaidKind.choices)
    minutes = models.IntegerField(_("minutes"))
    version = models.ForeignKey(SlipVersion, models.PROTECT, null=True, blank=True, related_name="prepaid_entries")
    note = models.CharField(_("note"), max_length=200, blank=True, default="")
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(pgettext_lazy("prepaid hours", "when"))

    class Meta:
        verbose_name = _("line of prepaid hours")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(minutes=0), name="prepaid_line_moves_something"),
            models.CheckConstraint(
                condition=~Q(kind=PrepaidKind.BOUGHT) | Q(minutes__gt=0), name="hours_bought_are_more_than_nothing"
            ),
            models.UniqueConstraint(
                fields=["version", "kind"],
                condition=Q(version__isnull=False),
                name="one_prepaid_line_a_version_and_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract}: {self.minutes} min"
