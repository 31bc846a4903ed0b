"""What somebody of the house decides about a mail that no rule could."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from mail.actions.filing import Content
from mail.actions.handle import finish, lock_mail
from mail.actions.on_ticket import contact_of_no_company, receive
from mail.actions.open import Asked, open_for
from mail.actions.reading import letter_of
from mail.actions.result import Result
from mail.choices import Outcome
from mail.deciding import Place
from mail.letter import Letter
from mail.models import InboundMail
from mail.queries import Writer, same_mail
from sla.choices import Priority
from tickets.actions.contact import create_contact
from tickets.actions.frame import required
from tickets.actions.note import add_note
from tickets.models import Account, Affiliation, Contact, Message, Queue, Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

LONGEST_REASON = 200


@dataclass(frozen=True, kw_only=True)
class NewRequest:
    """What a mail becomes: a ticket of this company, for its sender, whose name it is if nobody knows them."""

    account: Account
    queue: Queue
    priority: Priority
    name: str


def attach_mail(*, mail: InboundMail, ticket: Ticket, by: User, at: dt.datetime) -> Message:
    """The mail joins a ticket, in the name of its sender. Who is no contact of the client becomes none by it.

    Raises ActionRefused where `by` may not, or somebody has decided already.
    """
    with _deciding(mail, by) as (locked, letter):
        message = _join(letter, ticket, at)
        _decided(locked, Result(Outcome.APPENDED, message.ticket, message), by, at)
    mail.refresh_from_db()
    return message


def open_from_mail(*, mail: InboundMail, asked: NewRequest, by: User, at: dt.datetime) -> Ticket:
    """A ticket for what the mail asks, promised from when it reached us; its sender is a contact of the account then.

    Raises ActionRefused where `by` may not, somebody has decided already, or the sender has no name.
    """
    require(by, Permission.CONTACT_CREATE)
    with _deciding(mail, by) as (locked, letter):
        contact = _contact_in(asked, letter, by, at)
        place = Place(contact, asked.account)
        result = open_for(locked, letter, Asked(place, asked.priority, asked.queue))
        _decided(locked, result, by, at)
    mail.refresh_from_db()
    assert mail.ticket is not None
    return mail.ticket


def reject_mail(*, mail: InboundMail, reason: str, by: User, at: dt.datetime) -> InboundMail:
    """The mail is left aside, and nobody is answered; it stays readable. Raises ActionRefused as the others do."""
    reason = required(reason, _("Say why it is left aside."), limit=LONGEST_REASON)
    with _deciding(mail, by) as (locked, _letter):
        _decided(locked, Result(Outcome.IGNORED, why=reason), by, at)
    mail.refresh_from_db()
    return mail


@contextmanager
def _deciding(mail: InboundMail, by: User) -> Iterator[tuple[InboundMail, Letter]]:
    """The mail locked, and what it says, for who may decide about it first."""
    require(by, Permission.MAIL_TRIAGE)
    with letter_of(mail) as letter, transaction.atomic():
        locked = lock_mail(mail, letter)
        if locked.outcome != Outcome.TRIAGE:
            raise ActionRefused(_("Somebody has decided about this mail already."))
        yield locked, letter


def _decided(mail: InboundMail, result: Result, by: User, at: dt.datetime) -> None:
    """Copies of the mail that wait, too, are decided with it."""
    mail.decided_by = by
    finish(mail, result, at)
    outcome = Outcome.DUPLICATE if result.ticket else Outcome.IGNORED
    for copy in same_mail(mail).filter(outcome=Outcome.TRIAGE):
        copy.decided_by = by
        finish(copy, Result(outcome, result.ticket, result.message, result.why), at)


def _join(letter: Letter, ticket: Ticket, at: dt.datetime) -> Message:
    writer = Writer.of(letter.sender.email)
    if writer.colleague is not None:
        content = Content.of(letter)
        return add_note(
            ticket=ticket.merged_into or ticket,
            body=content.body,
            attachments=content.files,
            by=writer.colleague,
            at=at,
        )
    same = Contact.objects.filter(pk__in=[each.pk for each in writer.contacts], accounts=ticket.account_id)
    contact = same.first() or next(iter(writer.contacts), None) or contact_of_no_company(letter)
    return receive(letter, ticket, contact, at)


def _contact_in(asked: NewRequest, letter: Letter, by: User, at: dt.datetime) -> Contact:
    """Who wrote, as a contact of the account from now on; whom we know stays who they are."""
    known = Writer.of(letter.sender.email).contacts
    here = next((each for each in known if each.accounts.filter(pk=asked.account.pk).exists()), None)
    if here is not None:
        return here
    if known:
        Affiliation.objects.get_or_create(contact=known[0], account=asked.account)
        return known[0]
    return create_contact(name=asked.name, account=asked.account, email=letter.sender.email, by=by, at=at)
