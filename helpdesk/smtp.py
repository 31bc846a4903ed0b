"""Mail by SMTP, where a server that takes a mail for some of its addresses says of whom it did not."""

from __future__ import annotations

import smtplib
from typing import Any

from django.core.mail.backends import smtp


class Told:
    """The standard library speaks up only where every address was refused; a lost copy is lost all the same."""

    def sendmail(self, *args: Any, **options: Any) -> dict[str, tuple[int, bytes]]:
        """As ever. Raises SMTPRecipientsRefused, which names whom the server refused; all others have the mail."""
        refused: dict[str, tuple[int, bytes]] = super().sendmail(*args, **options)  # type: ignore[misc]
        if refused:
            raise smtplib.SMTPRecipientsRefused(refused)
        return refused


class Plain(Told, smtplib.SMTP):
    """Without protection, or with STARTTLS."""


class Protected(Told, smtplib.SMTP_SSL):
    """With TLS from the first byte."""


class EmailBackend(smtp.EmailBackend):
    """Django's, by such a connection."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return Protected if self.use_ssl else Plain
