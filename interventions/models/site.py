"""Where a client is visited."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.models import Account


class Site(models.Model):
    """One place of a client: how to find it, and how to get in."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="sites", verbose_name=_("account"))
    name = models.CharField(_("name"), max_length=80, blank=True, default="")
    address = models.TextField(_("address"), max_length=400)
    access_notes = models.TextField(_("how to get in"), max_length=1000, blank=True, default="")
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("site")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name or " ".join(self.address.split())
