"""A problem, or a known incident, and the tickets it causes: one message and one resolution for all."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from tickets.actions.frame import lock, refuse_merged, required
from tickets.actions.link import link_tickets
from tickets.actions.open import open_ticket
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.choices import OPEN_STATUSES, Kind, LinkKind
from tickets.incidents import caused_by
from tickets.models import AnswerToAll, Ticket, User
from tickets.permissions import Permission, require
from tickets.promises import Intake
from tickets.refusal import ActionRefused


@dataclass(frozen=True)
class Result:
    """What became of one ticket of many: `refused` is the sentence, "" where it was done."""

    ticket: Ticket
    refused: str = ""


@transaction.atomic
def open_problem(*, ticket: Ticket, title: str, by: User, at: dt.datetime) -> Ticket:
    """Look for the cause: a problem of the same account and queue, with clocks of its own, and `ticket` caused by it.

    Nobody asked for it, so it has no contact and no call answers it. Raises ActionRefused where `by` may not, the
    ticket was merged or is a problem itself, or there is no title.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_OPEN, ticket)
    refuse_merged(ticket)
    if ticket.kind == Kind.PROBLEM:
        raise ActionRefused(_("This ticket is a problem already."))
    title = required(title, _("Give the new ticket a title."), limit=200)
    problem = open_ticket(intake=_intake(ticket, title), by=by, at=at)
    link_tickets(ticket=ticket, other=problem, kind=LinkKind.PROBLEM, by=by, at=at)
    problem.refresh_from_db()
    return problem


def reply_to_all(*, ticket: Ticket, body: str, key: uuid.UUID | None = None, by: User, at: dt.datetime) -> list[Result]:
    """The same reply on the problem or known incident and on each open ticket it causes, each for itself.

    One that refuses keeps no other from its reply. The same words with the same `key` reach no ticket twice (double
    click, lost network). Raises ActionRefused where `by` may not, or there is no text.
    """
    require(by, Permission.TICKET_ANNOUNCE, ticket)
    body = required(body, _("There is no text: write what you want to say."))
    return _each(ticket, _key(key, body), lambda each: reply_to_ticket(ticket=each, body=body, by=by, at=at))


def resolve_all(
    *, ticket: Ticket, solution: str, key: uuid.UUID | None = None, by: User, at: dt.datetime
) -> list[Result]:
    """The problem or known incident and each open ticket it causes are resolved with one solution, each for itself.

    One that refuses keeps no other open. The same words with the same `key` resolve no ticket twice, also one that
    was reopened meanwhile. Raises ActionRefused where `by` may not, or no solution is given.
    """
    require(by, Permission.TICKET_ANNOUNCE, ticket)
    solution = required(solution, _("There is no solution: write what was done, for the requester to read."))
    return _each(ticket, _key(key, solution), lambda each: resolve_ticket(ticket=each, solution=solution, by=by, at=at))


def _key(key: uuid.UUID | None, words: str) -> uuid.UUID:
    """Of a form and what it says: sent again with other words, it says something new."""
    return uuid.uuid5(key or uuid.uuid4(), words)


def _each(ticket: Ticket, key: uuid.UUID, act: Callable[[Ticket], object]) -> list[Result]:
    """In transactions of their own: what was said to one client is said, whatever becomes of the next."""
    caused = caused_by(ticket).filter(Q(status__in=OPEN_STATUSES) | Q(answers_to_all__key=key)).distinct()
    results = []
    for each in [ticket, *caused]:
        try:
            _once(each, key, act)
        except ActionRefused as refusal:
            results.append(Result(each, str(refusal)))
        else:
            results.append(Result(each))
    return results


@transaction.atomic
def _once(ticket: Ticket, key: uuid.UUID, act: Callable[[Ticket], object]) -> None:
    """Who sends the same twice at once waits here for the first, and then does nothing."""
    _answer, is_new = AnswerToAll.objects.get_or_create(ticket=ticket, key=key)
    if is_new:
        act(ticket)


def _intake(ticket: Ticket, title: str) -> Intake:
    return Intake(
        account=ticket.account,
        queue=ticket.queue,
        title=title,
        priority=ticket.priority,
        description=ticket.description,
        kind=Kind.PROBLEM,
        source=ticket.source,
        is_split=True,
        issue_type=ticket.issue_type,
        sub_issue_type=ticket.sub_issue_type,
        work_type=ticket.work_type,
    )
