"""Who else follows a ticket: watchers of the house, and addresses that get a copy of our replies."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tickets.models.ticket import Ticket
from tickets.models.user import User


class Watcher(models.Model):
    """Somebody of the house who is told what happens on a ticket that is not theirs."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="watchers")
    user = models.ForeignKey(User, models.CASCADE, related_name="watched")

    class Meta:
        verbose_name = _("watcher")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["ticket", "user"], name="one_watcher_a_ticket_and_person")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.user}"


class CarbonCopy(models.Model):
    """An address that gets a copy of every public reply (Cc), in the order in which they were added."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="copies")
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("copy")
        verbose_name_plural = _("copies")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint("ticket", Lower("email"), name="one_copy_a_ticket_and_address")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.email}"
