"""The company that runs the helpdesk, as its paper shows it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Letterhead(models.Model):
    """Name, address, phones and logo of the house: one row, on every printed sheet."""

    name = models.CharField(_("name"), max_length=120, blank=True, default="")
    address = models.TextField(_("address"), blank=True, default="")
    phone = models.CharField(_("main number"), max_length=16, blank=True, default="")
    premium_phone = models.CharField(_("number for calls without contract"), max_length=16, blank=True, default="")
    email = models.EmailField(_("e-mail of the helpdesk"), blank=True, default="")
    escalation_email = models.EmailField(_("e-mail for escalations"), blank=True, default="")
    logo = models.FileField(_("logo"), upload_to="letterhead/", blank=True, default="")

    class Meta:
        verbose_name = _("letterhead")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_letterhead")]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.pk = 1
        super().save(*args, **kwargs)

    @classmethod
    def of_the_house(cls) -> Letterhead:
        """The one letterhead; an empty one, not saved, before anybody wrote it."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)

    def read_logo(self) -> tuple[str, bytes] | None:
        """The suffix (".png") and the content of the logo; None where there is none, or its file is gone."""
        if not self.logo.name or not self.logo.storage.exists(self.logo.name):
            return None
        with self.logo.open() as file:
            return PurePath(self.logo.name).suffix, file.read()
