"""Reply: what the requester can read, from us or from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.core.files import File
from django.db import transaction

from tickets import notifications
from tickets.actions.frame import lock, move, record, refuse_merged
from tickets.actions.message import Said, let_take_back, requester, write_message
from tickets.actions.tell import tell_house
from tickets.actions.wait import wait_for
from tickets.choices import EventKind, MessageKind, NoticeKind, Source, Status
from tickets.clocks import Ledger
from tickets.models import Contact, Message, Ticket, User
from tickets.permissions import Permission, require
from tickets.undoing import found


@transaction.atomic
def reply_to_ticket(
    *, ticket: Ticket, body: str, attachments: Sequence[File[bytes]] = (), by: User, at: dt.datetime
) -> Message:
    """Write to the requester; the first time, by a person of the house, that is the first response.

    It leaves ten seconds later, and may be taken back until then (actions/withdraw.py). What the machine sends
    (`by` the automation) answers nobody and leaves at once. By a client or partner it is a reply of theirs, as in
    `receive_reply`. The status stays: a resolved or closed ticket is not reopened by what is said on it.
    Raises ActionRefused where `by` may not, the ticket was merged, or there is no text or an unfit file.
    """
    ledger, at = lock(ticket, at)
    require(by, Permission.TICKET_REPLY, ledger.ticket)
    refuse_merged(ledger.ticket)
    contact = requester(by)
    if contact is not None:
        return _receive(ledger, Said(contact, body, Source.PORTAL, attachments), by, at)
    message = write_message(
        ledger.ticket,
        MessageKind.REPLY,
        body,
        at=at,
        attachments=attachments,
        author=by,
        contact=ledger.ticket.contact,
        undo=found(ledger) if by.is_staff_member else None,
    )
    if by.is_staff_member:
        ledger.respond(at)
    record(ledger, EventKind.REPLIED, by=by, at=at, message=message.pk)
    let_take_back(message)
    notifications.replied(message, at=at)
    tell_house(message=message, kind=NoticeKind.REPLIED, by=by, at=at)
    return message


@transaction.atomic
def receive_reply(
    *,
    ticket: Ticket,
    contact: Contact,
    body: str,
    source: Source,
    html: str = "",
    quoted: str = "",
    identifier: str = "",
    attachments: Sequence[File[bytes]] = (),
    by: User,
    at: dt.datetime,
) -> Message:
    """File what the requester wrote, by e-mail for instance; `by` files it (the automation).

    `html` and `quoted` are sanitised, and shown instead of `body` and folded below it; `identifier` is the mail's
    Message-ID.

    A ticket that waits for the client goes on. Nothing else is changed: “Merci !” reopens nothing. What is
    written to a merged ticket joins the one it was merged into.
    """
    ticket.refresh_from_db(fields=["merged_into"])
    ledger, at = lock(ticket.merged_into or ticket, at)
    require(by, Permission.TICKET_REPLY, ledger.ticket)
    refuse_merged(ledger.ticket)
    return _receive(ledger, Said(contact, body, source, attachments, html, quoted, identifier), by, at)


@transaction.atomic
def reply_and_wait(
    *,
    ticket: Ticket,
    body: str,
    status: Status,
    reason: str,
    attachments: Sequence[File[bytes]] = (),
    by: User,
    at: dt.datetime,
) -> Message:
    """Reply, then wait: the answer counts as the first response before the clocks stand still. Both or neither."""
    message = reply_to_ticket(ticket=ticket, body=body, attachments=attachments, by=by, at=at)
    wait_for(ticket=ticket, status=status, reason=reason, by=by, at=at)
    let_take_back(message)
    return message


def _receive(ledger: Ledger, said: Said, by: User, at: dt.datetime) -> Message:
    ticket = ledger.ticket
    message = said.write(ticket, at)
    record(ledger, EventKind.REPLIED, by=by, at=at, message=message.pk, contact=said.contact.name)
    if ticket.status == Status.WAITING_CLIENT:
        move(ledger, Status.IN_PROGRESS, at)
        record(ledger, EventKind.RESUMED, by=by, at=at, contact=said.contact.name)
    notifications.received(message, at=at)
    tell_house(message=message, kind=NoticeKind.RECEIVED, by=by, at=at)
    return message
