"""Request: a client opens a ticket, on the portal or by mail."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from tickets import notifications
from tickets.actions.frame import record_opening
from tickets.actions.message import Said
from tickets.actions.open import opened_before
from tickets.models import Message, Ticket, User
from tickets.permissions import Permission, is_of_house, require, visible_accounts
from tickets.promises import Intake, plan
from tickets.refusal import ActionRefused

LONGEST_TITLE = 200


def request_ticket(*, intake: Intake, said: Said, by: User, at: dt.datetime) -> Ticket:
    """The ticket that `request` opens."""
    return request(intake=intake, said=said, by=by, at=at).ticket


@transaction.atomic
def request(*, intake: Intake, said: Said, by: User, at: dt.datetime) -> Message:
    """Open a ticket for `said.contact`, who is told its number; returns its first message, which has their words.

    `by` is the client, for an account of theirs, or who files it (the automation). The first answer is still to be
    given. The same `intake.key` gives the ticket that it opened before. Raises ActionRefused where `by` may not, or
    there is no text or an unfit file.
    """
    require(by, Permission.TICKET_REQUEST)
    _refuse_foreign(intake, by)
    known = opened_before(intake.key)
    if known is not None:
        return known.messages.earliest("pk")
    intake = replace(
        intake,
        title=intake.title[:LONGEST_TITLE],
        description=said.body,
        contact=said.contact,
        source=said.source,
    )
    ledger = plan(intake, by=by, at=at)
    record_opening(ledger=ledger, source=said.source, by=by, at=at)
    message = said.write(ledger.ticket, at, is_intake=True)
    notifications.opened(message, at=at)
    notifications.assigned(ledger.ticket, by=by, at=at, clocks=ledger.clocks)
    return message


def _refuse_foreign(intake: Intake, by: User) -> None:
    if not is_of_house(by) and not visible_accounts(by).filter(pk=intake.account.pk, is_active=True).exists():
        raise ActionRefused(_("This company is not one of yours: choose one of the list."))
