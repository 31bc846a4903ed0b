"""The mails that did not arrive, and why, in words."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from tickets.models import OutboxMail

# By how the error begins: the reply of the server (RFC 5321, RFC 3463), or what went wrong before it.
_REASONS = {
    "550": _("The server of this address refuses it: there is probably no such mailbox."),
    "551": _("This mailbox is elsewhere, and its server does not say where."),
    "552": _("The mailbox is full, or the mail is too large for it."),
    "553": _("The server of this address does not understand it: check how it is written."),
    "554": _("The server of this address refused the mail."),
    "5": _("The server of this address refused the mail for good."),
    "4": _("The server of this address did not take the mail for days."),
    "SMTPAuthenticationError": _("Our mail server does not accept our password: check EMAIL_URL."),
}
_UNREACHED = _("Our mail server could not be reached for days.")


def mails_given_up() -> QuerySet[OutboxMail]:
    """Those about which somebody has to decide, the last one first."""
    given_up = OutboxMail.objects.filter(given_up_at__isnull=False, sent_at=None, left_at=None)
    return given_up.select_related("ticket__account").order_by("-given_up_at", "-pk")


def reason_of(mail: OutboxMail) -> str:
    """Why it did not arrive, for who is no expert in mail."""
    return str(next((words for start, words in _REASONS.items() if mail.last_error.startswith(start)), _UNREACHED))
