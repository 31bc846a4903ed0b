"""What is said to people about their own account: rows in the outbox."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils.translation import ngettext

from tickets.actions.post import Recipient, post
from tickets.choices import MailKind
from tickets.models import User

_DAY = 24 * 60 * 60


def invited(person: User, link: str, *, by: User, at: dt.datetime) -> None:
    """Send the link with which the person chooses a password."""
    words = {"name": person, "by": by, "link": link, "lasts": _lasts}
    key = f"invited:{person.pk}:{at.timestamp():.6f}"
    post(key, MailKind.INVITED, to=Recipient.of(person), words=words, ticket=None, at=at)


def _lasts() -> str:
    days = settings.PASSWORD_RESET_TIMEOUT // _DAY
    sentence = ngettext("The link works once, within %(days)s day.", "The link works once, within %(days)s days.", days)
    return sentence % {"days": days}
