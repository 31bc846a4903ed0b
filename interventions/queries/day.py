"""The visits of one technician on one day, and what there is to know before ringing the bell."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, Prefetch, QuerySet, Window
from django.db.models.functions import RowNumber

from interventions.choices import TAKES_TIME
from interventions.models import Crew, Intervention
from tickets.choices import OPEN_STATUSES
from tickets.models import Message, Ticket, User

MOST_MESSAGES = 3
MOST_TICKETS = 5


def with_surroundings(interventions: QuerySet[Intervention]) -> QuerySet[Intervention]:
    """Each with its ticket, client, contact with numbers, crew and slip."""
    crew = Prefetch("crew", Crew.objects.select_related("technician"))
    near = interventions.select_related(
        "ticket__account", "ticket__contact", "ticket__technician", "site", "contact", "slip__work_type"
    )
    return near.prefetch_related(crew, "contact__phones", "ticket__contact__phones")


def visits_of(technician: User, start: dt.datetime, end: dt.datetime) -> list[Intervention]:
    """The visits of a technician that touch [start, end), in order; cancelled ones take nobody's time."""
    theirs = Intervention.objects.filter(crew__technician=technician, state__in=TAKES_TIME)
    return list(with_surroundings(theirs.filter(starts_at__lt=end, ends_at__gt=start)).order_by("starts_at", "pk"))


def last_messages(tickets: Iterable[Ticket]) -> dict[int, list[Message]]:
    """What was said last on each ticket, newest first; what was taken back was not said."""
    numbered = Message.objects.filter(ticket__in={ticket.pk for ticket in tickets}, withdrawn_at=None).annotate(
        place=Window(RowNumber(), partition_by=F("ticket"), order_by=[F("at").desc(), F("pk").desc()])
    )
    found: defaultdict[int, list[Message]] = defaultdict(list)
    for message in numbered.filter(place__lte=MOST_MESSAGES).select_related("author", "contact").order_by("-at", "-pk"):
        found[message.ticket_id].append(message)
    return found


def other_open_tickets(tickets: Iterable[Ticket]) -> dict[int, list[Ticket]]:
    """The open tickets of each client, by account, due first; one more than are shown, to say that there are more."""
    theirs = Ticket.objects.filter(account__in={ticket.account_id for ticket in tickets}, status__in=OPEN_STATUSES)
    due = [F("next_due_at").asc(nulls_last=True), F("pk").asc()]
    numbered = theirs.annotate(place=Window(RowNumber(), partition_by=F("account"), order_by=due))
    found: defaultdict[int, list[Ticket]] = defaultdict(list)
    for ticket in numbered.filter(place__lte=MOST_TICKETS + 2).order_by("place"):
        found[ticket.account_id].append(ticket)
    return found
