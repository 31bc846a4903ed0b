"""Mails that do not arrive: given up, and what a person decides about them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from tickets.actions.note import add_note
from tickets.actions.notify import notify
from tickets.choices import NoticeKind, Status
from tickets.models import OutboxMail, Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


def give_up(*, mail: OutboxMail, at: dt.datetime) -> None:
    """Stop trying: said on the ticket in an internal note, and to its technician.

    In the caller's transaction, which holds the mail's row.
    """
    mail.given_up_at = at
    about = [mail.ticket] if mail.ticket else [each.ticket for each in mail.gathered.select_related("ticket")]
    for ticket in {ticket.pk: ticket for ticket in about if ticket is not None}.values():
        _tell(mail, ticket, at)


@transaction.atomic
def send_again(*, mail: OutboxMail, by: User, at: dt.datetime) -> OutboxMail:
    """Try once more, from the beginning. Raises ActionRefused where `by` may not, or it was not given up."""
    mail = _given_up(mail, by)
    mail.given_up_at = mail.left_at = None
    mail.attempts, mail.next_attempt_at = 0, at
    mail.save()
    return mail


@transaction.atomic
def leave_mail(*, mail: OutboxMail, by: User, at: dt.datetime) -> OutboxMail:
    """It need not leave any more. Raises ActionRefused where `by` may not, or it was not given up."""
    mail = _given_up(mail, by)
    mail.left_at = at
    mail.save()
    return mail


def _given_up(mail: OutboxMail, by: User) -> OutboxMail:
    require(by, Permission.MAIL_TRIAGE)
    mail = OutboxMail.objects.select_for_update().get(pk=mail.pk)
    if mail.given_up_at is None or mail.sent_at is not None:
        raise ActionRefused(_("This mail is not given up any more: somebody has seen to it."))
    return mail


def _tell(mail: OutboxMail, ticket: Ticket, at: dt.datetime) -> None:
    technician = ticket.technician
    with translation.override(technician.language if technician else mail.language):
        text = _("The mail to %(address)s did not arrive and is given up: %(error)s") % {
            "address": mail.to,
            "error": mail.last_error,
        }
    read_on = ticket.merged_into if ticket.status == Status.MERGED else ticket
    if read_on is not None:
        add_note(ticket=read_on, body=text, by=User.objects.automation(), at=at)
    if technician is not None:
        key = f"unsent:{mail.pk}:{at.timestamp():.0f}"
        notify(people=[technician], kind=NoticeKind.UNSENT, ticket=ticket, key=key, text=text, at=at)
