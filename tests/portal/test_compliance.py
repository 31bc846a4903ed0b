"""The compliance sheet of a company: who reads it, of which company and period, and with which figures."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.reports.test_compliance import PERIOD, day_of_everything
from tickets.actions.reply import reply_to_ticket
from tickets.choices import Role

ADDRESS = "/portal/compliance/"
DAY = dt.timedelta(days=1)


def cells(page: str) -> list[list[str]]:
    """The figures of the table of results, line by line."""
    table = page[page.index("sheet-results") :].split("</table>")[0]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in table.split("<tr>")]
    return [[html.unescape(re.sub(r"<[^>]+>", "", cell)).strip() for cell in row] for row in rows if row]


def period_shown(page: str) -> list[str]:
    """The days in the fields of the form."""
    return re.findall(r'type="date" name="\w+" value="([\d-]+)"', page)


@pytest.fixture
def sees(cast):
    """The client's contact sees the tickets of their company."""
    cast.client.contact.affiliations.update(sees_company_tickets=True)


def test_the_cells_are_those_of_the_staff_sheet_for_that_account(signed_in, cast, open_ticket, at):
    day_of_everything(cast, open_ticket, at)
    address = f"{PERIOD}&account={cast.account.pk}"
    theirs = cells(signed_in("partner").get(ADDRESS + address).text)
    assert theirs == cells(signed_in("manager").get(f"/reports/compliance/{address}").text)
    assert [line[0] for line in theirs] == ["0", "2", "2", "2", "6"]


def test_the_figures_lead_nowhere_and_are_said_in_plain_words(signed_in, cast, sees, open_ticket):
    open_ticket(priority="critical")
    page = signed_in("client").get(ADDRESS).text
    assert "/reports/" not in page
    assert "The whole company" in page
    assert "in which it was created (Paris time)" in page
    assert "1 ticket still has time" in page
    assert cast.account.name in page


def test_another_companys_tickets_are_in_no_figure(signed_in, cast, sees, open_ticket):
    open_ticket(), open_ticket(account=cast.other, contact=None)
    assert cells(signed_in("client").get(ADDRESS).text)[-1][0] == "1"


@pytest.mark.parametrize("person", ["client", "colleague", "outsider"])
def test_it_does_not_exist_for_who_sees_their_own_tickets_alone(signed_in, cast, open_ticket, person):
    open_ticket()
    reader = signed_in(person)
    assert reader.get(ADDRESS).status_code == 404
    assert reader.get(f"{ADDRESS}?account={cast.account.pk}").status_code == 404
    assert ADDRESS not in reader.get("/portal/").text


def test_another_company_does_not_exist_even_for_who_has_a_sheet_of_their_own(signed_in, cast, sees):
    for person in ("client", "partner"):
        assert ADDRESS in signed_in(person).get("/portal/").text
        assert signed_in(person).get(ADDRESS).status_code == 200
        for asked in (cast.other.pk, 999_999, "all"):
            assert signed_in(person).get(f"{ADDRESS}?account={asked}").status_code == 404


def test_whose_roles_were_taken_away_reads_no_sheet(signed_in, cast, sees):
    cast.client.roles = []
    cast.client.save()
    assert signed_in("client").get(ADDRESS).status_code == 404
    assert ADDRESS not in signed_in("client").get("/portal/").text


def test_a_colleague_with_the_right_in_one_company_has_the_sheet_of_that_one_alone(signed_in, cast, client, now):
    both = factories.contact("Inès", cast.account, cast.other)
    both.affiliations.filter(account=cast.other).update(sees_company_tickets=True)
    client.force_login(factories.user("both", Role.CLIENT, contact=both))
    assert client.get(f"{ADDRESS}?account={cast.other.pk}").status_code == 200
    assert client.get(f"{ADDRESS}?account={cast.account.pk}").status_code == 404


