"""A mail that no rule can decide, for the list of those that wait."""

from __future__ import annotations

import datetime as dt
import io
from email.message import EmailMessage
from email.utils import format_datetime

from mail.actions.handle import handle_mail
from mail.actions.store import store_mail
from mail.choices import Purpose

_TEXT = """Bonjour,

Je viens d'arriver au magasin de Cassis et Samir m'a donné votre adresse : la caisse ne lit plus les cartes
depuis ce matin. Le voyant du terminal est orange.

Merci d'avance,
Clara
"""


def receive_mail_of_a_stranger(now: dt.datetime) -> None:
    """Stored and handled as every mail, twenty minutes ago: nobody knows who wrote it."""
    at = now - dt.timedelta(minutes=20)
    made = EmailMessage()
    made["From"], made["To"] = "Clara <clara@cassis.example.org>", "support@example.org"
    made["Subject"], made["Message-ID"] = "Le terminal de paiement ne répond plus", "<terminal@cassis.example.org>"
    made["Date"] = format_datetime(at)
    made.set_content(_TEXT)
    raw = io.BytesIO(made.as_bytes())
    handle_mail(mail=store_mail(raw=raw, purpose=Purpose.HELPDESK, at=at), at=at)
