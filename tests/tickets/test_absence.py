"""Absences: from one instant to another, a person is not asked."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.urls import reverse

from tests import factories
from tickets.actions.absence import add_absence, remove_absence
from tickets.choices import Role
from tickets.models import Absence
from tickets.refusal import ActionRefused

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def away(cast, at):
    """The technician says when they are away, in hours from now."""

    def said(start, end, *, user=None, by=None, reason=""):
        user = user or cast.technician
        span = {"from_at": at + start * HOUR, "until_at": at + end * HOUR}
        return add_absence(user=user, **span, reason=reason, by=by or user, at=at)

    return said


def spans(user, at):
    return [
        ((absence.from_at - at) / HOUR, (absence.until_at - at) / HOUR, absence.reason)
        for absence in user.absences.all()
    ]


def test_everybody_of_the_house_says_their_own(cast, away, at):
    for name in ("operator", "technician", "manager", "administrator"):
        away(1, 2, user=getattr(cast, name), reason=" Dentiste ")
        assert spans(getattr(cast, name), at) == [(1, 2, "Dentiste")]


@pytest.mark.parametrize("name", ["manager", "administrator"])
def test_a_manager_says_those_of_others(cast, away, at, name):
    absence = away(1, 2, by=getattr(cast, name))
    remove_absence(absence=absence, by=getattr(cast, name), at=at)
    assert spans(cast.technician, at) == []


@pytest.mark.parametrize("name", ["operator", "client", "partner"])
def test_nobody_else_does(cast, away, at, name):
    with pytest.raises(ActionRefused, match="manager"):
        away(1, 2, by=getattr(cast, name))
    absence = away(1, 2)
    with pytest.raises(ActionRefused, match="manager"):
        remove_absence(absence=absence, by=getattr(cast, name), at=at)
    assert spans(cast.technician, at) == [(1, 2, "")]


@pytest.mark.parametrize(
    ("start", "end", "sentence"),
    [(2, 2, "ends after"), (2, 1, "ends after"), (-3, -1, "over already"), (-1, 0, "over")],
)
def test_what_is_no_time_to_come_is_refused(cast, away, at, start, end, sentence):
    with pytest.raises(ActionRefused, match=sentence):
        away(start, end)
    assert spans(cast.technician, at) == []


def test_a_client_has_no_absences(cast, away):
    with pytest.raises(ActionRefused, match="of the house"):
        away(1, 2, user=cast.client)


def test_a_reason_is_short(cast, away):
    with pytest.raises(ActionRefused, match="120"):
        away(1, 2, reason="x" * 121)


@pytest.mark.parametrize(
    ("second", "merged"),
    [((3, 5), (1, 5)), ((0, 2), (0, 4)), ((2, 3), (1, 4)), ((0, 6), (0, 6)), ((4, 6), (1, 6)), ((0, 1), (0, 4))],
)
def test_what_overlaps_or_touches_becomes_one_and_keeps_both_reasons(cast, away, at, second, merged):
    away(1, 4, reason="Congés")
    away(*second, reason="Formation")
    assert spans(cast.technician, at) == [(*merged, "Congés, Formation")]


def test_one_bridges_two(cast, away, at):
    away(1, 2)
    away(4, 5)
    away(2, 4)
    assert spans(cast.technician, at) == [(1, 5, "")]


def test_what_stands_apart_stays_apart_and_others_are_left_alone(cast, away, at):
    away(1, 2)
    away(3, 4)
    away(1, 4, user=cast.operator)
    assert spans(cast.technician, at) == [(1, 2, ""), (3, 4, "")]


def test_one_that_has_begun_ends_now(cast, away, at):
    absence = away(-1, 4, reason="Grippe")
    remove_absence(absence=absence, by=cast.technician, at=at)
    assert spans(cast.technician, at) == [(-1, 0, "Grippe")]


def test_one_that_is_over_stays(cast, away, at):
    absence = away(1, 2)
    with pytest.raises(ActionRefused, match="over"):
        remove_absence(absence=absence, by=cast.technician, at=at + 3 * HOUR)
    assert spans(cast.technician, at) == [(1, 2, "")]


def test_one_taken_away_twice_is_taken_away_once(cast, away, at):
    absence = away(1, 2)
    for _ in range(2):
        assert remove_absence(absence=absence, by=cast.technician, at=at) is None


@pytest.mark.django_db(transaction=True)
def test_two_at_once_become_one(at):
    user, together = factories.user("tech", Role.TECHNICIAN), threading.Barrier(2)

    def say(start):
        together.wait()
        add_absence(user=user, from_at=at + start * HOUR, until_at=at + (start + 2) * HOUR, by=user, at=at)
        connection.close()

    threads = [threading.Thread(target=say, args=[start]) for start in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert spans(user, at) == [(1, 4, "")]


# The page ----------------------------------------------------------------------------------------
@pytest.fixture
def signed_in(client, monkeypatch, at):
    monkeypatch.setattr("helpdesk.middleware.timezone.now", lambda: at)

    def browser(user):
        client.force_login(user)
        return client

    return browser


SAID = {"from_at": "2026-10-13T09:00", "until_at": "2026-10-14T18:00", "reason": "Congés"}


def test_a_technician_says_it_on_the_roster(signed_in, cast, at):
    page = signed_in(cast.technician).post(
        reverse("roster_absence_add"), {**SAID, "user": cast.technician.pk}, follow=True
    )
    assert "Technician is not asked in that time." in page.content.decode()
    assert spans(cast.technician, at) == [(23, 56, "Congés")]


def test_a_technician_says_it_of_nobody_else(signed_in, cast, at):
    page = signed_in(cast.technician).post(reverse("roster_absence_add"), {**SAID, "user": cast.operator.pk})
    assert list(page.context["absence_form"].errors) == ["user"]
    assert not Absence.objects.exists()


def test_an_end_before_the_start_is_an_error_beside_it(signed_in, cast):
    said = {**SAID, "until_at": "2026-10-13T09:00", "user": cast.technician.pk}
    page = signed_in(cast.technician).post(reverse("roster_absence_add"), said)
    assert list(page.context["absence_form"].errors) == ["until_at"]
    assert "Congés" in page.content.decode()


def test_it_is_taken_away_on_the_roster(signed_in, cast, away):
    absence = away(1, 2)
    signed_in(cast.technician).post(reverse("roster_absence_remove", args=[absence.pk]))
    assert not Absence.objects.exists()
