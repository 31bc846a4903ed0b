"""Real histories, replayed through the ledger in memory, give exactly the clocks that two other programs found.

Data: "Incident management process enriched event log", UCI Machine Learning Repository, DOI 10.24432/C57S4H,
C. A. L. do Amaral, M. Fantinato, S. M. Peres, CC BY 4.0 (tests/data/README.md).
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sla.choices import Metric
from sla.models import Policy
from sla.seeds import STANDARD
from tickets.choices import Status, Verdict
from tickets.clocks import Ledger, Terms
from tickets.models import Clock, Ticket, User

DATA = Path(__file__).parent.parent / "data"
PARIS, UTC = ZoneInfo("Europe/Paris"), dt.UTC
MACHINE = User(name="Replay")
PRIORITIES = {"1 - Critical": "critical", "2 - High": "high", "3 - Moderate": "medium", "4 - Low": "low"}
STATES = {
    "New": Status.NEW,
    "Active": Status.IN_PROGRESS,
    "Awaiting User Info": Status.WAITING_CLIENT,
    "Awaiting Vendor": Status.WAITING_THIRD_PARTY,
    "Awaiting Problem": Status.WAITING_THIRD_PARTY,
    "Awaiting Evidence": Status.WAITING_THIRD_PARTY,
    "Resolved": Status.RESOLVED,
    "Closed": Status.CLOSED,
}
OVER = {Status.RESOLVED, Status.CLOSED}
Row = dict[str, str]


def rows(name: str) -> Iterator[Row]:
    with gzip.open(DATA / name, "rt", encoding="utf-8", newline="") as text:
        yield from csv.DictReader(text)


def instant(text: str) -> dt.datetime:
    """Paris wall time; one that does not exist (the night of summer time) is shifted forward."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=PARIS).astimezone(UTC)


@pytest.fixture
def ledgers(db: None) -> dict[str, Ledger]:
    """Every incident's ledger after its last event."""
    terms = Terms.of(Policy.objects.select_related("calendar").get(name=STANDARD))
    incidents = {row["number"]: row for row in rows("incidents_dev.csv.gz")}
    histories = groupby(rows("events_dev.csv.gz"), key=itemgetter("number"))
    return {number: replay(terms, incidents[number], events) for number, events in histories}


def replay(terms: Terms, incident: Row, events: Iterator[Row]) -> Ledger:
    opened_at = instant(incident["opened_at"])
    ledger = Ledger(Ticket(priority=PRIORITIES[incident["priority_initial"]], status=Status.NEW), terms)
    ledger.start(opened_at)
    for event in events:
        at = max(instant(event["sys_updated_at"]), opened_at)
        priority = PRIORITIES[event["priority"]]
        if priority != ledger.ticket.priority:
            ledger.ticket.priority = priority
            ledger.replan(at)
        enter(ledger, STATES.get(event["incident_state"]), at)
    return ledger


def enter(ledger: Ledger, status: Status | None, at: dt.datetime) -> None:
    old = ledger.ticket.status
    if status in (None, old):
        return
    ledger.ticket.status = status
    if status in OVER:
        if old not in OVER:
            ledger.resolve(at)
        return
    if old in OVER:
        ledger.reopen(at)
    if status != Status.NEW:
        ledger.respond(at)
    if ledger.terms.pauses_in(status):
        ledger.pause(at, "Awaiting User Info", MACHINE)
    else:
        ledger.resume(at)


def of(ledger: Ledger, metric: Metric) -> list[Clock]:
    return [clock for clock in ledger.clocks if clock.metric == metric]


def minutes(time: dt.timedelta) -> str:
    return str(time // dt.timedelta(minutes=1))


def summary(number: str, ledger: Ledger) -> Row:
    """A line of the expected file."""
    response, cycles = of(ledger, Metric.RESPONSE)[0], of(ledger, Metric.RESOLUTION)
    hours = ledger.terms.policy.calendar.service_hours()
    paused = sum((hours.elapsed(pause.from_at, pause.until_at) for pause in ledger.pauses), dt.timedelta(0))
    return {
        "number": number,
        "final_priority": ledger.ticket.priority,
        "response_met": str(int(response.verdict == Verdict.MET)),
        "response_used_business_minutes": minutes(response.elapsed),
        "resolution_cycles": str(len(cycles)),
        "resolution_met": str(int(all(clock.verdict == Verdict.MET for clock in cycles))),
        "last_cycle_used_business_minutes": minutes(cycles[-1].elapsed),
        "paused_business_minutes": minutes(paused),
    }


def sheet(ledgers: dict[str, Ledger]) -> dict[str, dict[str, int]]:
    """The expected report: counts by the last priority, and all together."""
    counts = {name: Counter() for name in ("critical", "high", "medium", "low", "all")}
    for number, ledger in ledgers.items():
        row = summary(number, ledger)
        for name in (row["final_priority"], "all"):
            counts[name] += Counter(
                tickets=1,
                response_kept=int(row["response_met"]),
                resolution_kept=int(row["resolution_met"]),
                reopened=int(row["resolution_cycles"] != "1"),
                paused_tickets=int(bool(ledger.pauses)),
            )
    keys = ("tickets", "response_kept", "resolution_kept", "reopened", "paused_tickets")
    return {name: {key: count[key] for key in keys} for name, count in counts.items()}


def test_real_histories_give_the_expected_report_and_every_tickets_clocks(ledgers):
    expected = {row["number"]: row for row in rows("expected_events_dev_tickets.csv.gz")}
    found = {number: summary(number, ledger) for number, ledger in ledgers.items()}
    assert found.keys() == expected.keys()
    assert {n: (row, expected[n]) for n, row in found.items() if row != expected[n]} == {}
    report = json.loads((DATA / "expected_events_dev.json").read_text(encoding="utf-8"))["expected"]
    assert sheet(ledgers) == report
