"""The wall: what needs a manager now, each number with the list of exactly its tickets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from escalation.actions.sweep import sweep
from reports.months import KEPT_SECONDS, kept_by_month, trend
from reports.queries import compliance
from reports.sheet import Line
from tests.conftest import Cast
from tickets.actions.assign import assign_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.wait import wait_for
from tickets.choices import ClockState
from tickets.models import Ticket, User
from wall.load import counted, loads
from wall.numbers import numbers

DAY = dt.timedelta(days=1)
MOST_QUERIES = 31


@pytest.fixture
def manager(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.manager)
    return client


@pytest.fixture
def now(at: dt.datetime) -> dt.datetime:
    """Wednesday, 11:30: what was opened on Monday with a short promise is late."""
    return at + dt.timedelta(days=2, hours=1.5)


@pytest.fixture
def tickets(cast: Cast, open_ticket: Callable[..., Ticket], at: dt.datetime, now: dt.datetime) -> dict[str, Ticket]:
    """One for each number of the wall, and two for none."""
    by = {"by": cast.technician, "at": at}
    User.objects.filter(resources__isnull=False).update(is_active=False)
    found = {
        "late": open_ticket(priority="critical"),
        "risk": open_ticket(priority="critical", at=now - dt.timedelta(minutes=40)),
        "unassigned": open_ticket(priority="low", at=now),
        "waiting": open_ticket(priority="low", at=at - 7 * DAY),
        "running": open_ticket(priority="low", at=now),
        "done": open_ticket(priority="critical"),
    }
    for name in ("late", "risk", "waiting", "running"):
        opened_at = found[name].opened_at
        assign_ticket(ticket=found[name], technician=cast.technician, by=cast.manager, at=opened_at)
    wait_for(ticket=found["waiting"], status="waiting_client", reason="réponse", by=cast.technician, at=at - 6 * DAY)
    resolve_ticket(ticket=found["done"], solution="Rebranché", **by)
    sweep(at=now)
    return found


def shown(client: Client, now: dt.datetime, url: str, **headers: str) -> object:
    with time_machine.travel(now, tick=False):
        return client.get(url, headers=headers)


def test_each_number_leads_to_exactly_its_tickets(tickets, manager, now):
    said = {number["label"]: number for number in numbers(counted(now), now)}
    assert {label: number["count"] for label, number in said.items()} == {
        "Late": 1,
        "At risk": 1,
        "Unassigned": 1,
        "Escalated": 1,
        "Waiting for the client": 1,
    }
    meant = ("late", "risk", "unassigned", "late", "waiting")
    for number, name in zip(said.values(), meant, strict=True):
        page = shown(manager, now, number["url"])
        listed = {
            other
            for other, ticket in tickets.items()
            if f'href="{reverse("ticket", args=[ticket.pk])}"' in page.content.decode()
        }
        assert listed == {name}, number["label"]


def test_a_quiet_house_has_no_alarming_number(cast, now):
    assert [(number["count"], number["tone"]) for number in numbers(counted(now), now)] == [(0, "")] * 5


def test_what_comes_next_begins_with_the_oldest_late_ticket(tickets, manager, now):
    soon = shown(manager, now, "/wall/").context["soon"]
    assert [row["number"] for row in soon][:2] == [str(tickets["late"].pk), str(tickets["risk"].pk)]
    assert str(tickets["waiting"].pk) not in {row["number"] for row in soon}


def test_the_load_counts_each_open_ticket_of_a_technician_once(tickets, cast, now):
    (load,) = loads(counted(now))
    assert (load.technician, load.total) == (cast.technician, 4)
    assert load.counts == {
        ClockState.OVERDUE: 1,
        ClockState.RISK: 1,
        ClockState.RUNNING: 1,
        ClockState.PAUSED: 1,
    }


def test_a_month_of_the_trend_says_what_its_sheet_says(tickets, now):
    trend = kept_by_month(now)
    assert len(trend) == 12
    assert list(trend)[-1] == dt.date(2026, 10, 1)
    sheet = compliance(from_date=dt.date(2026, 10, 1), to_date=dt.date(2026, 10, 31), at=now)
    assert trend[dt.date(2026, 10, 1)] == sheet.overall
    assert trend[dt.date(2026, 9, 1)].tickets == 0


def test_months_that_are_over_are_counted_again_after_minutes_and_the_running_one_is_given(tickets, now):
    over, running = dt.date(2026, 9, 1), dt.date(2026, 10, 1)
    sheet = compliance(from_date=running, to_date=dt.date(2026, 10, 31), at=now)
    in_memory = {**settings.CACHES["process"], "BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    with (
        override_settings(CACHES={**settings.CACHES, "process": in_memory}),
        time_machine.travel(now, tick=False) as clock,
    ):
        assert trend(Line(None), now)[over].tickets == 0
        Ticket.objects.filter(pk=tickets["done"].pk).update(opened_at=now - 40 * DAY)
        clock.shift(KEPT_SECONDS - 1)
        soon = trend(sheet.overall, now)
        assert (soon[over].tickets, soon[running]) == (0, sheet.overall)
        clock.shift(2)
        assert trend(sheet.overall, now)[over].tickets == 1


def test_a_month_without_a_ticket_is_a_gap_and_no_zero(tickets, manager, now):
    chart = shown(manager, now, "/wall/").context["trend"]
    assert [row["percents"] for row in chart["rows"]][0] == ["n/a", "n/a"]
    assert all(not line["lines"] for line in chart["series"])


def test_htmx_gets_the_changing_part_alone(tickets, manager, now):
    part = shown(manager, now, "/wall/", hx_request="true").content.decode()
    assert part.count('id="wall"') == 1
    assert "<html" not in part and 'hx-trigger="every 30s"' in part


def test_the_screen_keeps_to_itself_when_it_is_refreshed(tickets, manager, now):
    page = shown(manager, now, "/wall/?screen").content.decode()
    assert "is-screen" in page and 'hx-get="/wall/?screen"' in page


@pytest.mark.parametrize("count", [10, 100])
def test_the_number_of_queries_does_not_grow_with_the_tickets(count, cast, open_ticket, manager, now):
    for number in range(count):
        open_ticket(priority=("critical", "high", "medium", "low")[number % 4], at=now - number * dt.timedelta(hours=1))
    shown(manager, now, "/wall/")
    with CaptureQueriesContext(connection) as queries:
        shown(manager, now, "/wall/", hx_request="true")
    assert len(queries) <= MOST_QUERIES
