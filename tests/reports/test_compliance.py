"""Compliance: what counts, what does not, and each figure leads to exactly its tickets."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.choices import Outcome
from reports.queries import compliance, counted_tickets, judged, of_figure
from reports.sheet import Line
from sla.choices import Metric, Priority
from sla.models import Policy
from sla.seeds import AGREEMENT_2016, STANDARD
from tests import factories
from tests.conftest import PARIS
from tickets.actions.cancel import cancel_ticket
from tickets.actions.merge import merge_ticket
from tickets.actions.prioritize import change_priority
from tickets.actions.reopen import reopen_ticket
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.wait import wait_for
from tickets.choices import Status
from tickets.models import Ticket

HOUR = dt.timedelta(hours=1)
DAY = dt.date(2026, 10, 12)


@pytest.fixture
def overall(at):
    """The overall row of that day, as it is some hours later."""

    def counted(hours: float = 0, **asked: object) -> Line:
        return compliance(from_date=DAY, to_date=DAY, at=at + hours * HOUR, **asked).overall

    return counted


def test_overdue_and_still_open_counts_as_missed(open_ticket, overall):
    open_ticket(priority="critical")
    assert (overall(2).response.missed, overall(2).response.percent) == (1, 0)
    assert overall(2).resolution.pending == 1


def test_what_is_due_this_very_instant_is_not_missed(open_ticket, overall):
    open_ticket(priority="critical")
    assert (overall(1).response.missed, overall(1).response.pending) == (0, 1)


def test_what_is_not_due_yet_counts_nowhere(open_ticket, overall):
    open_ticket(priority="critical")
    line = overall(0.5)
    assert (line.tickets, line.pending) == (1, 1)
    assert (line.response.judged, line.response.percent) == (0, None)


def test_no_commitment_stands_apart_and_is_never_100_percent(cast, open_ticket, overall):
    cast.account.contracts.all().delete()
    ticket = open_ticket(priority="critical")
    resolve_ticket(ticket=ticket, solution="Redémarré", by=cast.technician, at=ticket.opened_at)
    line = overall(99)
    assert (line.tickets, line.no_commitment, line.response.judged) == (1, 1, 0)
    assert (line.response.percent, line.resolution.percent) == (None, None)


def test_a_policy_that_promises_no_resolution_is_judged_by_its_responses(cast, open_ticket, overall):
    account = factories.account("Mairie", policy=AGREEMENT_2016)
    open_ticket(account=account, contact=None, priority="critical")
    line = overall(9)
    assert (line.response.missed, line.resolution.no_commitment, line.no_commitment) == (1, 1, 0)


def test_an_empty_priority_has_no_percentage(db, at):
    sheet = compliance(from_date=DAY, to_date=DAY, at=at)
    assert [(line.priority, line.tickets, line.response.percent) for line in sheet.rows] == [
        (priority, 0, None) for priority in Priority
    ]


def test_merged_and_cancelled_tickets_leave_the_counts(cast, open_ticket, overall):
    one, other, third = open_ticket(), open_ticket(), open_ticket()
    merge_ticket(ticket=one, into=other, by=cast.technician, at=one.opened_at)
    cancel_ticket(ticket=third, reason="Erreur de numéro", by=cast.technician, at=one.opened_at)
    assert overall().tickets == 1


def test_a_resolution_is_kept_when_every_cycle_was(cast, open_ticket, overall, at):
    ticket = open_ticket(priority="critical")
    resolve_ticket(ticket=ticket, solution="Redémarré", by=cast.technician, at=at + HOUR)
    assert overall(1).resolution.kept == 1
    reopen_ticket(ticket=ticket, reason="Encore", by=cast.technician, at=at + HOUR)
    assert overall(1).resolution.pending == 1
    resolve_ticket(ticket=ticket, solution="Remplacé", by=cast.technician, at=at + 30 * HOUR)
    line = overall(30)
    assert (line.resolution.kept, line.resolution.missed, line.tickets) == (0, 1, 1)
    assert line.response.kept == 1


def test_a_ticket_counts_under_its_priority_of_today_and_late_stays_late(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    change_priority(ticket=ticket, priority=Priority.LOW, by=cast.technician, at=at + 2 * HOUR)
    rows = {line.priority: line for line in compliance(from_date=DAY, to_date=DAY, at=at + 2 * HOUR).rows}
    assert (rows[Priority.CRITICAL].tickets, rows[Priority.LOW].tickets) == (0, 1)
    assert rows[Priority.LOW].response.missed == 1


def test_a_paused_clock_is_pending_and_a_breach_before_the_pause_stays(cast, open_ticket, overall, at):
    wait_for(
        ticket=open_ticket(priority="critical"),
        status=Status.WAITING_CLIENT,
        reason="Photo",
        by=cast.technician,
        at=at + 2 * HOUR,
    )
    line = overall(99)
    assert (line.response.missed, line.resolution.pending, line.resolution.missed) == (1, 1, 0)


def test_the_period_is_days_in_paris_both_included(open_ticket, at):
    last_minute = dt.datetime(2026, 10, 12, 23, 59, 59, tzinfo=PARIS)
    for opened in (last_minute - dt.timedelta(days=1), last_minute, last_minute + dt.timedelta(seconds=1)):
        open_ticket(at=opened)
    assert compliance(from_date=DAY, to_date=DAY, at=at).overall.tickets == 1
    assert compliance(from_date=DAY, to_date=DAY + dt.timedelta(days=1), at=at).overall.tickets == 2


def test_account_and_policy_narrow_the_sheet(cast, open_ticket, overall):
    open_ticket()
    open_ticket(account=cast.other, contact=None)
    policies = {policy.name: policy for policy in Policy.objects.all()}
    assert [overall(account=account).tickets for account in (None, cast.account, cast.other)] == [2, 1, 1]
    assert [overall(policy=policies[name]).tickets for name in (STANDARD, AGREEMENT_2016)] == [2, 0]


def test_every_figure_is_the_number_of_the_tickets_it_lists(cast, open_ticket, at):
    day_of_everything(cast, open_ticket, at)
    now = at + 3 * HOUR
    tickets = judged(counted_tickets(DAY, DAY), now)
    for line in compliance(from_date=DAY, to_date=DAY, at=now).rows:
        assert of_figure(tickets, line.priority, "", None).count() == line.tickets
        assert of_figure(tickets, line.priority, "", Outcome.PENDING).count() == line.pending
        assert of_figure(tickets, line.priority, "", Outcome.NO_COMMITMENT).count() == line.no_commitment
        for metric in Metric:
            for outcome in Outcome:
                listed = of_figure(tickets, line.priority, metric, outcome).count()
                assert listed == getattr(line.scores[metric], outcome.key)


def day_of_everything(cast, open_ticket, at: dt.datetime) -> list[Ticket]:
    """Eight tickets: two a priority, one answered at once and one not, the low ones without contract."""
    tickets = [open_ticket(priority=priority) for priority in ("critical", "high", "medium") for _ in range(2)]
    cast.other.contracts.all().delete()
    tickets += [open_ticket(priority="low", account=cast.other, contact=None) for _ in range(2)]
    for ticket in tickets[::2]:
        reply_to_ticket(ticket=ticket, body="Nous regardons.", by=cast.technician, at=at)
    return tickets


# The command ---------------------------------------------------------------------------------------
def test_unknown_names_and_wrong_dates_are_one_sentence(db):
    dates = ("--from", "2026-10-12", "--to", "2026-10-12")
    for arguments, named in (
        ((*dates, "--account", "Personne"), "Personne"),
        ((*dates, "--policy", "Contrat d'or"), "Contrat d'or"),
        (("--from", "12/10/2026", "--to", "2026-10-12"), "12/10/2026"),
    ):
        with pytest.raises(CommandError, match=named):
            call_command("compliance", *arguments)


def test_the_command_narrows_to_an_account_by_name(cast, open_ticket):
    open_ticket()
    out = io.StringIO()
    call_command("compliance", "--from=2026-10-12", "--to=2026-10-12", account=cast.account.name, stdout=out)
    assert cast.account.name in out.getvalue()
    assert "n/a" in out.getvalue()


def test_a_sheet_takes_one_query(cast, open_ticket, at, django_assert_num_queries):
    day_of_everything(cast, open_ticket, at)
    with django_assert_num_queries(1):
        compliance(from_date=DAY, to_date=DAY, account=cast.account, at=at)


def test_a_period_that_ends_before_it_begins_is_refused(db):
    with pytest.raises(CommandError):
        call_command("compliance", "--from=2026-10-12", "--to=2026-10-11")


# The pages -----------------------------------------------------------------------------------------
PERIOD = "?from=2026-10-12&to=2026-10-12"


def figures(html: str) -> list[tuple[str, int]]:
    """The linked figures of the sheet: address and number."""
    return [
        (url.replace("&amp;", "&"), int(number)) for url, number in re.findall(r'<a href="([^"]+)">(\d+)</a>', html)
    ]


def test_each_figure_of_the_page_leads_to_exactly_its_tickets(client, cast, open_ticket, at):
    day_of_everything(cast, open_ticket, at)
    client.force_login(cast.manager)
    found = figures(client.get(reverse("compliance") + PERIOD).content.decode())
    assert len(found) >= 15
    assert sum(number for _url, number in found) > 0
    for url, number in found:
        assert client.get(url).context["page"].paginator.count == number


def test_the_rule_of_the_period_stands_on_the_page(client, cast, open_ticket):
    open_ticket()
    cast.manager.language = "en"
    cast.manager.save()
    client.force_login(cast.manager)
    page = client.get(reverse("compliance") + PERIOD).content.decode()
    assert "A ticket counts in the period in which it was created (Paris time)" in page
    assert "Commitments: Contrat standard" in page
    assert "Monday to Friday 9:00 – 12:30 and 14:00 – 18:00, except on public holidays" in page


def test_missed_objectives_are_named(client, cast, open_ticket, at):
    day_of_everything(cast, open_ticket, at)
    cast.manager.language = "en"
    cast.manager.save()
    client.force_login(cast.manager)
    verdict = client.get(reverse("compliance") + PERIOD).context["verdict"]
    assert verdict["tone"] == "overdue"
    assert "Critical in response, 50% where 100% is promised" in verdict["detail"]


def test_queries_do_not_grow_with_the_tickets(client, cast, open_ticket):
    client.force_login(cast.manager)
    addresses = [reverse("compliance") + PERIOD, reverse("compliance_tickets") + PERIOD]
    counts = []
    for wanted in (10, 100):
        for _ in range(wanted - Ticket.objects.count()):
            open_ticket()
        client.get(addresses[0])
        counts.append([queries_of(client, address) for address in addresses])
    assert counts[0] == counts[1]


def queries_of(client, address: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_a_period_without_tickets_says_what_to_do_next(client, cast):
    client.force_login(cast.manager)
    page = client.get(reverse("compliance") + "?from=2020-01-01&to=2020-01-31")
    assert page.status_code == 200
    assert 'class="sheet"' not in page.content.decode()
    assert reverse("compliance") + "?from=" in page.content.decode()


@pytest.mark.parametrize("query", ["?from=soon", "?from=2026-10-12&to=2026-10-11", "?account=999999"])
def test_a_wrong_filter_is_shown_at_its_field(client, cast, query):
    client.force_login(cast.manager)
    page = client.get(reverse("compliance") + query)
    assert page.status_code == 200
    assert "data-invalid" in page.content.decode()


@pytest.mark.parametrize("query", ["?verdict=kept", "?priority=urgent", "?from=soon", "?metric=x&verdict=kept"])
def test_a_figure_that_does_not_exist_is_not_found(client, cast, query):
    client.force_login(cast.manager)
    assert client.get(reverse("compliance_tickets") + query).status_code == 404


def test_the_csv_holds_the_figures_of_the_sheet(client, cast, open_ticket):
    open_ticket(priority="high")
    client.force_login(cast.manager)
    answer = client.get(reverse("compliance_csv") + PERIOD)
    assert answer["Content-Disposition"] == 'attachment; filename="compliance-2026-10-12-2026-10-12.csv"'
    assert "high,1,0," in answer.content.decode()


@pytest.mark.parametrize("name", ["compliance", "compliance_csv", "compliance_tickets"])
def test_only_managers_and_administrators_read_reports(client, cast, name):
    allowed = set()
    for role in ("operator", "technician", "manager", "administrator", "client", "partner", "outsider"):
        client.force_login(getattr(cast, role))
        if client.get(reverse(name)).status_code == 200:
            allowed.add(role)
    assert allowed == {"manager", "administrator"}
