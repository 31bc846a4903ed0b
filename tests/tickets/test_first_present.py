"""First present: who of a cell is asked, at any instant, as a naive reading of the rule would say."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sla.models import Calendar
from sla.seeds import BUSINESS_HOURS
from tests import factories
from tickets.choices import OPEN_STATUSES, Role
from tickets.models import Absence, Duty, Queue, Resource, ResourceLevel, Ticket, User
from tickets.queries import first_present
from tickets.seeds import IT, technician

PARIS = ZoneInfo("Europe/Paris")
HOUR, SECOND = dt.timedelta(hours=1), dt.timedelta(seconds=1)


def paris(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.fixture
def queue(cast) -> Queue:
    """The IT queue, staffed in business hours: Philippe, then Jérôme on level 1."""
    queue = Queue.objects.get(name=IT)
    queue.calendar = Calendar.objects.get(name=BUSINESS_HOURS)
    queue.save()
    return queue


@pytest.fixture
def cell(queue) -> ResourceLevel:
    return ResourceLevel.objects.select_related("queue__calendar").get(queue=queue, number=1)


def on_call(queue: Queue, name: str, start: str, end: str) -> Duty:
    return Duty.objects.create(queue=queue, technician=technician(name), from_at=paris(start), until_at=paris(end))


def away(name: str, start: str, end: str) -> Absence:
    return Absence.objects.create(user=technician(name), from_at=paris(start), until_at=paris(end))


def asked(cell: ResourceLevel, when: str) -> str:
    person = first_present(cell, paris(when))
    return person.name if person else ""


def test_in_opening_hours_everybody_of_the_cell_is_on_duty_in_its_order(cell):
    assert asked(cell, "2026-10-12 10:00") == "Philippe"


def test_outside_of_them_only_who_the_roster_names(cell, queue):
    assert asked(cell, "2026-10-12 20:00") == ""
    on_call(queue, "Jérôme", "2026-10-12 18:00", "2026-10-13 09:00")
    assert asked(cell, "2026-10-12 20:00") == "Jérôme"


def test_a_queue_without_hours_is_always_staffed(cell, queue):
    queue.calendar = None
    cell.queue = queue
    assert asked(cell, "2026-10-11 03:00") == "Philippe"


def test_the_lunch_break_and_holidays_are_outside(cell):
    assert [asked(cell, at) for at in ("2026-10-12 12:29:59", "2026-10-12 12:30", "2026-10-12 14:00")] == [
        "Philippe",
        "",
        "Philippe",
    ]
    assert asked(cell, "2026-11-11 10:00") == ""


@pytest.mark.parametrize(
    ("when", "expected"),
    [("17:59:59", "Philippe"), ("18:00", "Jérôme"), ("20:59:59", "Jérôme"), ("21:00", "")],
)
def test_a_duty_is_half_open(cell, queue, when, expected):
    on_call(queue, "Jérôme", "2026-10-12 18:00", "2026-10-12 21:00")
    assert asked(cell, f"2026-10-12 {when}") == expected


def test_an_absence_is_half_open(cell):
    away("Philippe", "2026-10-12 10:00", "2026-10-12 11:00")
    times = ("09:59:59", "10:00", "10:59:59", "11:00")
    assert [asked(cell, f"2026-10-12 {at}") for at in times] == ["Philippe", "Jérôme", "Jérôme", "Philippe"]


def test_a_duty_over_midnight_covers_both_days(cell, queue):
    on_call(queue, "Philippe", "2026-10-12 22:00", "2026-10-13 06:00")
    assert [asked(cell, at) for at in ("2026-10-12 23:59:59", "2026-10-13 00:00", "2026-10-13 05:59")] == [
        "Philippe"
    ] * 3


def test_on_the_night_of_the_time_change_each_hour_is_covered_once(cell, queue):
    on_call(queue, "Philippe", "2026-10-25 01:00", "2026-10-25 02:30")
    first_230 = paris("2026-10-25 02:30")
    assert first_present(cell, first_230 - SECOND).name == "Philippe"
    assert first_present(cell, first_230.replace(fold=0)) is None
    assert first_present(cell, first_230.replace(minute=15, fold=1)) is None


def test_in_the_hour_that_the_clocks_skip_the_duty_goes_on(cell, queue):
    on_call(queue, "Philippe", "2027-03-28 01:00", "2027-03-28 03:30")
    in_utc = dt.datetime(2027, 3, 28, 1, 15, tzinfo=dt.UTC)
    assert first_present(cell, in_utc).name == "Philippe"
    assert first_present(cell, in_utc + 15 * dt.timedelta(minutes=1)) is None


def test_where_nobody_of_the_cell_is_there_who_is_on_call_is_asked(cell, queue):
    away("Philippe", "2026-10-12 08:00", "2026-10-12 20:00")
    away("Jérôme", "2026-10-12 08:00", "2026-10-12 20:00")
    on_call(queue, "Loïc", "2026-10-12 09:00", "2026-10-12 18:00")
    on_call(queue, "Pascal", "2026-10-12 08:00", "2026-10-12 18:00")
    assert asked(cell, "2026-10-12 10:00") == "Pascal"


def test_the_cell_comes_before_others_on_call(cell, queue):
    on_call(queue, "Pascal", "2026-10-12 18:00", "2026-10-13 09:00")
    on_call(queue, "Jérôme", "2026-10-12 19:00", "2026-10-13 09:00")
    assert asked(cell, "2026-10-12 18:30") == "Pascal"
    assert asked(cell, "2026-10-12 19:30") == "Jérôme"


def test_who_is_absent_is_not_on_call_either(cell, queue):
    on_call(queue, "Pascal", "2026-10-12 18:00", "2026-10-13 09:00")
    away("Pascal", "2026-10-12 20:00", "2026-10-12 21:00")
    assert [asked(cell, f"2026-10-12 {at}") for at in ("19:59", "20:00", "21:00")] == ["Pascal", "", "Pascal"]


def test_the_duty_of_another_queue_does_not_count(cell, queue):
    other = Queue.objects.exclude(pk=queue.pk).first()
    on_call(other, "Jérôme", "2026-10-12 18:00", "2026-10-13 09:00")
    assert asked(cell, "2026-10-12 20:00") == ""


def test_who_left_the_house_is_not_asked(cell):
    User.objects.filter(pk=technician("Philippe").pk).update(is_active=False)
    assert asked(cell, "2026-10-12 10:00") == "Jérôme"


def test_the_order_rules_however_much_the_first_has_to_do(cell, open_ticket):
    tickets = [open_ticket() for _ in range(3)]
    assert {ticket.technician.name for ticket in tickets} == {"Philippe"}
    assert asked(cell, "2026-10-12 10:00") == "Philippe"


def test_a_queue_that_balances_its_load_asks_who_has_fewest_open_tickets(cell, queue, open_ticket):
    Queue.objects.filter(pk=queue.pk).update(balances_load=True)
    names = [open_ticket().technician.name for _ in range(5)]
    assert names == ["Philippe", "Jérôme", "Philippe", "Jérôme", "Philippe"]


def test_what_is_resolved_weighs_nothing(cell, queue, open_ticket):
    Queue.objects.filter(pk=queue.pk).update(balances_load=True)
    ticket = open_ticket()
    Ticket.objects.filter(pk=ticket.pk).update(status="resolved")
    cell.queue.balances_load = True
    assert asked(cell, "2026-10-12 10:00") == "Philippe"


@pytest.mark.parametrize("balances", [False, True])
def test_it_takes_one_statement(cell, queue, balances):
    on_call(queue, "Pascal", "2026-10-12 08:00", "2026-10-13 09:00")
    cell.queue.balances_load = balances
    asked(cell, "2026-10-12 10:00")
    with CaptureQueriesContext(
        connection,
    ) as statements:
        asked(cell, "2026-10-12 10:00")
    assert len(statements) == 1


# Against a naive reading -------------------------------------------------------------------------
MONDAY = dt.datetime(2026, 10, 19, tzinfo=PARIS)
QUARTERS = st.integers(0, 8 * 24 * 4)  # eight days: the night of the time change is among them
SPANS = st.lists(st.tuples(st.integers(0, 4), QUARTERS, st.integers(1, 3 * 24 * 4)), max_size=6)


def instant(quarter: int) -> dt.datetime:
    return MONDAY.astimezone(dt.UTC) + dt.timedelta(minutes=15 * quarter)


def naive(people, in_cell, duties, absences, load, staffed, at):
    """As one would do it by hand: everybody in turn, with a finger on the roster."""

    def covers(spans, person):
        return [start for who, start, end in spans if who == person and start <= at < end]

    present = [person for person in people if not covers(absences, person)]
    on_duty = [person for person in in_cell if person in present and (staffed or covers(duties, person))]
    if on_duty:
        return min(on_duty, key=lambda person: (load.get(person, 0), in_cell.index(person)))
    called = [(min(covers(duties, person)), person) for person in present if covers(duties, person)]
    return min(called)[1] if called else None


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    in_cell=st.permutations(range(5)).flatmap(lambda order: st.integers(0, 5).map(lambda size: order[:size])),
    duties=SPANS,
    absences=SPANS,
    quarters=st.lists(QUARTERS, min_size=1, max_size=6),
    balances=st.booleans(),
    has_hours=st.booleans(),
)
def test_it_says_what_a_naive_reading_says(queue, cast, at, in_cell, duties, absences, quarters, balances, has_hours):
    people = house(queue, balances, has_hours)
    cell = ResourceLevel.objects.select_related("queue__calendar").get(queue=queue, number=1)
    Resource.objects.filter(level=cell).delete()
    Resource.objects.bulk_create(
        Resource(level=cell, technician=people[who], order=order) for order, who in enumerate(in_cell)
    )
    spans = [
        [(people[who].pk, instant(start), instant(start + length)) for who, start, length in each]
        for each in (duties, absences)
    ]
    Duty.objects.filter(queue=queue).delete()
    Duty.objects.bulk_create(
        Duty(queue=queue, technician_id=who, from_at=start, until_at=end) for who, start, end in spans[0]
    )
    Absence.objects.all().delete()
    Absence.objects.bulk_create(Absence(user_id=who, from_at=start, until_at=end) for who, start, end in spans[1])
    load = dict.fromkeys((person.pk for person in people), 0)
    load[people[0].pk] = Ticket.objects.filter(technician=people[0], status__in=OPEN_STATUSES).count()
    for when in map(instant, quarters):
        found = first_present(cell, when)
        staffed = not has_hours or queue.calendar.service_hours().is_open(when)
        expected = naive(
            [person.pk for person in people],
            [people[who].pk for who in in_cell],
            *spans,
            load if balances else {},
            staffed,
            when,
        )
        assert (found.pk if found else None) == expected


def house(queue: Queue, balances: bool, has_hours: bool) -> list[User]:
    """Five technicians, the first of whom has a ticket open."""
    names = ("ada", "brice", "cleo", "dora", "elie")
    if not User.objects.filter(email="ada@example.org").exists():
        made = [factories.user(name, Role.TECHNICIAN) for name in names]
        ticket = factories.ticket(by=made[0], at=MONDAY, account=factories.account("Orsel"))
        Ticket.objects.filter(pk=ticket.pk).update(technician=made[0])
    Queue.objects.filter(pk=queue.pk).update(
        balances_load=balances, calendar=Calendar.objects.get(name=BUSINESS_HOURS) if has_hours else None
    )
    return list(User.objects.filter(name__in=[name.capitalize() for name in names]).order_by("pk"))
