"""What became of a mail, in one line."""

from __future__ import annotations

from django.utils.translation import gettext as _

from mail.choices import Outcome
from mail.models import InboundMail

_ON_A_TICKET = (Outcome.OPENED, Outcome.APPENDED, Outcome.ESCALATED, Outcome.DUPLICATE)


def line_of(mail: InboundMail) -> str:
    """`opened 42`, `refused 42: why`, `triage: why`: the first word is the outcome, in every language the same.

    A mail that is stored, but could not be handled yet, is in triage as far as anybody can say.
    """
    why = " ".join(mail.why.split())
    if not mail.outcome:
        return f"{Outcome.TRIAGE.value}: {_('it is stored, and is handled soon')}"
    if mail.outcome in _ON_A_TICKET:
        return f"{mail.outcome} {mail.ticket_id}"
    number = f" {mail.ticket_id}" if mail.outcome == Outcome.REFUSED else ""
    return f"{mail.outcome}{number}: {why}"
