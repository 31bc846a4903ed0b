"""Where our mail is fetched from."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from mail.choices import Purpose, Security
from tickets.models import Queue


class Mailbox(models.Model):
    """One address of ours on an IMAP server. The password stands in the environment, under the name `secret_name`.

    `queue` is where its requests go before anybody has read them. The server counts its mails upwards (UID), as long
    as `uid_validity` stays: `last_uid` is the last one that was looked at (RFC 3501, 2.3.1.1).
    """

    address = models.EmailField(_("address"), unique=True)
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices, default=Purpose.HELPDESK)
    queue = models.ForeignKey(Queue, models.PROTECT, related_name="mailboxes", verbose_name=_("queue"))
    host = models.CharField(_("server"), max_length=200)
    port = models.PositiveIntegerField(_("port"), default=993)
    security = models.CharField(_("protection"), max_length=8, choices=Security.choices, default=Security.TLS)
    username = models.CharField(_("user name"), max_length=200)
    secret_name = models.CharField(_("variable with the password"), max_length=80)
    folder = models.CharField(_("folder"), max_length=200, default="INBOX")
    is_active = models.BooleanField(_("is read"), default=True)
    checked_at = models.DateTimeField(_("last read"), null=True, blank=True)
    uid_validity = models.BigIntegerField(null=True, blank=True, editable=False)
    last_uid = models.BigIntegerField(default=0, editable=False)
    last_error = models.CharField(_("last error"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("mailbox")
        verbose_name_plural = _("mailboxes")
        ordering = ["address"]

    def __str__(self) -> str:
        return self.address
