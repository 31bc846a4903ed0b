"""What the client says of the work once it is done."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.choices import Score
from tickets.models.contact import Contact
from tickets.models.ticket import Ticket


class Rating(models.Model):
    """One a ticket: the last word counts."""

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="rating")
    score = models.CharField(_("score"), max_length=8, choices=Score.choices)
    comment = models.TextField(_("comment"), blank=True, default="")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, blank=True, related_name="ratings")
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("rating")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.get_score_display()}"

    @property
    def answer(self) -> Score:
        return Score(self.score)
