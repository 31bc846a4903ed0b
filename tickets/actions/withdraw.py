"""Take a reply back before it leaves."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets.actions.frame import lock, record
from tickets.actions.tell import forget
from tickets.choices import EventKind, Status
from tickets.clocks import Ledger
from tickets.models import Message, OutboxMail, User
from tickets.notifications import WRITTEN_BY_A_PERSON
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused
from tickets.undoing import UNDO, restore


@transaction.atomic
def withdraw_reply(*, message: Message, by: User, at: dt.datetime) -> Message:
    """The author takes a reply back within ten seconds, as if it had never been sent: docs/decisions/0008.

    Its mail is not sent, no client reads it, and what it did to clocks, status and pauses is undone; a deadline that
    had passed by then stays missed. Raises ActionRefused where `by` is not its author, the reply has left, or
    somebody has changed the ticket since.
    """
    ledger, at = lock(message.ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_REPLY, ticket)
    message = Message.objects.get(pk=message.pk)
    before = _before(message, ledger, by, at)
    if before is None:
        return message
    _keep_mail(message)
    old = Status(ticket.status)
    for pause in restore(ledger, before):
        pause.delete()
    message.withdrawn_at = at
    message.save(update_fields=["withdrawn_at"])
    new = Status(ticket.status)
    changed = {} if old == new else {"old": old.label, "new": new.label}
    record(ledger, EventKind.WITHDRAWN, by=by, at=at, message=message.pk, **changed)
    forget(message)
    return message


def _before(message: Message, ledger: Ledger, by: User, at: dt.datetime) -> dict[str, object] | None:
    """What is restored; None if the reply is taken back already."""
    if message.author_id != by.pk or message.undo is None:
        raise ActionRefused(_("Only who wrote a reply can take it back."))
    if message.withdrawn_at is not None:
        return None
    if at > message.at + UNDO:
        raise ActionRefused(_("This reply has left already: write another one to correct it."))
    if message.undo["version"] != ledger.ticket.version:
        raise ActionRefused(_("The ticket was changed since: this reply cannot be taken back any more."))
    return dict(message.undo)


def _keep_mail(message: Message) -> None:
    """Delete the mail before it is sent; who is sending it right now holds its row."""
    mails = OutboxMail.objects.filter(key=f"{WRITTEN_BY_A_PERSON}{message.pk}")
    unsent = mails.filter(sent_at=None).select_for_update(skip_locked=True)
    if unsent.first():
        mails.delete()
    elif mails.exists():
        raise ActionRefused(_("This reply is leaving right now: write another one to correct it."))
