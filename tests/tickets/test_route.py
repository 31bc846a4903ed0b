"""Route: a ticket goes to a queue and a level of its resources."""

from __future__ import annotations

import datetime as dt

import pytest

from tickets.actions.resume import resume_ticket
from tickets.actions.route import route_ticket
from tickets.choices import EventKind, Status
from tickets.models import Absence, Event, OutboxMail, Queue, ResourceLevel
from tickets.refusal import ActionRefused
from tickets.seeds import IT, TELECOM, technician


def level(queue: str, number: int) -> ResourceLevel:
    return ResourceLevel.objects.get(queue__name=queue, number=number)


@pytest.fixture
def route(cast, at):
    def routed(ticket, queue, number=None):
        place = level(queue, number) if number else None
        return route_ticket(ticket=ticket, queue=Queue.objects.get(name=queue), level=place, by=cast.operator, at=at)

    return routed


def away(name: str, at: dt.datetime) -> None:
    Absence.objects.create(user=technician(name), from_at=at, until_at=at + dt.timedelta(hours=1))


def test_the_first_technician_of_the_level_gets_it(open_ticket, route):
    ticket = route(open_ticket(), IT, 3)
    assert (ticket.level, ticket.technician.name, ticket.status) == (level(IT, 3), "Pascal", Status.ASSIGNED)


def test_who_is_absent_is_not_asked(open_ticket, route, at):
    away("Pascal", at)
    assert route(open_ticket(), IT, 3).technician.name == "Loïc"


def test_without_a_level_it_goes_to_the_first_of_the_queue(open_ticket, route):
    ticket = route(open_ticket(), TELECOM)
    assert (ticket.queue.name, ticket.level, ticket.technician.name) == (TELECOM, level(TELECOM, 1), "Jérôme")


def test_where_nobody_is_present_it_is_nobodys_and_new_again(open_ticket, route, at):
    away("Jérôme", at)
    ticket = route(open_ticket(), TELECOM, 1)
    assert (ticket.technician, ticket.status) == (None, Status.NEW)


def test_work_that_has_begun_stays_in_progress(cast, open_ticket, route, at):
    ticket = resume_ticket(ticket=open_ticket(), by=cast.technician, at=at)
    assert route(ticket, TELECOM).status == Status.IN_PROGRESS


def test_no_clock_moves_and_history_says_from_where_to_where(open_ticket, route):
    ticket = open_ticket()
    before = list(ticket.clocks.values())
    route(ticket, TELECOM, 2)
    event = Event.objects.get(ticket=ticket, kind=EventKind.ROUTED)
    assert list(ticket.clocks.values()) == before
    assert (event.old, event.new, event.data) == (f"{IT}, 1", f"{TELECOM}, 2", {"technician": "Jérôme"})


def test_the_new_technician_is_told(open_ticket, route):
    ticket = open_ticket()
    OutboxMail.objects.all().delete()
    route(ticket, IT, 3)
    assert [mail.to for mail in OutboxMail.objects.all()] == ["pascal@example.org"]


def test_routed_to_where_it_is_changes_nothing(open_ticket, route):
    ticket = route(open_ticket(), IT, 3)
    route(ticket, IT, 3)
    assert Event.objects.filter(ticket=ticket, kind=EventKind.ROUTED).count() == 1


def test_a_level_of_another_queue_is_refused(cast, open_ticket, at):
    with pytest.raises(ActionRefused, match=TELECOM):
        route_ticket(
            ticket=open_ticket(),
            queue=Queue.objects.get(name=TELECOM),
            level=level(IT, 2),
            by=cast.operator,
            at=at,
        )
