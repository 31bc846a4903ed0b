"""The sheet and its lists in a real browser: readable by everybody, on a phone, in both themes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect

from tests.conftest import Cast
from tests.reports.test_compliance import PERIOD, day_of_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# axe's way of preloading style sheets inlines them, which the content security policy rightly refuses.
AXE = {"preload": False}
SHEET = f"/reports/compliance/{PERIOD}"


@pytest.fixture
def open_page(live_server: Any, cast: Cast, open_ticket, at: dt.datetime, new_page: Callable[..., Page]):
    """Open a page as the manager, on a day with tickets of every kind; options are those of a browser context."""
    day_of_everything(cast, open_ticket, at)
    client = Client()
    client.force_login(cast.manager)
    session = client.cookies["sessionid"].value

    def opened(address: str = SHEET, **options: Any) -> Page:
        page = new_page(**options)
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(live_server.url + address)
        return page

    return opened


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    open_page: Callable[..., Page], width: int, scheme: str
) -> None:
    page = open_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    addresses = [SHEET, f"/reports/compliance/tickets/{PERIOD}", "/reports/compliance/?from=2020-01-01&to=2020-01-02"]
    origin = page.evaluate("location.origin")
    for address in addresses:
        page.goto(origin + address)
        assert Axe().run(page, options=AXE).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_figure_is_followed_to_its_tickets_and_back(open_page: Callable[..., Page]) -> None:
    page = open_page()
    figure = page.locator(".sheet-results tfoot a").nth(1)
    kept = int(figure.inner_text())
    figure.click()
    expect(page.locator("tbody tr")).to_have_count(kept)
    page.locator(".page-head a.button").click()
    expect(page.locator("input[name=from]")).to_have_value("2026-10-12")


def test_paper_shows_the_sheet_alone(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.emulate_media(media="print")
    expect(page.locator(".sheet")).to_be_visible()
    for other in (".rail", ".topbar", ".compliance-filter", ".compliance-charts"):
        expect(page.locator(other)).to_be_hidden()
