"""The slip of a visit (*bon d'intervention*): what was found, what was done, what was left there."""

from __future__ import annotations

import uuid
from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from interventions.models.intervention import Intervention
from tickets.models import User, WorkType


class SlipCounter(models.Model):
    """The last number of a year. Its row is locked by who takes the next one, until that is written: no gap."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("counter of slips")

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Slip(models.Model):
    """What a visit was, as it stands now; it is numbered at the arrival, so that no number is without a slip.

    `revision` counts its changes: who sends one says which they saw. Frozen by a version, it changes no more until
    it is corrected. Travel is apart from the time on site, in minutes.
    """

    intervention = models.OneToOneField(Intervention, models.PROTECT, related_name="slip")
    year = models.PositiveSmallIntegerField(editable=False)
    sequence = models.PositiveIntegerField(editable=False)
    arrived_at = models.DateTimeField(_("arrival"))
    departed_at = models.DateTimeField(_("departure"), null=True, blank=True)
    times_corrected_because = models.CharField(
        _("why the times were corrected"), max_length=200, blank=True, default=""
    )
    travel_minutes = models.PositiveIntegerField(_("travel, in minutes"), default=0)
    work_type = models.ForeignKey(WorkType, models.PROTECT, related_name="+", verbose_name=_("work type"))
    findings = models.TextField(_("state found before the intervention"), max_length=20_000, blank=True, default="")
    observations = models.TextField(_("general observations"), max_length=20_000, blank=True, default="")
    revision = models.PositiveIntegerField(default=1, editable=False)
    is_frozen = models.BooleanField(default=False, editable=False)
    # Why the last version was not right, until the next one says so.
    corrected_because = models.CharField(_("reason"), max_length=200, blank=True, default="")
    changed_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        verbose_name = _("intervention slip")
        ordering = ["-year", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["year", "sequence"], name="one_slip_a_number"),
            models.CheckConstraint(
                condition=Q(departed_at__isnull=True) | Q(departed_at__gte=F("arrived_at")),
                name="slip_leaves_after_it_arrives",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As it is printed and asked for: 2026-0042."""
        return f"{self.year}-{self.sequence:04d}"


class CatalogueItem(models.Model):
    """Something that technicians leave at clients, often enough to have a name."""

    designation = models.CharField(_("designation"), max_length=200)
    reference = models.CharField(_("reference"), max_length=60, blank=True, default="")
    unit = models.CharField(_("unit"), max_length=20, blank=True, default="")
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("item of the catalogue")
        ordering = ["designation", "pk"]
        constraints = [models.UniqueConstraint(fields=["designation", "reference"], name="one_item_a_name")]

    def __str__(self) -> str:
        return self.designation


class Supply(models.Model):
    """A line of supplies (*fournitures*): from the catalogue or free, in any quantity above nothing, 0.5 included."""

    slip = models.ForeignKey(Slip, models.CASCADE, related_name="supplies")
    order = models.PositiveSmallIntegerField(default=0)
    quantity = models.DecimalField(
        _("quantity"), max_digits=10, decimal_places=3, validators=[MinValueValidator(Decimal("0.001"))]
    )
    unit = models.CharField(_("unit"), max_length=20, blank=True, default="")
    designation = models.CharField(_("designation"), max_length=200)
    reference = models.CharField(_("reference"), max_length=60, blank=True, default="")
    item = models.ForeignKey(CatalogueItem, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("supply")
        verbose_name_plural = _("supplies")
        ordering = ["order", "pk"]
        constraints = [models.CheckConstraint(condition=Q(quantity__gt=0), name="supply_is_more_than_nothing")]

    def __str__(self) -> str:
        return f"{self.quantity} {self.designation}"


class Photo(models.Model):
    """A picture taken on site. `key` is made by the phone: sent twice, it is one."""

    slip = models.ForeignKey(Slip, models.CASCADE, related_name="photos")
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    file = models.FileField(_("file"), upload_to="slips/%Y/%m/")
    caption = models.CharField(_("caption"), max_length=120, blank=True, default="")
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    digest = models.CharField(max_length=64)
    taken_at = models.DateTimeField(pgettext_lazy("photo", "taken"))
    # Taken off a slip that was signed with it, it stays with the version that shows it.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("photo")
        ordering = ["taken_at", "pk"]

    def __str__(self) -> str:
        return self.caption or str(self.key)


class Receipt(models.Model):
    """A change that a phone sent, by the key it gave it: sent again, it is answered and not done again."""

    key = models.UUIDField(primary_key=True)
    intervention = models.ForeignKey(Intervention, models.CASCADE, related_name="receipts")
    verb = models.CharField(max_length=20)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("receipt")

    def __str__(self) -> str:
        return f"{self.verb} {self.key}"
