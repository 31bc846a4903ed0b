"""Whatever is planned, moved and cancelled, in whatever order and by however many at once: nobody is in two places."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Iterable, Sequence
from itertools import combinations

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interventions.actions.cancel import cancel_intervention
from interventions.actions.plan import Appointment, Errand, move_intervention, plan_intervention
from interventions.choices import State
from interventions.clashes import Overlap
from interventions.models import Crew, Intervention
from tests import factories
from tests.processes import execute, finish, start, wait_for_the_gone, wait_until
from tickets.choices import Role
from tickets.models import Ticket, User

START = dt.datetime(2026, 10, 12, 6, 0, tzinfo=dt.UTC)
QUARTER = dt.timedelta(minutes=15)
PEOPLE = 3
# What is done, to which visit, from which quarter of an hour on, for how many, by whom, and whether on purpose.
ACTS = st.tuples(
    st.sampled_from(["plan", "move", "cancel"]),
    st.integers(0, 9),
    st.integers(0, 24),
    st.integers(1, 8),
    st.sets(st.integers(0, PEOPLE - 1), min_size=1),
    st.booleans(),
)


def blocking() -> list[Crew]:
    return list(Crew.objects.filter(blocks=True).select_related("intervention"))


def overlapping(places: Iterable[Crew]) -> list[tuple[Crew, Crew]]:
    """Pairs in which one person is in two places."""
    return [
        (one, other)
        for one, other in combinations(places, 2)
        if one.technician_id == other.technician_id
        and one.span.lower < other.span.upper
        and other.span.lower < one.span.upper
    ]


class Book:
    """A handful of technicians, and every visit that was ever planned for them."""

    def __init__(self, ticket: Ticket, people: Sequence[User], by: User) -> None:
        self.ticket, self.people, self.by = ticket, people, by
        self.visits: list[Intervention] = []

    def carry_out(self, act: str, which: int, first: int, quarters: int, who: set[int], despite: bool) -> None:
        span = (START + first * QUARTER, START + (first + quarters) * QUARTER)
        appointment = Appointment(*span, [self.people[n] for n in sorted(who)], despite=despite)
        by = {"by": self.by, "at": START}
        visit = self.visits[which % len(self.visits)] if self.visits else None
        if act == "plan":
            errand = Errand("Remplacer l’onduleur")
            self.visits.append(plan_intervention(ticket=self.ticket, appointment=appointment, errand=errand, **by))
        elif visit and Intervention.objects.filter(pk=visit.pk, state=State.PLANNED).exists():
            if act == "move":
                move_intervention(intervention=visit, appointment=appointment, **by)
            else:
                cancel_intervention(intervention=visit, reason="fermé", **by)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, min_size=2, max_size=10))
def test_no_sequence_of_acts_puts_anybody_in_two_places(cast, open_ticket, acts):
    with transaction.atomic():
        people = [factories.user(f"p{number}", Role.TECHNICIAN) for number in range(PEOPLE)]
        book = Book(open_ticket(), people, cast.operator)
        for act in acts:
            before = list(Crew.objects.values_list("pk", "span", "blocks").order_by("pk"))
            try:
                book.carry_out(*act)
            except Overlap as overlap:
                assert overlap.clashes
                assert not act[-1]
                assert list(Crew.objects.values_list("pk", "span", "blocks").order_by("pk")) == before
            assert overlapping(blocking()) == []
        # Each place is as long as its visit, and what is cancelled takes nobody's time.
        for place in Crew.objects.select_related("intervention"):
            assert (place.span.lower, place.span.upper) == (place.intervention.starts_at, place.intervention.ends_at)
            assert not (place.blocks and place.intervention.state == State.CANCELLED)
        transaction.set_rollback(True)


# At once -----------------------------------------------------------------------------------------

PROCESSES, TURNS = 8, 12


def dispatcher(number: int, book: Book) -> Callable[[], None]:
    """Plans and moves for everybody, as fast as it can, and writes down what it was told."""

    def work() -> None:
        chance = random.Random(number)  # noqa: S311 - a test that can be run again
        for _turn in range(TURNS):
            first, who = chance.randrange(12), set(chance.sample(range(PEOPLE), chance.choice([1, 1, 2])))
            act = chance.choice(["plan", "plan", "move"])
            try:
                book.carry_out(act, chance.randrange(9), first, chance.randrange(1, 6), who, despite=False)
                told = "done"
            except Overlap as overlap:
                told = str(overlap)
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO told VALUES (%s, %s)", [number, told])

    return work


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_eight_who_plan_and_move_at_once_put_nobody_in_two_places(cast, open_ticket):
    people = [factories.user(f"p{number}", Role.TECHNICIAN) for number in range(PEOPLE)]
    books = [Book(open_ticket(), people, cast.operator) for _number in range(PROCESSES)]
    execute("CREATE TABLE told (process int, said text)")
    try:
        processes = [start(dispatcher(number, book)) for number, book in enumerate(books)]
        for process in processes:
            finish(process)
        wait_for_the_gone()
        told = [said for (said,) in execute("SELECT said FROM told")]
    finally:
        execute("DROP TABLE told")
    refused = [said for said in told if said != "done"]
    assert len(told) == PROCESSES * TURNS
    assert overlapping(blocking()) == []
    assert all(place.blocks for place in Crew.objects.all())
    assert refused
    assert [said for said in refused if "is at Clinique des Tamarins on" not in said] == []
    assert Intervention.objects.count() + len(refused) <= len(told)


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_of_eight_who_want_the_same_hour_one_gets_it(cast, open_ticket):
    """They wait for one another at the technician's row, so that each sees what the one before planned."""
    tickets = [open_ticket() for _number in range(PROCESSES)]
    execute("CREATE TABLE told (process int, said text)")

    def wants(number: int) -> Callable[[], None]:
        def work() -> None:
            book = Book(tickets[number], [cast.technician], cast.operator)
            try:
                book.carry_out("plan", 0, 0, 4, {0}, False)
                told = "done"
            except Overlap as overlap:
                told = str(overlap)
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO told VALUES (%s, %s)", [number, told])

        return work

    try:
        # A connection of its own: `start` closes the ordinary one, and with it would go the lock.
        keeper = connection.copy()
        with keeper.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("SELECT 1 FROM tickets_user WHERE id = %s FOR UPDATE", [cast.technician.pk])
        processes = [start(wants(number)) for number in range(PROCESSES)]
        waiting = (
            "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
        )
        wait_until(lambda: execute(waiting)[0][0] == PROCESSES, "eight at the technician's row")
        keeper.close()
        for process in processes:
            finish(process)
        wait_for_the_gone()
        told = sorted(said for (said,) in execute("SELECT said FROM told"))
    finally:
        execute("DROP TABLE told")
    assert told.count("done") == 1
    refused = {said for said in told if said != "done"}
    assert len(refused) == 1
    assert all(said.startswith("Technician is at Clinique des Tamarins on ") for said in refused)
    assert Intervention.objects.count() == 1
