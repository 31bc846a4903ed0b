"""Calendars: when the service is open, as data; `service_hours()` hands them to the engine."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from sla.engine import ServiceHours
from sla.hours import build_hours, compile_hours, public_holidays
from sla.refusals import refusal


class Calendar(models.Model):
    """Opening hours of a service in local time, with public holidays, closures and special openings.

    `seasons` is a list of `{"weekly": {"0": [["09:00", "12:30"], ...]}, "valid_from": date or null,
    "valid_until": date or null}`; weekday 0 is Monday, ranges may cross midnight, "24:00" ends a day.
    Every save that would leave a calendar which never opens is refused. `version` is drawn anew with every save:
    a number would come back after a transaction that was undone, and name hours that never were.
    """

    name = models.CharField(_("name"), max_length=80, unique=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Paris")
    is_round_the_clock = models.BooleanField(_("24/7"), default=False)
    seasons = models.JSONField(_("opening hours"), default=list, blank=True)
    country = models.CharField(_("country of the public holidays"), max_length=2, blank=True, default="")
    subdivision = models.CharField(_("subdivision of the country"), max_length=8, blank=True, default="")
    version = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        verbose_name = _("calendar")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        self.version = uuid.uuid4()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "version"}
        super().save(*args, **kwargs)
        self.clean()

    def service_hours(self) -> ServiceHours:
        """The engine's hours of this calendar; compiled once a version and process."""
        return compile_hours(self)

    def clean(self) -> None:
        """Raise ValidationError with a sentence if these hours are wrong or never open."""
        try:
            build_hours(self).refuse_never_open()
        except ValueError as error:
            raise ValidationError({"seasons": refusal(error)}) from error

    def holidays(self, year: int) -> dict[dt.date, str]:
        """The public holidays of one year with their names."""
        return public_holidays(self.country, self.subdivision, year)


class DatedException(models.Model):
    """A day, or some days, unlike the weekly hours. Saving or deleting one makes a new calendar version."""

    name = models.CharField(_("name"), max_length=80)

    class Meta:
        abstract = True

    calendar: models.ForeignKey[Calendar, Calendar]

    def __str__(self) -> str:
        return self.name

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_clean()
        super().save(*args, **kwargs)
        self.calendar.save()

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        self.calendar.save()
        return deleted


class Closure(DatedException):
    """Closed from one date to another, both included; a yearly one comes back, also over New Year."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="closures")
    from_date = models.DateField(_("from"))
    until_date = models.DateField(_("until"))
    is_yearly = models.BooleanField(_("every year"), default=False)

    class Meta:
        verbose_name = _("closure")
        ordering = ["from_date"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_date__gte=models.F("from_date")), name="closure_ends_after_it_starts"
            )
        ]


class SpecialOpening(DatedException):
    """One open range on a date; the ranges of a date together replace its weekly ones, holiday or not."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="special_openings")
    date = models.DateField(_("date"))
    opens = models.CharField(_("opens"), max_length=5)
    closes = models.CharField(_("closes"), max_length=5)

    class Meta:
        verbose_name = _("special opening")
        ordering = ["date", "opens"]
