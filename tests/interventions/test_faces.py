"""What a ticket, its history, the notices and the frame say of visits."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.html import strip_tags

from helpdesk.palette import sections
from interventions.actions.cancel import cancel_intervention
from interventions.actions.correct import correct_slip
from interventions.actions.plan import Appointment, Errand, describe_intervention, move_intervention
from interventions.actions.sign import sign_slip
from interventions.actions.sign_later import ask_to_sign_later, sign_as_client
from interventions.choices import SignatureKind
from interventions.models import SlipVersion
from interventions.queries.of_ticket import visits_of_ticket
from interventions.signing import Given
from tests import factories
from tickets.actions.resolve import resolve_ticket
from tickets.choices import NoticeKind, Role
from tickets.models import Notice, User
from tickets.presentation.history import PUBLIC_EVENTS, event_entry

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
TYPED = Given(SignatureKind.TYPED, surname="Martin", first_name="Nadia")
ABSENT = Given(SignatureKind.ABSENT, reason="Fermé")


@pytest.fixture
def signed_in(cast):
    def client(person: str) -> Client:
        User.objects.filter(pk=getattr(cast, person).pk).update(language="en")
        found = Client()
        found.force_login(getattr(cast, person))
        return found

    return client


@pytest.fixture
def section(signed_in):
    """`section(ticket)`: what stands under Interventions beside a ticket, as the technician reads it."""

    def shown(ticket) -> str:
        html = signed_in("technician").get(f"/tickets/{ticket.number}/").text
        found = re.search(r'<section id="side-interventions">.*?</section>', html, re.S)
        assert found
        return found.group()

    return shown


@pytest.fixture
def told():
    """`told(ticket)`: the last line of its history, for the house or its client, in English."""

    def last(ticket, *, of_house: bool = True) -> str:
        event = ticket.events.exclude(kind__startswith="time_").latest("pk")
        with translation.override("en"):
            return event_entry(event, with_details=of_house)["text"]

    return last


def words(html: str) -> str:
    return " ".join(strip_tags(html).split())


def test_a_visit_is_planned_from_its_ticket_in_two_clicks(section, open_ticket, signed_in):
    ticket = open_ticket()
    html = section(ticket)
    assert "No visit is planned." in html
    way = f"/interventions/plan/?ticket={ticket.number}"
    assert f'href="{way}"' in html
    assert f'class="menu-item" href="{way}"' in signed_in("technician").get(f"/tickets/{ticket.number}/").text
    assert signed_in("technician").get(way).status_code == 200


def test_nobody_is_sent_for_a_ticket_that_is_over(section, open_ticket, cast, at):
    ticket = open_ticket()
    resolve_ticket(ticket=ticket, solution="Rebranché", by=cast.technician, at=at)
    assert "/interventions/plan/" not in section(ticket)


def test_a_ticket_shows_its_visits_with_state_time_people_and_slip(section, plan, visited, open_ticket, at):
    ticket = open_ticket()
    coming, slip = plan(ticket=ticket), visited(ticket=ticket)
    html = section(ticket)
    shown = words(html)
    assert "Mon 12 Oct., 9:00 – 10:00 Done Technician Slip 2026-0001 · PDF" in shown
    assert "Tue 13 Oct., 10:00 – 11:00 Planned Technician Fill it in on site" in shown
    for address in (
        f"/interventions/{coming.pk}/",
        f"/interventions/{coming.pk}/slip/",
        f"/slips/{slip.number}/",
        f"/slips/{slip.number}.pdf",
    ):
        assert f'href="{address}"' in html


def test_the_visits_of_a_ticket_are_one_statement(plan, open_ticket):
    ticket = open_ticket()
    for day in range(3):
        plan(ticket=ticket, starts_at=ticket.opened_at + dt.timedelta(days=day + 1))
    with CaptureQueriesContext(connection) as queries:
        lines = visits_of_ticket(ticket)
    assert (len(queries), len(lines)) == (1, 3)


def test_the_history_says_which_visit_was_planned_moved_described_and_cancelled(plan, told, cast, at):
    visit = plan()
    by = {"by": cast.operator, "at": at}
    line = told(visit.ticket)
    assert words(line) == "Operator planned an intervention: Tuesday 13 October, 10:00 – 11:00, Technician"
    assert f'href="/interventions/{visit.pk}/"' in line
    start = visit.starts_at + 2 * HOUR
    move_intervention(intervention=visit, appointment=Appointment(start, start + HOUR, [cast.technician]), **by)
    assert words(told(visit.ticket)) == (
        "Operator moved the intervention: Tuesday 13 October, 10:00 – 11:00 → "
        "Tuesday 13 October, 12:00 – 13:00, Technician"
    )
    describe_intervention(intervention=visit, errand=Errand("Voir le routeur"), **by)
    assert words(told(visit.ticket)) == (
        "Operator changed what is agreed about the intervention: Tuesday 13 October, 12:00 – 13:00, Technician"
    )
    cancel_intervention(intervention=visit, reason="Réparé à distance", **by)
    assert words(told(visit.ticket)) == (
        "Operator cancelled the intervention: Tuesday 13 October, 12:00 – 13:00 (Réparé à distance)"
    )


def test_the_history_says_who_came_left_signed_and_corrected(visited, told, cast, at):
    slip = visited()
    ticket, visit, by = slip.intervention.ticket, slip.intervention, {"by": cast.technician, "at": at}
    arrival, departure = (ticket.events.get(kind=kind) for kind in ("visit_started", "visit_done"))
    with translation.override("en"):
        for event, sentence in ((arrival, "arrived on site: 9:00"), (departure, "left the site: 10:00")):
            line = words(event_entry(event, with_details=True)["text"])
            assert line == f"Technician {sentence} (Monday 12 October, 9:00 – 10:00)"
    sign_slip(intervention=visit, given=ABSENT, **by)
    unsigned = words(told(ticket))
    assert unsigned.startswith(f"Technician closed the intervention slip without a signature: {slip.number} (")
    assert unsigned.endswith("Fermé)")
    correct_slip(intervention=visit, reason="Deux câbles", **by)
    line = told(ticket)
    assert words(line) == f"Technician corrected the intervention slip: {slip.number} (Deux câbles)"
    assert f'href="/slips/{slip.number}/"' in line
    sign_slip(intervention=visit, given=TYPED, **by)
    assert words(told(ticket)) == f"Nadia Martin signed the intervention slip: {slip.number}"


def test_a_client_reads_of_their_visits_without_a_way_into_the_house(plan, told, cast, at):
    visit = plan()
    line = told(visit.ticket, of_house=False)
    assert words(line) == "Operator planned an intervention: Tuesday 13 October, 10:00 – 11:00, Technician"
    assert "<a " not in line
    assert {"visit_planned", "visit_moved", "visit_cancelled", "slip_signed"} <= PUBLIC_EVENTS
    assert not {"visit_started", "visit_done", "slip_unsigned", "slip_corrected"} & PUBLIC_EVENTS


def test_a_notice_of_a_visit_leads_to_the_visit(plan, signed_in, cast):
    visit = plan()
    notice = Notice.objects.get(user=cast.technician, kind=NoticeKind.VISIT)
    browser = signed_in("technician")
    listed = browser.get("/notices/").text
    assert "Operator changed your visits" in words(listed)
    assert browser.get(f"/notices/{notice.pk}/").url == f"/interventions/{visit.pk}/"


def test_a_notice_of_a_signature_leads_to_the_slip(visited, signed_in, cast, at):
    slip = visited()
    ask_to_sign_later(intervention=slip.intervention, contact=cast.contact, by=cast.technician, at=at)
    sign_as_client(version=SlipVersion.objects.get(), given=TYPED, by=cast.client, at=at)
    notice = Notice.objects.get(user=cast.technician, kind=NoticeKind.SIGNED)
    browser = signed_in("technician")
    assert "The client signed the slip" in words(browser.get("/notices/").text)
    assert browser.get(f"/notices/{notice.pk}/").url == f"/slips/{slip.number}/"


def test_a_notice_whose_visit_is_unknown_leads_to_its_ticket(open_ticket, signed_in, cast, at):
    ticket = open_ticket()
    for kind, key in ((NoticeKind.VISIT, "visit_given:999:0"), (NoticeKind.SIGNED, "signed:999"), ("visit", "odd")):
        notice = Notice.objects.create(user=cast.technician, ticket=ticket, kind=kind, key=key, at=at)
        assert signed_in("technician").get(f"/notices/{notice.pk}/").url == f"/tickets/{ticket.number}/"


def test_a_technician_has_the_day_under_the_thumb_and_others_have_not(signed_in):
    def bar(person: str) -> list[str]:
        rail = re.search(r'<nav class="rail".*?</nav>', signed_in(person).get("/tickets/").text, re.S)
        assert rail
        links = re.findall(r"<a\s([^>]*?data-main[^>]*)>.*?rail-label\">(.*?)<", rail.group(), re.S)
        return [label for _attributes, label in links]

    assert bar("technician") == ["My tickets", "All tickets", "Escalations", "My day", "More"]
    assert bar("operator") == ["My tickets", "All tickets", "Unassigned", "Escalations", "More"]


def test_v_leads_to_the_planning_and_on_a_ticket_plans_a_visit(signed_in, open_ticket):
    html = signed_in("technician").get(f"/tickets/{open_ticket().number}/").text
    frame, _main, page = html.partition("<main ")
    assert re.search(r'href="/interventions/"[^>]*data-shortcut="v"', frame, re.S)
    assert re.search(r'href="/interventions/plan/\?ticket=\d+"\s+data-shortcut="v"', page, re.S)


@pytest.mark.parametrize(
    ("text", "label", "url"),
    [
        ("interv", "Interventions", "/interventions/"),
        ("my day", "My day", "/interventions/day/"),
        ("slips", "Slips", "/slips/"),
        ("plan vis", "Plan a visit", "/interventions/plan/"),
        ("empty sl", "Empty slip to print", "/slips/blank.pdf"),
    ],
)
def test_the_palette_leads_to_the_planning_the_day_and_the_empty_slip(cast, text, label, url):
    assert (label, url) in {
        (each.label, each.url) for found in sections(cast.technician, text) for each in found.entries
    }


def test_who_is_sent_nowhere_has_no_day(cast):
    both = factories.user("both", Role.OPERATOR, Role.TECHNICIAN)
    for person, has_day in ((cast.operator, False), (cast.technician, True), (both, True)):
        labels = {each.label for found in sections(person, "") for each in found.entries}
        assert ("My day" in labels) == has_day