def test_a_partner_chooses_among_the_accounts_it_looks_after(signed_in, cast, open_ticket):
    second = factories.account("Atelier Bonnieux")
    cast.partner.contact.accounts.get().looks_after.add(second)
    open_ticket(account=second, contact=None), open_ticket(), open_ticket()
    reader = signed_in("partner")
    page = reader.get(ADDRESS).text
    names = re.findall(r"<option[^>]*>\s*(.*?)\s*</option>", page)
    assert names == ["Atelier Bonnieux", cast.account.name]
    assert cells(page)[-1][0] == "1"
    assert cells(reader.get(f"{ADDRESS}?account={cast.account.pk}").text)[-1][0] == "2"


def test_without_a_period_it_is_this_month_until_today_in_the_days_of_the_house(signed_in, cast, sees):
    cast.client.time_zone = "Pacific/Kiritimati"  # where it is tomorrow already
    cast.client.save()
    page = signed_in("client").get(ADDRESS).text
    assert period_shown(page) == ["2026-10-01", "2026-10-12"]


def test_the_usual_periods_are_one_click_away_and_keep_the_company(signed_in, cast):
    page = html.unescape(signed_in("partner").get(f"{ADDRESS}?account={cast.account.pk}").text)
    found = re.findall(r'href="\?account=(\d+)&from=([\d-]+)&to=([\d-]+)"\s*(aria-current="true")?', page)
    assert [(start, end) for _, start, end, _ in found[:4]] == [
        ("2026-10-01", "2026-10-12"),
        ("2026-09-01", "2026-09-30"),
        ("2026-10-01", "2026-10-12"),
        ("2026-01-01", "2026-10-12"),
    ]
    assert {account for account, *_ in found} == {str(cast.account.pk)}
    # In the first month of a quarter two of them are the same: one is marked.
    assert [bool(mark) for *_, mark in found[:4]] == [True, False, False, False]


def test_a_ticket_counts_in_the_period_of_its_creation(signed_in, cast, sees, open_ticket, at):
    ticket = open_ticket(at=at - 20 * DAY)
    reply_to_ticket(ticket=ticket, body="Nous regardons.", by=cast.technician, at=at)
    reader = signed_in("client")
    assert "No ticket was created in this period" in reader.get(ADDRESS).text
    assert cells(reader.get(f"{ADDRESS}?from=2026-09-01&to=2026-09-30").text)[-1][0] == "1"


def test_an_empty_period_says_what_to_do_next(signed_in, sees):
    reader = signed_in("client")
    assert "Show this year" in reader.get(ADDRESS).text
    assert "Show this year" not in reader.get(f"{ADDRESS}?from=2026-01-01&to=2026-10-12").text


@pytest.mark.parametrize(
    "asked", ["from=2026-10-12&to=2026-10-11", "from=12/33/2026", "to=9999-12-31", "from=0001-01-01"]
)
@pytest.mark.parametrize(("person", "address"), [("client", ADDRESS), ("manager", "/reports/compliance/")])
def test_a_period_that_is_none_is_refused_beside_its_field(signed_in, sees, asked, person, address):
    page = signed_in(person).get(f"{address}?{asked}")
    assert (page.status_code, "field-error" in page.text, "sheet-results" in page.text) == (200, True, False)


def test_it_is_read_and_never_written(signed_in, sees):
    assert signed_in("client").post(ADDRESS).status_code == 405


def test_the_number_of_queries_grows_neither_with_tickets_nor_with_companies(signed_in, cast, open_ticket, at):
    def statements() -> int:
        reader = signed_in("partner")
        reader.get(ADDRESS + PERIOD)
        with CaptureQueriesContext(connection) as queries:
            assert cells(reader.get(f"{ADDRESS}{PERIOD}&account={cast.account.pk}").text)
        return len(queries)

    day_of_everything(cast, open_ticket, at)
    few = statements()
    partner = cast.partner.contact.accounts.get()
    for number in range(5):
        account = factories.account(f"Atelier {number}")
        partner.looks_after.add(account)
        open_ticket(account=account, contact=None), open_ticket(priority="high")
    assert statements() == few
