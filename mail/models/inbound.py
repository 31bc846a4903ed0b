"""Every mail that came in, as it came, and what became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from mail.choices import Outcome, Purpose
from mail.models.mailbox import Mailbox
from tickets.models import Message, Ticket, User


class InboundMail(models.Model):
    """One mail to one purpose: stored whole before its server is told, handled afterwards, and kept.

    `digest` (SHA-256 of the raw mail) makes the same mail to the same purpose one row. Without `outcome` it waits to
    be handled; TRIAGE waits for a person, and `ticket` is then the one that it seems to be about. `why` says in one
    sentence what cannot be seen from the outcome.
    """

    mailbox = models.ForeignKey(Mailbox, models.SET_NULL, null=True, blank=True, related_name="mails")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    digest = models.CharField(max_length=64)
    raw = models.FileField(_("mail"), upload_to="mail/%Y/%m/")
    size = models.PositiveBigIntegerField(_("size in bytes"))
    identifier = models.CharField(max_length=250, blank=True, default="", db_index=True)
    sender = models.CharField(_("from"), max_length=320, blank=True, default="", db_index=True)
    sender_name = models.CharField(_("name"), max_length=200, blank=True, default="")
    subject = models.CharField(_("subject"), max_length=500, blank=True, default="")
    received_at = models.DateTimeField(_("received"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, blank=True, default="")
    why = models.CharField(_("why"), max_length=300, blank=True, default="")
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, blank=True, related_name="inbound_mails")
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="inbound_mails")
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("mail received")
        verbose_name_plural = _("mails received")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=Q(outcome=""), name="mails_to_handle"),
            models.Index(fields=["received_at"], condition=Q(outcome=Outcome.TRIAGE), name="mails_to_triage"),
            models.Index(fields=["-received_at", "-id"], name="mails_by_arrival"),
        ]
        constraints = [models.UniqueConstraint(fields=["purpose", "digest"], name="one_row_a_mail_and_purpose")]

    def __str__(self) -> str:
        return f"{self.sender}: {self.subject}"
