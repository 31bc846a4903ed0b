"""The calendar of a technician: by a secret address, which can be renewed, in every calendar program."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from icalendar import Calendar

from interventions.actions.cancel import cancel_intervention
from interventions.actions.feed import renew_feed
from interventions.models import CalendarFeed
from tests.interventions.conftest import HOUR
from tickets.refusal import ActionRefused

pytestmark = pytest.mark.django_db


def read(token: str) -> Calendar:
    answer = Client().get(f"/calendar/{token}.ics")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "private" in answer["Cache-Control"]
    return Calendar.from_ical(answer.content)


def test_it_shows_the_visits_of_one_person(plan, cast, at, django_assert_max_num_queries):
    visit = plan()
    token = renew_feed(by=cast.technician, at=at)
    with django_assert_max_num_queries(5):
        (event,) = read(token).walk("VEVENT")
    assert str(event["uid"]).startswith(str(visit.uid))
    assert event["summary"] == "Clinique des Tamarins: Remplacer l’onduleur"
    assert (event["dtstart"].dt, event["dtend"].dt) == (visit.starts_at, visit.ends_at)
    assert str(event["url"]).endswith(f"/interventions/{visit.pk}/slip/")


def test_a_cancelled_visit_is_said_to_be(plan, cast, at):
    cancel_intervention(intervention=plan(), reason="Fermé", by=cast.operator, at=at)
    (event,) = read(renew_feed(by=cast.technician, at=at)).walk("VEVENT")
    assert (event["status"], event["sequence"]) == ("CANCELLED", 1)


def test_the_visits_of_others_are_not_in_it(plan, cast, at):
    plan()
    assert read(renew_feed(by=cast.operator, at=at)).walk("VEVENT") == []


def test_it_costs_the_same_however_many_there_are(plan, cast, at, django_assert_max_num_queries):
    for day in range(1, 9):
        plan(starts_at=at + day * 24 * HOUR)
    token = renew_feed(by=cast.technician, at=at)
    with django_assert_max_num_queries(6):
        assert len(read(token).walk("VEVENT")) == 8


def test_a_new_address_takes_the_place_of_the_old_one(cast, at):
    old, new = (renew_feed(by=cast.technician, at=at) for _time in range(2))
    assert Client().get(f"/calendar/{old}.ics").status_code == 404
    read(new)
    feed = CalendarFeed.objects.get()
    assert new not in feed.token_hash
    assert feed.read_at is not None


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "é"])
def test_what_is_no_address_leads_nowhere(token):
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_who_left_shows_nothing_any_more(cast, at):
    token = renew_feed(by=cast.technician, at=at)
    cast.technician.is_active = False
    cast.technician.save()
    assert Client().get(f"/calendar/{token}.ics").status_code == 404


def test_a_client_has_no_such_calendar(cast, at):
    with pytest.raises(ActionRefused):
        renew_feed(by=cast.client, at=at)


def test_the_address_is_shown_once_on_ones_own_page(client, cast):
    client.force_login(cast.technician)
    assert client.post("/me/calendar/").status_code == 302
    first, second = client.get("/me/").text, client.get("/me/").text
    assert "/calendar/" in first
    assert ".ics" in first
    assert ".ics" not in second


def test_reading_is_noted_once_an_hour(cast, at, client):
    feed_token = renew_feed(by=cast.technician, at=at)
    read(feed_token)
    before = CalendarFeed.objects.get().read_at
    read(feed_token)
    assert CalendarFeed.objects.get().read_at == before
    assert before - at < dt.timedelta(days=3650)
