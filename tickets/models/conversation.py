"""What is said on a ticket, and what is attached."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tickets.choices import MessageKind, Source
from tickets.models.contact import Contact
from tickets.models.ticket import Ticket
from tickets.models.user import User


class Message(models.Model):
    """A reply, an internal note or a call; `author` is of the house, or else `contact` is the client's."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="messages")
    kind = models.CharField(_("kind"), max_length=8, choices=MessageKind.choices)
    source = models.CharField(_("source"), max_length=12, choices=Source.choices, default=Source.PORTAL)
    author = models.ForeignKey(User, models.PROTECT, related_name="messages", null=True, blank=True)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="messages", null=True, blank=True)
    body = models.TextField(_("text"))
    # What came by mail, sanitised: shown instead of the text. Pictures of its own are named cid:….
    html = models.TextField(blank=True, default="")
    # What the mail quoted of those before it, sanitised: shown folded.
    quoted = models.TextField(blank=True, default="")
    # The Message-ID of the mail that said it, angle brackets and all; "" for what came another way.
    identifier = models.CharField(max_length=250, blank=True, default="")
    at = models.DateTimeField(_("at"))
    call_seconds = models.PositiveIntegerField(_("length of the call"), null=True, blank=True)
    is_intake = models.BooleanField(default=False)
    # Taken back before it left: kept for the house, never shown to the client.
    withdrawn_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    # What taking it back restores (tickets/undoing.py); null for what cannot be taken back.
    undo = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("message")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["ticket", "at"], name="messages_of_a_ticket")]
        constraints = [
            models.CheckConstraint(
                condition=Q(author__isnull=False) | Q(contact__isnull=False), name="message_has_an_author"
            ),
            models.CheckConstraint(
                condition=~Q(kind=MessageKind.NOTE) | Q(author__isnull=False), name="note_is_of_the_house"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.get_kind_display()}"


class AnswerToAll(models.Model):
    """One answer to many tickets, as it was given on one of them: the same `key` is given there once."""

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="answers_to_all")
    key = models.UUIDField()

    class Meta:
        verbose_name = _("answer to all")
        constraints = [models.UniqueConstraint(fields=["ticket", "key"], name="one_answer_a_ticket_and_key")]

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.key}"


class Attachment(models.Model):
    """A file of a message; always served as a download."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    file = models.FileField(_("file"), upload_to="%Y/%m/")
    name = models.CharField(_("name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    # Known by its first bytes as a picture that a browser may show; `content_type` then says which.
    is_picture = models.BooleanField(default=False)
    # The name under which the HTML of its mail shows it (Content-ID); "" for what is not shown there.
    content_id = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("attachment")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class CannedReply(models.Model):
    """A text used often; `queue` limits it to one queue."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    body = models.TextField(_("text"))
    queue = models.ForeignKey("tickets.Queue", models.CASCADE, null=True, blank=True, related_name="canned_replies")

    class Meta:
        verbose_name = _("canned reply")
        verbose_name_plural = _("canned replies")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
