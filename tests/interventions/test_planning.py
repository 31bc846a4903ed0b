"""The planning page, the form that plans, and the office's page of a visit."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from interventions.actions.plan import Appointment, move_intervention
from interventions.choices import State
from interventions.models import Crew, Intervention, Site
from interventions.presentation.planning import Shown
from interventions.presentation.scale import HALF_HOUR, column_of, scale_of_day, side_by_side
from interventions.queries.planning import board
from interventions.queries.slots import house_hours, next_free
from interventions.queries.to_plan import tickets_to_plan, to_plan
from tests import factories
from tests.conftest import PARIS
from tests.interventions.conftest import HOUR
from tickets.actions.absence import add_absence
from tickets.actions.resolve import resolve_ticket
from tickets.actions.roster import add_duty
from tickets.actions.schedule import schedule_ticket
from tickets.actions.take import take_ticket
from tickets.choices import Role, Status, WorkUse
from tickets.models import Absence, Duty, Queue, User, WorkType
from tickets.roster import days_of_week
from tickets.seeds import IT

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 10, 12)


def paris(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=PARIS)


def day_of(date: str):
    """A day in Paris, as the planning reads it."""
    found = dt.date.fromisoformat(date)
    week = days_of_week(found - dt.timedelta(days=found.weekday()), PARIS)
    return next(day for day in week if day.date == found)


@pytest.fixture
def office(client, cast, monkeypatch, at) -> Client:
    """The operator's browser, on Monday at ten."""
    monkeypatch.setattr("helpdesk.middleware.timezone.now", lambda: at)
    client.force_login(cast.operator)
    return client


@pytest.fixture
def fields(cast):
    """What the form of planning sends; any of it may be given."""

    def filled(**given):
        return {
            "starts_at": "2026-10-13T14:00",
            "ends_at": "2026-10-13T15:00",
            "technicians": [cast.technician.pk],
            "purpose": "Remplacer l’onduleur",
            "contact": cast.contact.pk,
            **given,
        }

    return filled


def rows_of(answer) -> dict[str, list[int]]:
    """The visits that a page shows, by technician."""
    read = answer.context["board"]
    return {row.technician.name: [part.visit.pk for cell in row.cells for part in cell.parts] for row in read.rows}


# What is shown -----------------------------------------------------------------------------------


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


# To scale ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "half_hours", "written"),
    [
        ("2026-10-13", 48, ["0:00", "1:00", "2:00", "3:00"]),
        ("2026-10-25", 50, ["0:00", "1:00", "2:00", "2:00"]),
        ("2026-03-29", 46, ["0:00", "1:00", "3:00", "4:00"]),
    ],
)
def test_a_day_has_a_line_for_each_half_hour_that_it_has(date, half_hours, written, settings):
    with timezone.override(PARIS):
        marks = scale_of_day(day_of(date), [], whole=True).marks
        shown = [f"{timezone.localtime(mark.at):%-H:%M}" for mark in marks if mark.is_hour]
    assert (len(marks), shown[:4]) == (half_hours, written)
    assert marks[1].at - marks[0].at == HALF_HOUR


def test_a_visit_over_midnight_stands_on_both_days_to_scale(plan, cast):
    visit = plan(starts_at=paris("2026-10-13T22:00"), ends_at=paris("2026-10-14T03:00"))
    days = [day_of("2026-10-13"), day_of("2026-10-14")]
    row = board(days, [cast.technician]).rows[0]
    parts = [cell.parts[0] for cell in row.cells]
    assert [(part.began_before, part.goes_on) for part in parts] == [(False, True), (True, False)]
    assert row.on_site == visit.ends_at - visit.starts_at
    boxes = [
        column_of(cell, scale_of_day(day, [cell], whole=True)).visits[0][1]
        for day, cell in zip(days, row.cells, strict=True)
    ]
    assert [(box.y, box.height) for box in boxes] == [("91.667%", "8.333%"), ("0.000%", "12.500%")]


def test_an_hour_that_comes_twice_is_drawn_twice(plan, cast):
    plan(starts_at=paris("2026-10-25T01:00"), ends_at=paris("2026-10-25T04:00"))
    day = day_of("2026-10-25")
    cell = board([day], [cast.technician]).rows[0].cells[0]
    box = column_of(cell, scale_of_day(day, [cell], whole=True)).visits[0][1]
    assert (box.y, box.height) == ("4.000%", "16.000%")


