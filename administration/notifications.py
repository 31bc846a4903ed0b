"""What is said to people about their own account: rows in the outbox."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tickets.models import OutboxMail, User

_DAY = 24 * 60 * 60


def invited(person: User, link: str, *, by: User, at: dt.datetime) -> None:
    """Send the link with which the person chooses a password."""
    days = settings.PASSWORD_RESET_TIMEOUT // _DAY
    with translation.override(person.language):
        subject = _("Your access to Astreinte")
        lasts = ngettext(
            "The link works once, within %(days)s day.", "The link works once, within %(days)s days.", days
        )
        words = {"name": person, "by": by, "link": link, "lasts": lasts % {"days": days}}
        body = _("Hello %(name)s,\n\n%(by)s gave you access. Choose your password here:\n%(link)s\n\n%(lasts)s") % words
    key = f"invited:{person.pk}:{at.timestamp():.6f}"
    OutboxMail.objects.create(key=key, to=person.email, subject=subject, body=body, created_at=at, next_attempt_at=at)
