"""The day of a technician: where to go, in order, and what to know there."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from interventions.actions.arrive import start_intervention
from interventions.actions.cancel import cancel_intervention
from interventions.models import Site
from interventions.presentation.route import route
from tests import factories
from tests.conftest import PARIS
from tests.interventions.conftest import HOUR
from tickets.actions.note import add_note
from tickets.choices import Role
from tickets.models import Account, ContactPhone

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def page(client, cast):
    """`page("2026-10-13", by=…)`: the page of a day, in English."""

    def shown(address: str, *, by=cast.technician, at: dt.datetime | None = None) -> str:
        type(by).objects.filter(pk=by.pk).update(language="en")
        client.force_login(by)
        with time_machine.travel(at or dt.datetime(2026, 10, 13, 9, 0, tzinfo=PARIS), tick=False):
            response = client.get(address)
        assert response.status_code == 200
        return response.content.decode()

    return shown


def visits(cast, day: dt.date) -> list[str]:
    with timezone.override(PARIS):
        stops = route(cast.technician, day, dt.datetime(2026, 10, 13, tzinfo=PARIS))["stops"]
    return [stop.intervention.purpose for stop in stops]


def test_the_day_has_the_visits_of_its_technician_in_order(plan, cast, at):
    plan(starts_at=at + 30 * HOUR, purpose="Après")
    plan(starts_at=at + 25 * HOUR, purpose="Avant")
    plan(starts_at=at + 26 * HOUR, purpose="D’un autre", technicians=[factories.user("loïc", Role.TECHNICIAN)])
    gone = plan(starts_at=at + 27 * HOUR, purpose="Annulée")
    cancel_intervention(intervention=gone, reason="Fermé", by=cast.operator, at=at)
    plan(starts_at=at + 49 * HOUR, purpose="Demain")
    assert visits(cast, dt.date(2026, 10, 13)) == ["Avant", "Après"]


def test_a_visit_over_midnight_is_on_both_days(plan, cast):
    plan(
        starts_at=dt.datetime(2026, 10, 13, 23, 0, tzinfo=PARIS), ends_at=dt.datetime(2026, 10, 14, 2, 0, tzinfo=PARIS)
    )
    plan(
        starts_at=dt.datetime(2026, 10, 14, 22, 0, tzinfo=PARIS), ends_at=dt.datetime(2026, 10, 15, 0, 0, tzinfo=PARIS)
    )
    assert [len(visits(cast, dt.date(2026, 10, day))) for day in (12, 13, 14, 15)] == [0, 1, 2, 0]


def test_the_day_on_which_the_clocks_change_has_its_last_hour(plan, cast):
    late = dt.datetime(2026, 10, 25, 23, 15, tzinfo=PARIS)
    plan(starts_at=late, ends_at=late + HOUR / 2)
    assert [len(visits(cast, dt.date(2026, 10, day))) for day in (24, 25, 26)] == [0, 1, 0]


def test_a_stop_says_where_and_whom_to_call(plan, page, cast):
    Account.objects.filter(pk=cast.account.pk).update(phone="+33412345678", notes="Chien méchant")
    ContactPhone.objects.create(contact=cast.contact, number="+33639980001")
    site = Site.objects.create(
        account=cast.account, name="Atelier", address="3 rue des Lilas\n13420 Gémenos", access_notes="Code 1234"
    )
    plan(site=site, instructions="Prendre l’escabeau")
    shown = page("/interventions/day/?day=2026-10-13")
    assert 'href="tel:+33639980001"' in shown
    assert 'href="tel:+33412345678"' in shown
    assert "geo:0,0?q=3%20rue%20des%20Lilas%2C%2013420%20G%C3%A9menos" in shown
    assert "https://www.openstreetmap.org/search?query=3+rue+des+Lilas%2C+13420+G%C3%A9menos" in shown
    for words in ("Code 1234", "Chien méchant", "Prendre l’escabeau", "Atelier", "10:00"):
        assert words in shown


def test_a_number_that_is_the_switchboard_too_is_offered_once(plan, page, cast):
    Account.objects.filter(pk=cast.account.pk).update(phone="+33639980001")
    ContactPhone.objects.create(contact=cast.contact, number="+33639980001")
    plan()
    shown = page("/interventions/day/")
    assert shown.count('href="tel:') == 1
    assert "Call Nadia" in shown


def test_a_stop_has_the_history_of_its_ticket_and_what_else_is_open(plan, page, cast, open_ticket, at):
    visit = plan()
    add_note(ticket=visit.ticket, body="Clé chez le gardien", by=cast.operator, at=at)
    open_ticket(title="Écran noir")
    factories.ticket(by=cast.operator, at=at, account=cast.other, title="D’un autre client")
    shown = page("/interventions/day/")
    assert "Clé chez le gardien" in shown
    assert "Écran noir" in shown
    assert "1 other open ticket" in shown
    assert "D’un autre client" not in shown


def test_a_day_without_visits_says_so_and_leads_to_its_neighbours(page):
    shown = page("/interventions/day/?day=2026-11-01")
    assert "No visit on this day" in shown
    assert "?day=2026-10-31" in shown
    assert "?day=2026-11-02" in shown


@pytest.mark.parametrize("day", ["", "hier", "2026-02-30", "9999-12-31", "0001-01-01"])
def test_a_day_that_makes_no_sense_is_no_error(page, day):
    assert "<h1>" in page(f"/interventions/day/?day={day}")


def test_more_visits_take_no_more_statements(plan, client, cast, at):
    def statements() -> int:
        with time_machine.travel(at + DAY, tick=False), CaptureQueriesContext(connection) as queries:
            assert client.get("/interventions/day/").status_code == 200
        return len(queries)

    client.force_login(cast.technician)
    plan(starts_at=at + 21 * HOUR)
    statements()
    before = statements()
    for hours in range(22, 30):
        start_intervention(intervention=plan(starts_at=at + hours * HOUR), by=cast.technician, at=at + hours * HOUR)
    assert statements() == before


def test_the_page_of_a_slip_is_read_by_all_staff_and_filled_in_by_some(plan, page, cast):
    visit = plan()
    address = f"/interventions/{visit.pk}/slip/"
    assert "I have arrived" in page(address)
    assert "I have arrived" in page(address, by=cast.manager)
    shown = page(address, by=factories.user("loïc", Role.TECHNICIAN))
    assert "I have arrived" not in shown
    assert "Only who is sent on this visit" in shown


def test_a_page_offers_what_comes_next_alone(plan, page, cast):
    visit = plan()
    address = f"/interventions/{visit.pk}/slip/"

    def hidden(verb: str) -> bool:
        form = page(address).split(f'data-verb="{verb}"')[1].split(">")[0]
        return "hidden" in form

    assert [hidden(verb) for verb in ("arrive", "leave", "save")] == [False, True, True]
    start_intervention(intervention=visit, by=cast.technician, at=visit.starts_at)
    assert [hidden(verb) for verb in ("arrive", "leave", "save")] == [True, False, False]


def test_the_slip_as_json_is_what_a_verb_answers(client, plan, cast):
    visit = plan()
    client.force_login(cast.technician)
    answer = client.get(f"/interventions/{visit.pk}/slip/", headers={"Accept": "application/json"}).json()
    assert (answer["state"], answer["revision"], answer["number"]) == ("planned", 0, "")
    assert answer["fields"]["supplies"] == []


def test_who_reads_alone_sees_what_the_slip_says_and_no_form(visited, page, at):
    slip = visited()
    shown = page(f"/interventions/{slip.intervention_id}/slip/", by=factories.user("loïc", Role.TECHNICIAN), at=at)
    main = shown.split("<main")[1]
    for words in ("Onduleur en défaut", "Onduleur remplacé", "0.5 m Câble", "9:00"):
        assert words in " ".join(main.split())
    assert "data-verb=" not in main
    assert "<form" not in main.split("data-queue")[0]