def test_what_overlaps_is_drawn_side_by_side(plan, cast, at):
    first = plan(ends_at=at + 26 * HOUR)
    plan(starts_at=first.starts_at + HOUR, despite=True)
    plan(starts_at=first.ends_at)
    cell = board([day_of("2026-10-13")], [cast.technician]).rows[0].cells[0]
    assert [(lane, lanes) for _part, lane, lanes in side_by_side(cell.parts)] == [(0, 2), (1, 2), (0, 1)]


def test_a_day_is_shown_from_the_hour_before_work_to_the_hour_after(plan, cast):
    plan(starts_at=paris("2026-10-13T19:15"), ends_at=paris("2026-10-13T20:15"))
    day = day_of("2026-10-13")
    window = scale_of_day(day, board([day], [cast.technician]).rows[0].cells).window
    assert [timezone.localtime(edge, PARIS).hour for edge in window] == [8, 22]


def test_an_address_says_what_is_shown_and_back():
    for query in ("week=2026-W42", "day=2026-10-14&technician=3&technician=5", "day=2026-10-14&whole=1"):
        assert Shown.asked(QueryDict(query), MONDAY).query == query


# What waits --------------------------------------------------------------------------------------


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


# The next free time ------------------------------------------------------------------------------


def free(cast, after: str, hours: float = 1, **more):
    found = next_free([cast.technician], after=paris(after), length=hours * HOUR, hours=house_hours(), **more)
    return f"{timezone.localtime(found.start, PARIS):%a %-d %-H:%M}" if found else None


@pytest.mark.parametrize(
    ("after", "hours", "found"),
    [
        ("2026-10-12T10:07", 1, "Mon 12 10:15"),
        ("2026-10-12T12:00", 1, "Mon 12 14:00"),
        ("2026-10-12T17:30", 1, "Tue 13 9:00"),
        ("2026-10-16T18:00", 1, "Mon 19 9:00"),
        # Longer than any morning or afternoon: over the lunch break.
        ("2026-10-12T10:00", 5, "Mon 12 10:00"),
        # All Saints' Day is a Sunday, Armistice Day a Wednesday.
        ("2026-11-11T09:00", 1, "Thu 12 9:00"),
    ],
)
def test_a_free_time_lies_in_business_hours(cast, after, hours, found):
    assert free(cast, after, hours) == found


def test_a_free_time_is_nobodys_visit_or_absence(cast, plan, at):
    visit = plan(starts_at=paris("2026-10-12T10:00"), ends_at=paris("2026-10-12T12:00"))
    add_absence(user=cast.technician, from_at=at + 4 * HOUR, until_at=at + 6 * HOUR, by=cast.technician, at=at)
    assert free(cast, "2026-10-12T10:00") == "Mon 12 16:00"
    assert free(cast, "2026-10-12T10:00", beside=visit) == "Mon 12 10:00"
    assert free(cast, "2026-10-12T10:00", 0.5) == "Mon 12 12:00"


def test_who_is_away_for_months_is_never_free(cast, at):
    add_absence(user=cast.technician, from_at=at, until_at=at + dt.timedelta(days=90), by=cast.technician, at=at)
    assert free(cast, "2026-10-12T10:00") is None


# Planning ----------------------------------------------------------------------------------------


def test_a_ticket_is_planned_in_two_clicks(office, open_ticket, cast, at):
    site = Site.objects.create(account=cast.account, address="12 rue des Lilas")
    ticket = take_ticket(ticket=open_ticket(), by=cast.technician, at=at)
    form = office.get(f"/interventions/plan/?ticket={ticket.number}").context["form"]
    filled = {
        name: form[name].value() for name in ("starts_at", "ends_at", "technicians", "purpose", "site", "contact")
    }
    assert filled == {
        "starts_at": "2026-10-12T10:00",
        "ends_at": "2026-10-12T11:00",
        "technicians": [cast.technician.pk],
        "purpose": ticket.title,
        "site": site.pk,
        "contact": cast.contact.pk,
    }
    answer = office.post(f"/interventions/plan/?ticket={ticket.number}", filled)
    visit = Intervention.objects.get()
    assert answer.url == f"/interventions/{visit.pk}/"
    assert (visit.ticket, visit.site, visit.starts_at) == (ticket, site, paris("2026-10-12T10:00"))
    ticket.refresh_from_db()
    assert ticket.status == Status.SCHEDULED


def test_a_drop_says_who_and_when(office, open_ticket):
    ticket, other = open_ticket(), factories.user("ines", Role.TECHNICIAN)
    asked = f"/interventions/plan/?ticket={ticket.number}&technician={other.pk}"
    on_a_day = office.get(f"{asked}&start=2026-10-15").context["form"]
    at_an_hour = office.get(f"{asked}&start=2026-10-15T12:15:00.000Z").context["form"]
    assert [on_a_day[name].value() for name in ("technicians", "starts_at")] == [[other.pk], "2026-10-15T09:00"]
    assert at_an_hour["starts_at"].value() == "2026-10-15T14:15"
    assert office.get(f"{asked}&start=2026-99-99").status_code == 200


