"""One's own page: language, theme, time zone, absences, password."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
import time_machine

from helpdesk.views.me import time_zones
from tickets.models import Absence

CHOICES = {"language": "en", "theme": "dark", "time_zone": "Indian/Reunion"}


@pytest.fixture
def me(client, cast, at):
    """`me(person)`: a client that is signed in, on the day of `at`."""
    with time_machine.travel(at, tick=False):

        def signed_in(person=cast.technician):
            client.force_login(person)
            return client

        yield signed_in


def test_what_is_chosen_is_kept(me, cast):
    assert me().post("/me/", CHOICES).url == "/me/"
    cast.technician.refresh_from_db()
    assert {name: getattr(cast.technician, name) for name in CHOICES} == CHOICES


def test_the_page_speaks_and_tells_the_time_as_chosen(me, cast):
    me().post("/me/", CHOICES)
    page = me().get("/me/").text
    assert '<html lang="en" data-theme="dark"' in page
    assert "Times of the zone Indian/Reunion." in page


@pytest.mark.parametrize("typed", ["europe/paris", " America/New York ", "UTC", "Pacific/Noumea"])
def test_a_zone_may_be_typed(me, cast, typed):
    me().post("/me/", {**CHOICES, "time_zone": typed})
    cast.technician.refresh_from_db()
    assert cast.technician.time_zone.casefold() == typed.strip().replace(" ", "_").casefold()


@pytest.mark.parametrize("typed", ["Mars/Phobos", "", "../../etc/passwd", "localtime"])
def test_what_is_no_zone_is_refused_and_nothing_is_lost(me, cast, typed):
    page = me().post("/me/", {**CHOICES, "time_zone": typed})
    cast.technician.refresh_from_db()
    assert (cast.technician.time_zone, cast.technician.theme) == ("Europe/Paris", "")
    assert 'class="field-error"' in page.text
    assert f'value="{typed}"' in page.text or not typed


def test_every_zone_of_the_world_is_offered_and_can_be_read():
    assert {"Europe/Paris", "Indian/Reunion", "America/Cayenne", "UTC"} <= set(time_zones())
    assert all(zoneinfo.ZoneInfo(zone) for zone in time_zones())


@pytest.mark.parametrize("fields", [{"language": "tlh"}, {"theme": "pink"}])
def test_what_does_not_exist_is_refused(me, cast, fields):
    assert me().post("/me/", {**CHOICES, **fields}).status_code == 200
    cast.technician.refresh_from_db()
    assert cast.technician.language == "fr"


# Absences ---------------------------------------------------------------------------------------


def test_an_absence_is_said_in_ones_own_time_and_taken_away(me, cast, at):
    fields = {"from_at": "2026-10-13T09:00", "until_at": "2026-10-14T18:00", "reason": "Congé"}
    me().post("/me/absences/", fields)
    absence = Absence.objects.get(user=cast.technician)
    assert absence.from_at == dt.datetime(2026, 10, 13, 7, tzinfo=dt.UTC)
    assert "Congé" in me().get("/me/").text
    me().post(f"/me/absences/{absence.pk}/remove/")
    assert not Absence.objects.exists()


@pytest.mark.parametrize(
    ("start", "end"), [("2026-10-14T18:00", "2026-10-13T09:00"), ("", "2026-10-13T09:00"), ("x", "y")]
)
def test_an_absence_that_makes_no_sense_is_refused_and_what_was_typed_stays(me, start, end):
    page = me().post("/me/absences/", {"from_at": start, "until_at": end, "reason": "Congé annuel"}).text
    assert not Absence.objects.exists()
    assert 'class="field-error"' in page
    assert "Congé annuel" in page


def test_nobody_takes_away_what_is_not_theirs(me, cast, at):
    absence = Absence.objects.create(user=cast.manager, from_at=at, until_at=at + dt.timedelta(1))
    assert me().post(f"/me/absences/{absence.pk}/remove/").status_code == 404
    assert Absence.objects.exists()


# Password ---------------------------------------------------------------------------------------


def test_a_password_is_changed_by_who_knows_the_old_one(me, cast):
    fields = {
        "oldpassword": "demo-astreinte",
        "password1": "un-autre-mot-de-passe",
        "password2": "un-autre-mot-de-passe",
    }
    assert me().post("/accounts/password/change/", fields).url == "/me/"
    cast.technician.refresh_from_db()
    assert cast.technician.check_password("un-autre-mot-de-passe")


def test_a_wrong_password_changes_nothing(me, cast):
    fields = {"oldpassword": "faux", "password1": "un-autre-mot-de-passe", "password2": "un-autre-mot-de-passe"}
    assert me().post("/accounts/password/change/", fields).status_code == 200
    cast.technician.refresh_from_db()
    assert cast.technician.check_password("demo-astreinte")
