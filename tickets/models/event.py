"""The history of a ticket: append-only."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.choices import EventKind
from tickets.models.ticket import Ticket
from tickets.models.user import User


class Event(models.Model):
    """Who did what, when, from what to what. A database trigger refuses every update and delete.

    `old` and `new` are words as they were shown then; `data` is what else explains it (a reason, a level).
    """

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="events")
    kind = models.CharField(_("what"), max_length=20, choices=EventKind.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("who"))
    at = models.DateTimeField(_("when"))
    old = models.CharField(pgettext_lazy("change", "from"), max_length=200, blank=True, default="")
    new = models.CharField(pgettext_lazy("change", "to"), max_length=200, blank=True, default="")
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = _("event")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["ticket", "at"], name="events_of_a_ticket")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.get_kind_display()}"