def test_planned_from_the_planning_one_comes_back_to_its_days(office, open_ticket, fields):
    ticket = open_ticket()
    url = f"/interventions/plan/?ticket={ticket.number}&back=week%3D2026-W43"
    assert office.post(url, fields()).url == "/interventions/?week=2026-W43"
    hostile = f"/interventions/plan/?ticket={ticket.number}&back=//evil.example.org"
    answer = office.post(hostile, fields(starts_at="2026-10-14T14:00", ends_at="2026-10-14T15:00"))
    assert answer.url == "/interventions/?week=2026-W42"


def test_a_site_is_written_down_in_place(office, open_ticket, fields, cast):
    new = {"site_address": "1 quai du Port", "site_name": "Entrepôt", "site_access_notes": "Sonner deux fois"}
    office.post(f"/interventions/plan/?ticket={open_ticket().number}", fields(**new))
    site = Intervention.objects.get().site
    assert (site.account, site.name, site.access_notes) == (cast.account, "Entrepôt", "Sonner deux fois")


def test_a_refused_visit_leaves_no_site_behind(office, open_ticket, fields, plan):
    plan(starts_at=paris("2026-10-13T14:00"))
    office.post(f"/interventions/plan/?ticket={open_ticket().number}", fields(site_address="1 quai du Port"))
    assert not Site.objects.exists()


