"""The words of mails, where the house has its own."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.choices import MailKind


class MailTemplate(models.Model):
    """What an administrator wrote for one kind of mail in one language; without a row the words of the product hold.

    `{variables}` are those that tickets/letters.py knows for the kind.
    """

    kind = models.CharField(_("kind"), max_length=16, choices=MailKind.choices)
    language = models.CharField(_("language"), max_length=5)
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))

    class Meta:
        verbose_name = _("template of a mail")
        verbose_name_plural = _("templates of mails")
        ordering = ["kind", "language"]
        constraints = [models.UniqueConstraint(fields=["kind", "language"], name="one_template_a_kind_and_language")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.language})"
