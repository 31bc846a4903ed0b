"""What a person of the house is told inside the product."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tickets.choices import NoticeKind
from tickets.models.ticket import Ticket
from tickets.models.user import User


class Notice(models.Model):
    """One thing about one ticket for one person, until they have read it; the same `key` is said to them once."""

    user = models.ForeignKey(User, models.CASCADE, related_name="notices")
    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="notices")
    kind = models.CharField(_("what"), max_length=12, choices=NoticeKind.choices)
    key = models.CharField(max_length=80)
    by = models.ForeignKey(User, models.CASCADE, related_name="+", null=True, blank=True)
    text = models.CharField(_("text"), max_length=200, blank=True, default="")
    at = models.DateTimeField(_("when"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-at"], name="notices_of_a_person"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notices_unread"),
        ]
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="one_notice_a_person_and_key")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()} {self.ticket_id}"
