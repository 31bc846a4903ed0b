"""A visit to a client, for one ticket, by one or more technicians."""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from interventions.choices import State
from interventions.models.site import Site
from tickets.models import Contact, Ticket, TimeEntry, User


class Intervention(models.Model):
    """One appointment, [starts_at, ends_at). What was done there is on its slip.

    `uid` and `sequence` are what calendars know it by: RFC 5545 wants each change told with a higher sequence.
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="interventions", verbose_name=_("ticket"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PLANNED)
    starts_at = models.DateTimeField(pgettext_lazy("intervention", "from"))
    ends_at = models.DateTimeField(pgettext_lazy("intervention", "to"))
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="interventions", verbose_name=_("site")
    )
    contact = models.ForeignKey(
        Contact, models.PROTECT, null=True, blank=True, related_name="interventions", verbose_name=_("who to ask for")
    )
    purpose = models.CharField(_("what is to be done"), max_length=200)
    instructions = models.TextField(_("for the technician"), max_length=2000, blank=True, default="")
    technicians = models.ManyToManyField(User, through="Crew", related_name="interventions")
    planned_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("planned by"))
    planned_at = models.DateTimeField(_("planned"))
    cancelled_because = models.CharField(_("reason"), max_length=200, blank=True, default="")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("intervention")
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["ticket", "starts_at"], name="interventions_of_a_ticket"),
            models.Index(fields=["starts_at", "ends_at"], name="interventions_of_a_week"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="intervention_ends_after_it_starts"),
            models.CheckConstraint(
                condition=~Q(state=State.CANCELLED) | ~Q(cancelled_because=""), name="cancelled_visit_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.purpose}"


class Crew(models.Model):
    """One technician of one visit. `span` is the time it takes of theirs; no two that `blocks` overlap.

    Who plans over another visit all the same says so: that one alone does not block.
    """

    intervention = models.ForeignKey(Intervention, models.CASCADE, related_name="crew")
    technician = models.ForeignKey(User, models.PROTECT, related_name="visits")
    span = DateTimeRangeField(_("when"))
    blocks = models.BooleanField(default=True)
    # What the slip logged for them, so that a correction corrects it.
    work_entry = models.OneToOneField(TimeEntry, models.SET_NULL, null=True, blank=True, related_name="+")
    travel_entry = models.OneToOneField(TimeEntry, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = _("technician on a visit")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["intervention", "technician"], name="one_place_a_visit_and_technician"),
            # Without btree_gist, which the embedded PostgreSQL lacks, a person is a range of one number.
            ExclusionConstraint(
                name="no_technician_in_two_places",
                expressions=[
                    (Func(F("technician_id"), F("technician_id"), Value("[]"), function="int8range"), "&&"),
                    ("span", RangeOperators.OVERLAPS),
                ],
                condition=Q(blocks=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.technician}: {self.intervention}"
