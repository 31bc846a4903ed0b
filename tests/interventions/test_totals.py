"""What visits came to: each figure counts just the slips that it leads to."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from interventions.models import Slip
from interventions.queries.slip_totals import (
    Hours,
    Period,
    hours_by_account,
    hours_by_technician,
    supplies_by_account,
)
from tests import factories
from tests.conftest import PARIS
from tests.interventions.conftest import HOUR
from tests.interventions.test_export import cells
from tickets.choices import Role

pytestmark = pytest.mark.django_db
OCTOBER = Period(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
AUTUMN = Period(dt.date(2026, 9, 1), dt.date(2026, 11, 30))


@pytest.fixture
def maud(db):
    return factories.user("maud", Role.TECHNICIAN)


@pytest.fixture
def two(visited, cast, maud, open_ticket) -> list[Slip]:
    """An hour of two at the clinic, with half an hour of travel; and one of one elsewhere, in September."""
    together = visited(technicians=[cast.technician, maud])
    Slip.objects.filter(pk=together.pk).update(travel_minutes=30)
    alone = visited(ticket=open_ticket(account=cast.other, contact=None), contact=None, starts_at=together.departed_at)
    september = dt.datetime(2026, 9, 30, 23, 30, tzinfo=PARIS)
    Slip.objects.filter(pk=alone.pk).update(arrived_at=september, departed_at=september + HOUR / 2)
    return [together, alone]


@pytest.fixture
def page(client, cast, at):
    """`page("from=…", by=...)`: what the page answers."""
    cast.manager.language = "en"
    cast.manager.save()

    def read(query: str = "", *, by=cast.manager, address: str = "/slips/totals/"):
        client.force_login(by)
        with time_machine.travel(at, tick=False):
            return client.get(f"{address}?{query}")

    return read


def test_hours_count_for_each_technician_in_the_month_of_the_arrival(two, cast):
    found = [(line.month, line.name, line.hours) for line in hours_by_account(AUTUMN)]
    assert found == [
        (dt.date(2026, 10, 1), cast.account.name, Hours(1, 120, 60)),
        (dt.date(2026, 9, 1), cast.other.name, Hours(1, 30, 0)),
    ]
    assert [line.name for line in hours_by_account(OCTOBER)] == [cast.account.name]


def test_a_month_begins_at_midnight_of_the_house(two, cast):
    # 22:30 in London, and in UTC, is half past midnight in Paris.
    first = dt.datetime(2026, 10, 1, 0, 30, tzinfo=PARIS)
    Slip.objects.filter(pk=two[1].pk).update(arrived_at=first, departed_at=first + HOUR)
    assert {line.month for line in hours_by_account(AUTUMN)} == {dt.date(2026, 10, 1)}


def test_each_technician_has_their_own_hours(two, cast, maud):
    found = {line.name: line.hours for line in hours_by_technician(AUTUMN)}
    assert found == {cast.technician.name: Hours(2, 90, 30), maud.name: Hours(1, 60, 30)}


def test_what_is_under_way_has_no_hours_yet(visited):
    slip = visited()
    Slip.objects.filter(pk=slip.pk).update(departed_at=None, travel_minutes=20)
    assert [line.hours for line in hours_by_account(OCTOBER)] == [Hours(1, 0, 0)]


def test_supplies_are_added_up_by_all_that_names_them(two, cast):
    two[0].supplies.create(quantity=Decimal("1.25"), unit="m", designation="Câble", reference="C13")
    two[0].supplies.create(quantity=2, unit="", designation="Câble")
    found = [(line.name, line.reference, line.unit, line.quantity, line.slips) for line in supplies_by_account(AUTUMN)]
    assert found == [
        (cast.account.name, "", "", Decimal(2), 1),
        (cast.account.name, "C13", "m", Decimal("1.75"), 1),
        (cast.other.name, "C13", "m", Decimal("0.5"), 1),
    ]


def test_every_figure_leads_to_just_its_slips(two, page, client, cast):
    shown = page("from=2026-09-15&until=2026-10-20").content.decode()
    figures = re.findall(r'<td class="is-number" data-label="Slips">\s*<a href="([^"]+)">(\d+)</a>', shown)
    # Two months, a client in each, all of them, two technicians, two lines of supplies.
    assert len(figures) == 9
    for address, count in figures:
        listed = client.get(address.replace("&amp;", "&")).content.decode()
        assert len(re.findall(r'class="figures nowrap"', listed)) == int(count), address


def test_one_client_alone(two, page, cast):
    shown = page(f"from=2026-09-01&until=2026-10-31&account={cast.other.pk}").content.decode()
    assert f'<th scope="row">{cast.other.name}</th>' in shown
    assert f'<th scope="row">{cast.account.name}</th>' not in shown


def test_without_a_question_it_is_this_month(two, page):
    shown = page().content.decode()
    assert 'value="2026-10-01"' in shown
    assert "October 2026" in shown
    assert "September 2026" not in shown


def test_a_period_that_ends_before_it_begins_is_said_so(page):
    assert "The period ends before it begins." in page("from=2026-10-31&until=2026-10-01").content.decode()


def test_without_a_visit_the_page_says_so(page):
    assert "No visit began in this period" in page("from=2020-01-01&until=2020-01-31").content.decode()


def test_the_sums_are_taken_away_as_a_file(two, page, cast):
    asked = {"query": "from=2026-09-01&until=2026-10-31", "address": "/slips/totals/export/"}
    rows = cells(page(**asked))
    assert rows[1] == ["2026-10", cast.account.name, "1", "120", "60", "180"]
    assert page(f"{asked['query']}&format=xlsx", address=asked["address"]).content.startswith(b"PK")
    assert page("from=nonsense", address=asked["address"]).status_code == 404


def test_only_who_steers_reads_the_totals(page, cast):
    for person, status in ((cast.operator, 409), (cast.technician, 409), (cast.administrator, 200)):
        assert page(by=person).status_code == status


def test_more_slips_take_no_more_queries(two, visited, page, at):
    def taken() -> int:
        page("from=2026-09-01&until=2026-10-31")
        with CaptureQueriesContext(connection) as queries:
            page("from=2026-09-01&until=2026-10-31")
        return len(queries)

    before = taken()
    for place in range(4):
        visited(starts_at=at + (2 + 2 * place) * HOUR)
    assert taken() == before
