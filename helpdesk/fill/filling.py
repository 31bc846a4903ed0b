"""Fill an empty database, batch by batch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from random import Random

from django.db import connection, transaction
from django.utils.translation import gettext as _

from escalation.actions.set_alarms import set_alarms_of
from escalation.models import Escalation
from helpdesk.fill.clients import NAMES, house
from helpdesk.fill.fates import fates
from helpdesk.fill.stories import MARK, Story, Teller
from tickets.actions.post import Recipient, letter
from tickets.choices import MailKind
from tickets.letters import Phrases
from tickets.models import Account, Clock, Event, Message, OutboxMail, Pause, Ticket, TimeEntry
from tickets.refusal import ActionRefused

BATCH = 1_000
# Tickets that name the same device, so that who searches for it finds so many.
A_DEVICE = 50
TICKETS_AN_ACCOUNT = 250
FEWEST_ACCOUNTS = 20

# Called with how many tickets are there, and of how many.
Progress = Callable[[int, int], None]


def fill(
    *, tickets: int, open_: int, due: int, seed: int, at: dt.datetime, progress: Progress = lambda done, total: None
) -> None:
    """Make so many tickets of which so many are open, and of these exactly `due` escalate at `at`.

    The same seed and instant make the same tickets. Raises ActionRefused on a database with real accounts or
    tickets, and where the numbers do not fit together.
    """
    _check(tickets, open_, due)
    _refuse_real_data()
    chance, start = Random(seed), Ticket.objects.count()
    with transaction.atomic():
        # With a chance of its own: the clients may be there already.
        people = house(Random(seed), accounts=max(FEWEST_ACCOUNTS, tickets // TICKETS_AN_ACCOUNT))
    teller = Teller(people, chance, at, devices=max(1, tickets // A_DEVICE))
    drawn = fates(chance, tickets=tickets, open_=open_, due=due)
    for first in range(0, tickets, BATCH):
        batch = drawn[first : first + BATCH]
        _write([teller.story(start + number, fate) for number, fate in enumerate(batch, first + 1)])
        progress(first + len(batch), tickets)
    with connection.cursor() as cursor:
        # The planner knows of a full table only once somebody has told it.
        cursor.execute("ANALYZE")


def _check(tickets: int, open_: int, due: int) -> None:
    if not 0 <= due <= open_ <= tickets:
        raise ActionRefused(_("Of the tickets some are open, and of the open ones some are due: check the numbers."))


def _refuse_real_data() -> None:
    real = Ticket.objects.exclude(external_number__startswith=MARK).exists()
    if real or Account.objects.exclude(name__in=NAMES).exists():
        raise ActionRefused(_("There are real accounts or tickets here: invented ones belong in an empty database."))


@transaction.atomic
def _write(stories: list[Story]) -> None:
    Ticket.objects.bulk_create(story.ticket for story in stories)
    Clock.objects.bulk_create(clock for story in stories for clock in story.ledger.clocks)
    Pause.objects.bulk_create(pause for story in stories for pause in story.ledger.pauses)
    Message.objects.bulk_create(message for story in stories for message in story.messages)
    Event.objects.bulk_create(_events(stories))
    Escalation.objects.bulk_create(escalation for story in stories for escalation in story.escalations)
    TimeEntry.objects.bulk_create(entry for story in stories for entry in story.entries)
    OutboxMail.objects.bulk_create(_mails(stories))
    set_alarms_of(tickets=[story.ticket for story in stories if story.ticket.is_open])


def _events(stories: Iterable[Story]) -> Iterable[Event]:
    for story in stories:
        for event, message in story.events:
            if message is not None:
                event.data["message"] = message.pk
            yield event


def _mails(stories: Iterable[Story]) -> Iterable[OutboxMail]:
    """Who got the ticket was told long ago."""
    phrases = Phrases.of(MailKind.ASSIGNED)
    for story in stories:
        ticket = story.ticket
        if ticket.technician is not None:
            mail = letter(
                f"assigned:{ticket.number}:1",
                MailKind.ASSIGNED,
                to=Recipient.of(ticket.technician),
                words={"by": ticket.opened_by},
                ticket=ticket,
                at=ticket.opened_at,
                not_before=ticket.opened_at,
                phrases=phrases,
            )
            mail.sent_at = ticket.opened_at
            yield mail
