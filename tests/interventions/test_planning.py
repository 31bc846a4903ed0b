"""The planning: who goes where in a week or a day, what waits, and what the page costs."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interventions.choices import State
from interventions.models import Crew, Intervention
from interventions.queries.planning import board
from interventions.queries.to_plan import tickets_to_plan, to_plan
from tests import factories
from tests.conftest import PARIS
from tests.interventions.conftest import HOUR, paris
from tickets.actions.absence import add_absence
from tickets.actions.resolve import resolve_ticket
from tickets.actions.roster import add_duty
from tickets.actions.schedule import schedule_ticket
from tickets.choices import Role, WorkUse
from tickets.models import Absence, Duty, Queue, User, WorkType
from tickets.roster import days_of_week
from tickets.seeds import IT

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 10, 12)


def rows_of(answer) -> dict[str, list[int]]:
    """The visits that a page shows, by technician."""
    read = answer.context["board"]
    return {row.technician.name: [part.visit.pk for cell in row.cells for part in cell.parts] for row in read.rows}


def test_a_week_shows_who_goes_where(office, plan, cast):
    visit = plan()
    answer = office.get("/interventions/")
    assert rows_of(answer)["Technician"] == [visit.pk]
    assert "Clinique des Tamarins" in answer.content.decode()
    assert rows_of(office.get("/interventions/?week=2026-W43"))["Technician"] == []


def test_a_day_shows_that_day_alone(office, plan):
    visit = plan()
    assert rows_of(office.get("/interventions/?day=2026-10-13"))["Technician"] == [visit.pk]
    assert rows_of(office.get("/interventions/?day=2026-10-14"))["Technician"] == []


def test_only_the_technicians_that_were_asked_for_are_shown(office, plan, cast):
    visit = plan(technicians=[cast.technician, factories.user("ines", Role.TECHNICIAN)])
    assert rows_of(office.get(f"/interventions/?technician={cast.technician.pk}")) == {"Technician": [visit.pk]}
    assert len(rows_of(office.get("/interventions/"))) > 2


@pytest.mark.parametrize(
    "query", ["week=2026-W54", "week=x", "day=2026-13-40", "day=9999-12-31", "technician=" + "9" * 30]
)
def test_an_address_that_cannot_be_read_shows_this_week(office, query):
    answer = office.get(f"/interventions/?{query}")
    assert answer.status_code == 200
    assert answer.context["shown"].date == MONDAY


def test_a_visit_of_several_stands_in_the_line_of_each(office, plan, cast):
    other = factories.user("ines", Role.TECHNICIAN)
    visit = plan(technicians=[cast.technician, other])
    rows = rows_of(office.get("/interventions/"))
    assert (rows["Technician"], rows["Ines"]) == ([visit.pk], [visit.pk])


def test_absences_duties_and_business_hours_are_shown(office, cast, at):
    queue = Queue.objects.get(name=IT)
    add_absence(
        user=cast.technician, from_at=at + HOUR, until_at=at + 2 * HOUR, reason="Congé", by=cast.technician, at=at
    )
    span = {"from_at": at + 9 * HOUR, "until_at": at + 23 * HOUR}
    add_duty(queue=queue, technician=cast.technician, **span, by=cast.manager, at=at)
    answer = office.get("/interventions/?day=2026-10-12")
    cell = next(row.cells[0] for row in answer.context["board"].rows if row.technician == cast.technician)
    assert [away.absence.reason for away in cell.absences] == ["Congé"]
    assert [duty.span.end for duty in cell.duties] == [paris("2026-10-13")]
    assert [timezone.localtime(edge, PARIS).hour for span in cell.hours for edge in span] == [9, 12, 14, 18]


def test_a_cancelled_visit_is_not_shown(office, plan, cast, at):
    visit = plan()
    office.post(f"/interventions/{visit.pk}/cancel/", {"reason": "fermé"})
    assert rows_of(office.get("/interventions/"))["Technician"] == []


def test_who_is_no_technician_any_more_keeps_a_line_while_they_are_sent(office, plan, cast):
    plan()
    cast.technician.roles = [Role.OPERATOR]
    cast.technician.save()
    assert "Technician" in rows_of(office.get("/interventions/"))
    assert "Technician" not in rows_of(office.get("/interventions/?week=2026-W44"))


def test_a_conflict_is_named_with_the_way_to_a_free_time(office, plan):
    first = plan()
    over = plan(starts_at=first.starts_at + HOUR / 2, despite=True)
    found = office.get("/interventions/").context["board"].conflicts
    assert [(each.place.intervention, each.other.intervention) for each in found] == [(over, first)]
    assert [each.span.end - each.span.start for each in found] == [HOUR / 2]
    page = office.get(f"/interventions/{over.pk}/?free").context
    assert page["move_form"]["starts_at"].value() == "2026-10-13T11:00"


def test_who_is_never_free_is_said_so(office, plan, cast, at):
    visit = plan()
    add_absence(user=cast.technician, from_at=at, until_at=at + dt.timedelta(days=90), by=cast.technician, at=at)
    page = office.get(f"/interventions/{visit.pk}/?free")
    assert "They are never free together in the next six weeks" in page.content.decode()
    assert page.context["move_form"]["starts_at"].value() == "2026-10-13T10:00"


def test_a_long_visit_clashes_with_each_that_it_spans(plan, cast, at):
    long = plan(ends_at=at + 28 * HOUR)
    plan(starts_at=long.starts_at + HOUR, despite=True)
    plan(starts_at=long.starts_at + 3 * HOUR, despite=True)
    read = board(days_of_week(MONDAY, PARIS), [cast.technician])
    assert len(read.conflicts) == 2


def test_what_is_to_be_done_on_site_or_scheduled_waits_until_a_visit_is_to_come(plan, open_ticket, cast, at):
    on_site = open_ticket(work_type=WorkType.objects.get(use=WorkUse.ON_SITE), priority="low")
    scheduled = open_ticket(priority="high")
    schedule_ticket(ticket=scheduled, by=cast.operator, at=at)
    open_ticket()
    over = open_ticket(work_type=on_site.work_type)
    resolve_ticket(ticket=over, solution="Fait", by=cast.technician, at=at)
    assert [each.ticket for each in to_plan(at)[0]] == [scheduled, on_site]
    visit = plan(ticket=scheduled)
    assert list(tickets_to_plan()) == [on_site]
    Intervention.objects.filter(pk=visit.pk).update(state=State.DONE)
    assert list(tickets_to_plan()) == [scheduled, on_site]


def test_clients_have_no_planning(client, cast, plan):
    client.force_login(cast.client)
    assert client.get("/interventions/").url == "/portal/slips/"
    addresses = ["/interventions/plan/", f"/interventions/{plan().pk}/"]
    assert {client.get(address).status_code for address in addresses} == {404}


def statements(office: Client, address: str) -> int:
    office.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert office.get(address).status_code == 200
    return len(queries)


def grown(visit, at, sizes: range) -> None:
    """As many technicians, each on two visits at once, with an absence and a duty; many rows in few statements."""
    queue, span = Queue.objects.get(name=IT), {"from_at": at + HOUR, "until_at": at + 2 * HOUR}
    people = User.objects.bulk_create(
        User(email=f"t{number}@example.org", name=f"T{number}", roles=[Role.TECHNICIAN]) for number in sizes
    )
    same = {"ticket": visit.ticket, "planned_by": visit.planned_by, "planned_at": at, "purpose": visit.purpose}
    times = {"starts_at": at + HOUR, "ends_at": at + 2 * HOUR}
    visits = Intervention.objects.bulk_create(Intervention(**same, **times) for _each in [*people, *people])
    taken = DateTimeTZRange(*times.values())
    Crew.objects.bulk_create(
        Crew(intervention=one, technician=person, span=taken, blocks=False)
        for one, person in zip(visits, [*people, *people], strict=True)
    )
    Absence.objects.bulk_create(Absence(user=person, **span) for person in people)
    Duty.objects.bulk_create(Duty(queue=queue, technician=person, **span) for person in people)


def test_the_planning_asks_as_much_for_a_hundred_as_for_ten(office, plan, at):
    addresses = ["/interventions/", "/interventions/?day=2026-10-12"]
    visit = plan()
    grown(visit, at, range(10))
    few = {address: statements(office, address) for address in addresses}
    grown(visit, at, range(10, 100))
    assert {address: statements(office, address) for address in addresses} == few
    assert len(rows_of(office.get(addresses[0]))) > 100


def test_what_waits_asks_as_much_for_thirty_as_for_ten(office, open_ticket, cast, at):
    def waiting(count: int) -> int:
        for _ticket in range(count):
            schedule_ticket(ticket=open_ticket(), by=cast.operator, at=at)
        return statements(office, "/interventions/plan/")

    # How many there are is counted once they are more than are shown.
    assert waiting(10) + 1 == waiting(20)


def test_the_page_of_a_visit_asks_as_much_for_a_crew_of_ten_as_for_one(office, plan, cast):
    people = [factories.user(f"t{number}", Role.TECHNICIAN) for number in range(10)]
    one, ten = plan(technicians=people[:1]), plan(technicians=people, starts_at=paris("2026-10-14T09:00"))
    assert statements(office, f"/interventions/{one.pk}/") == statements(office, f"/interventions/{ten.pk}/")


@pytest.mark.parametrize("address", ["/interventions/", "/interventions/?day=2026-10-13"])
def test_a_key_is_no_number_to_be_read(french, client, cast, plan, address):
    """A thousand has a blank in French; who has the key 19102 is sent as 19102 all the same."""
    rene = User(pk=19_102, email="rene@example.org", name="René", roles=[Role.TECHNICIAN])
    rene.save()
    plan(technicians=[rene])
    client.force_login(cast.operator)
    page = client.get(address if "?" in address else f"{address}?week=2026-W42").text
    assert 'data-technician="19102"' in page
    assert "19\N{NARROW NO-BREAK SPACE}102" not in page
    assert "19\N{NO-BREAK SPACE}102" not in page
    assert "19 102" not in page