def test_a_site_of_another_client_is_refused(office, open_ticket, fields, cast):
    foreign = Site.objects.create(account=cast.other, address="Ailleurs")
    answer = office.post(f"/interventions/plan/?ticket={open_ticket().number}", fields(site=foreign.pk))
    assert "site" in answer.context["form"].errors
    assert not Intervention.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"ends_at": "2026-10-13T13:00"}, "ends_at", "A visit ends after it starts"),
        ({"ends_at": "2026-10-15T13:00"}, "ends_at", "A visit lasts 24 hours at most"),
        ({"technicians": []}, "technicians", "Nobody would come"),
        ({"purpose": " "}, "purpose", "Nothing says what is to be done"),
        ({"site_name": "Entrepôt"}, "site_address", "There is no address"),
        ({"starts_at": "2026-03-29T02:30"}, "starts_at", "2026-03-29 02:30:00"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(office, open_ticket, fields, wrong, field, sentence):
    answer = office.post(f"/interventions/plan/?ticket={open_ticket().number}", fields(**wrong))
    form = answer.context["form"]
    assert sentence in " ".join(form.errors[field])
    assert form["contact"].value() == str(fields()["contact"])
    assert not Intervention.objects.exists()


def test_a_clash_is_named_with_a_free_time_and_the_way_over_it(office, open_ticket, fields, plan):
    plan(starts_at=paris("2026-10-13T14:00"))
    url = f"/interventions/plan/?ticket={open_ticket().number}"
    refused = office.post(url, fields())
    assert "Technician is at Clinique des Tamarins" in refused.content.decode()
    assert "in two places on purpose: Technician" in refused.content.decode()
    proposed = office.post(url, fields(propose="1")).context["form"]
    assert (proposed["starts_at"].value(), proposed["purpose"].value()) == ("2026-10-13T15:00", "Remplacer l’onduleur")
    assert not proposed.clashes
    assert Intervention.objects.count() == 1
    office.post(url, fields(despite="on"))
    assert list(Intervention.objects.latest("pk").crew.values_list("blocks", flat=True)) == [False]


def test_without_a_ticket_one_is_chosen_first(office, open_ticket, cast, at):
    waiting = schedule_ticket(ticket=open_ticket(), by=cast.operator, at=at)
    answer = office.get("/interventions/plan/?start=2026-10-14")
    assert [each.ticket for each in answer.context["waiting"]] == [waiting]
    assert 'name="start" value="2026-10-14"' in answer.content.decode()
    assert "There is no ticket 999999" in office.get("/interventions/plan/?ticket=999999").content.decode()


# Moving ------------------------------------------------------------------------------------------


def moving(visit, **given):
    return {
        "starts_at": "2026-10-14T09:00",
        "ends_at": "2026-10-14T10:30",
        "technicians": list(visit.technicians.values_list("pk", flat=True)),
        "seen": visit.sequence,
        **given,
    }


def test_a_moved_visit_can_be_put_back(office, plan):
    visit = plan()
    url = reverse("intervention_move", args=[visit.pk])
    answer = office.post(url, moving(visit, back="week=2026-W42"))
    assert answer.url == "/interventions/?week=2026-W42"
    undo = office.get(answer.url).context["undo"]
    assert undo["url"] == url
    assert office.get(answer.url).context["undo"] is None
    office.post(url, {**undo, "undo": "1"})
    moved = Intervention.objects.get()
    assert (moved.starts_at, moved.ends_at, moved.sequence) == (visit.starts_at, visit.ends_at, 2)
    assert office.get(answer.url).context["undo"] is None


def test_what_is_dropped_where_it_was_is_nothing(office, plan):
    visit = plan()
    same = {"starts_at": visit.starts_at.isoformat(), "ends_at": visit.ends_at.isoformat()}
    office.post(reverse("intervention_move", args=[visit.pk]), moving(visit, **same))
    assert Intervention.objects.get().sequence == 0
    assert office.get("/interventions/").context["undo"] is None


def test_a_visit_dragged_onto_another_is_answered_by_what_is_in_the_way(office, plan):
    visit, other = plan(), plan(starts_at=paris("2026-10-14T09:00"))
    answer = office.post(reverse("intervention_move", args=[visit.pk]), moving(visit), headers={"HX-Request": "true"})
    said = answer.content.decode()
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#clash")
    assert "Technician is at Clinique des Tamarins" in said
    assert answer.context["free_times"] == {"starts_at": "2026-10-14T10:00", "ends_at": "2026-10-14T11:30"}
    visit.refresh_from_db()
    assert visit.sequence == 0
    office.post(reverse("intervention_move", args=[visit.pk]), moving(visit, despite="on"))
    assert list(visit.crew.values_list("blocks", flat=True)) == [False]
    assert list(other.crew.values_list("blocks", flat=True)) == [True]


def test_who_drags_what_somebody_else_moved_is_told(office, plan, cast, at):
    visit = plan()
    elsewhere = Appointment(visit.starts_at + 5 * HOUR, visit.ends_at + 5 * HOUR, [cast.technician])
    move_intervention(intervention=visit, appointment=elsewhere, by=cast.manager, at=at)
    url = reverse("intervention_move", args=[visit.pk])
    answer = office.post(url, moving(visit, seen=0), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#toasts")
    assert "Somebody else moved this visit meanwhile" in answer.content.decode()
    assert "Somebody else moved this visit" in office.post(url, moving(visit, seen=0)).content.decode()


def test_another_technician_is_sent(office, plan, cast):
    visit, other = plan(), factories.user("ines", Role.TECHNICIAN)
    office.post(reverse("intervention_move", args=[visit.pk]), moving(visit, technicians=[other.pk]))
    assert [place.technician for place in visit.crew.all()] == [other]


# One visit ---------------------------------------------------------------------------------------


def test_a_visit_is_described_anew(office, plan, cast):
    visit = plan()
    given = {
        "purpose": "Deux onduleurs",
        "contact": "",
        "instructions": "Passer par la cour",
        "site_address": "Le port",
    }
    office.post(f"/interventions/{visit.pk}/describe/", given)
    visit.refresh_from_db()
    assert (visit.purpose, visit.contact, visit.site.address) == ("Deux onduleurs", None, "Le port")
    assert "Nothing says what" in office.post(f"/interventions/{visit.pk}/describe/", {"purpose": ""}).content.decode()


def test_a_visit_is_cancelled_with_a_reason(office, plan):
    visit = plan()
    refused = office.post(f"/interventions/{visit.pk}/cancel/", {"reason": ""})
    assert refused.context["opened"] == "cancel"
    office.post(f"/interventions/{visit.pk}/cancel/", {"reason": "Le client est fermé"})
    visit.refresh_from_db()
    assert visit.state == State.CANCELLED
    page = office.get(f"/interventions/{visit.pk}/").content.decode()
    assert "Le client est fermé" in page
    assert f"/interventions/{visit.pk}/move/" not in page


def test_the_page_of_a_visit_says_what_is_agreed(office, plan, cast):
    site = Site.objects.create(account=cast.account, name="Siège", address="12 rue des Lilas", access_notes="Code 12A")
    said = office.get(f"/interventions/{plan(site=site, instructions='Prendre l’échelle').pk}/").content.decode()
    for words in ("Siège", "12 rue des Lilas", "Code 12A", "Prendre l’échelle", "Nadia", "Technician", "Planned"):
        assert words in said


# Whose, and how much -----------------------------------------------------------------------------


def test_clients_have_no_planning(client, cast, plan):
    client.force_login(cast.client)
    addresses = ["/interventions/", "/interventions/plan/", f"/interventions/{plan().pk}/"]
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
