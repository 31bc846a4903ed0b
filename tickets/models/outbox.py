"""Mails to send, written with the change that causes them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tickets.choices import MailKind
from tickets.models.conversation import Message
from tickets.models.ticket import Ticket


class OutboxMail(models.Model):
    """One mail to one address. `key` says what it is about: the same thing is never said twice.

    `next_attempt_at` holds back what must not wake anybody, and backs off after a failure. `body` is Markdown; its
    HTML is made when it leaves. What waited out the night is sent inside one digest: `sent_in`.
    """

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=MailKind.choices, blank=True, default="")
    language = models.CharField(_("language"), max_length=5, default="fr")
    ticket = models.ForeignKey(Ticket, models.PROTECT, null=True, blank=True, related_name="mails")
    to = models.EmailField(pgettext_lazy("mail", "to"))
    cc = ArrayField(models.EmailField(), default=list, blank=True)
    subject = models.CharField(_("subject"), max_length=250)
    body = models.TextField(_("text"))
    # The reply whose files go with it.
    message = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="mails")
    # Its Message-ID, angle brackets and all: an answer names it, and so finds the ticket.
    identifier = models.CharField(max_length=250, blank=True, default="", db_index=True)
    in_reply_to = models.CharField(max_length=250, blank=True, default="")
    # It could wait for the opening of the service: then it leaves with all else that waited for its address.
    is_held = models.BooleanField(default=False)
    sent_in = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="gathered")
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    # Given up, and somebody has seen to it: it need not leave any more.
    left_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("mail to send")
        verbose_name_plural = _("mails to send")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=Q(sent_at__isnull=True, given_up_at__isnull=True),
                name="mails_waiting",
            ),
            models.Index(
                fields=["given_up_at"],
                condition=Q(given_up_at__isnull=False, sent_at__isnull=True, left_at__isnull=True),
                name="mails_given_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"


class EnclosedFile(models.Model):
    """A file that we made for one mail: the slip, or the appointment for a calendar (text/calendar; method=…)."""

    mail = models.ForeignKey(OutboxMail, models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=120)
    content_type = models.CharField(max_length=100)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("file of a mail")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name
