"""Compliance: real histories and the real sheet come out digit by digit."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from sla.models import Policy
from sla.seeds import STANDARD
from tests.conftest import PARIS
from tickets.actions.import_account import import_account
from tickets.actions.import_history import History, import_histories
from tickets.models import Account, Clock, Contract, Event, Queue, Ticket, User

DATA = Path(__file__).parent.parent / "data"
DEV, SHEET_2017 = "Accenta", "Tous les clients"
# The sheet of 2017: tickets, responses in time, %, resolutions in time, %.
REAL_SHEET = {
    "low": (6923, 6871, 99, 6879, 99),
    "critical": (8, 8, 100, 8, 100),
    "high": (31, 28, 90, 29, 94),
    "medium": (598, 549, 92, 527, 88),
    None: (7560, 7456, 99, 7443, 98),
}
# On a Tuesday from 09:00: a response later than promised and yet before the resolution is due.
LATE_ANSWER = {"critical": (3, 11), "high": (3, 12), "medium": (3, 17), "low": (4, 17)}

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def database(django_db_setup: None, django_db_blocker: object, tmp_path_factory) -> Iterator[None]:
    """Both sets of tickets, once for the module, and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        source = tmp_path_factory.mktemp("import") / "incidents.csv.gz"
        source.write_bytes((DATA / "incidents_dev.csv.gz").read_bytes())
        call_command("import_tickets", source, account=DEV, policy=STANDARD, stdout=io.StringIO())
        assert list(source.parent.iterdir()) == [source]
        _import_the_sheet_of_2017()
        connection.check_constraints()  # here once, and not in every test again
        yield
        transaction.set_rollback(True)


def _import_the_sheet_of_2017() -> None:
    by, policy, at = User.objects.automation(), Policy.objects.get(name=STANDARD), dt.datetime.now(dt.UTC)
    account = import_account(name=SHEET_2017, policy=policy, from_date=dt.date(2017, 1, 1), by=by, at=at)
    histories = [history for priority in REAL_SHEET if priority for history in _histories(priority)]
    import_histories(histories=histories, account=account, policy=policy, by=by, at=at)


def _histories(priority: str) -> list[History]:
    """As many tickets as the sheet counts, the first ones answered late, the last ones resolved late."""
    tickets, responses, _, resolutions, _ = REAL_SHEET[priority]
    opened = dt.datetime(2017, 1, 3, 9, tzinfo=PARIS)
    day, hour = LATE_ANSWER[priority]
    prompt, late = opened.replace(hour=9, minute=30), opened.replace(day=day, hour=hour)
    queue = Queue.objects.first()
    assert queue
    return [
        History(
            external_number=f"{priority}-{number}",
            title=f"Ticket {number}",
            priority=priority,
            kind="incident",
            source="phone",
            queue=queue,
            opened_at=opened,
            responded_at=late if number < tickets - responses else prompt,
            resolved_at=opened.replace(month=4) if number >= resolutions else late,
        )
        for number in range(tickets)
    ]


def compliance(*arguments: str) -> str:
    out = io.StringIO()
    call_command("compliance", *arguments, stdout=out)
    return out.getvalue()


def test_the_imported_share_gives_exactly_the_expected_report():
    expected = json.loads((DATA / "expected_dev.json").read_text())
    start, end = expected["period"]
    document = json.loads(compliance("--from", start, "--to", end, "--account", DEV, "--format", "json"))
    found = {row["priority"]: row for row in document["rows"]} | {"all": document["overall"]}
    assert list(found) == ["critical", "high", "medium", "low", "all"]
    assert {
        priority: {
            "tickets": row["tickets"],
            "response_within": row["response_kept"],
            "resolution_within": row["resolution_kept"],
        }
        for priority, row in found.items()
    } == expected["expected"]


def test_the_counts_of_2017_give_the_real_sheet_cell_for_cell():
    arguments = ("--from", "2017-01-01", "--to", "2017-05-18", "--account", SHEET_2017, "--format", "json")
    document = json.loads(compliance(*arguments))
    rows = [*document["rows"], document["overall"]]
    keys = ("tickets", "response_kept", "response_pct", "resolution_kept", "resolution_pct")
    assert {row["priority"]: tuple(row[key] for key in keys) for row in rows} == REAL_SHEET


def test_the_document_says_what_it_counts():
    document = json.loads(compliance("--from", "2017-01-01", "--to", "2017-05-18", "--format", "json"))
    assert list(document) == ["account", "from", "to", "rows", "overall"]
    assert (document["account"], document["from"], document["to"]) == (None, "2017-01-01", "2017-05-18")
    assert list(document["rows"][0]) == list(document["overall"])


def test_csv_has_the_same_figures():
    arguments = ("--from", "2017-01-01", "--to", "2017-05-18", "--account", SHEET_2017)
    lines = list(csv.DictReader(io.StringIO(compliance(*arguments, "--format", "csv"))))
    assert [line["priority"] for line in lines] == ["critical", "high", "medium", "low", "overall"]
    assert (lines[-1]["tickets"], lines[-1]["response_kept"], lines[-1]["resolution_pct"]) == ("7560", "7456", "98")


def test_the_table_shows_the_sheet_as_printed():
    lines = compliance("--from", "2017-01-01", "--to", "2017-05-18", "--account", SHEET_2017).splitlines()
    assert [line.split()[-5:] for line in lines[3:8]] == [
        ["8", "8", "100", "8", "100"],
        ["31", "28", "90", "29", "94"],
        ["598", "549", "92", "527", "88"],
        ["6923", "6871", "99", "6879", "99"],
        ["7560", "7456", "99", "7443", "98"],
    ]


def test_an_import_makes_the_account_and_a_contract_from_its_first_day():
    contract = Contract.objects.get(account__name=DEV)
    assert (contract.policy.name, contract.from_date, contract.until_date) == (STANDARD, dt.date(2016, 2, 29), None)
    assert Ticket.objects.filter(account__name=DEV, contract=contract).count() == 7511


def test_every_imported_ticket_has_its_clocks_and_its_history():
    assert Clock.objects.filter(ticket__account__name=DEV, stopped_at__isnull=False).count() == 2 * 7511
    events = Event.objects.filter(ticket__account__name=DEV)
    kinds = ("opened", "replied", "resolved", "closed")
    assert [events.filter(kind=kind).count() for kind in kinds] == [7511] * 4
    assert not events.exclude(by=User.objects.automation()).exists()


def test_a_wall_time_that_the_clocks_skip_is_shifted_forward():
    closed_at = Ticket.objects.get(account__name=DEV, external_number="INC0009285").closed_at
    assert closed_at == dt.datetime(2016, 3, 27, 3, 59, tzinfo=PARIS)


def test_importing_again_changes_nothing(tmp_path):
    source = tmp_path / "again.csv"
    source.write_bytes(gzip.decompress((DATA / "incidents_dev.csv.gz").read_bytes()))
    before = (Ticket.objects.count(), Clock.objects.count(), Event.objects.count(), Account.objects.count())
    out = io.StringIO()
    call_command("import_tickets", source, account=DEV, policy=STANDARD, stdout=out)
    assert before == (Ticket.objects.count(), Clock.objects.count(), Event.objects.count(), Account.objects.count())
    assert out.getvalue().splitlines()[-1].split()[0] == "0"
