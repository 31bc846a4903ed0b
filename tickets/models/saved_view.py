"""Lists that somebody wants to come back to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.models.user import User


class SavedView(models.Model):
    """A list under a name: `query` is what its address says after the question mark (filters, order, columns).

    Private, or shared with the whole house; only its owner and administrators change it.
    """

    owner = models.ForeignKey(User, models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True, default="")
    is_shared = models.BooleanField(_("shared with everybody"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = pgettext_lazy("list", "saved view")
        ordering = ["order", "name", "pk"]
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="one_view_a_name_and_owner")]

    def __str__(self) -> str:
        return self.name
