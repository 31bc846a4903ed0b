"""The frame by keyboard: the palette, search, the list of shortcuts, what one was told."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.conftest import Cast
from tickets.actions.assign import assign_ticket
from tickets.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = {"preload": False, "resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}


@pytest.fixture
def page(
    as_user: Callable[..., Page], cast: Cast, open_ticket: Callable[..., Ticket], clock: Callable[..., dt.datetime]
):
    """The technician's, who was given a ticket."""
    at = clock("11:00")
    ticket = open_ticket(title="Écran figé à l’accueil")
    open_ticket(title="Imprimante hors ligne")
    assign_ticket(ticket=ticket, technician=cast.technician, by=cast.operator, at=at)
    return as_user(cast.technician, reduced_motion="reduce")


def chosen(page: Page) -> str:
    return page.locator("#palette-options [aria-selected=true]").inner_text()


def test_the_palette_is_used_without_a_mouse(page: Page, cast: Cast) -> None:
    page.goto("/notices/")
    page.locator("#q").focus()
    page.keyboard.press("Control+k")
    box = page.get_by_role("combobox", name=re.compile("Go to|Aller"))
    expect(box).to_be_focused()
    expect(page.locator("#palette-options [role=option]").first).to_have_attribute("aria-selected", "true")
    # The focus stays inside; Escape gives it back.
    for _ in range(3):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('dialog')")
    page.keyboard.press("Escape")
    expect(page.locator("#palette")).not_to_be_visible()
    expect(page.locator("#q")).to_be_focused()
    # What is typed is found, the arrows choose, and Enter goes there.
    page.keyboard.press("Control+k")
    page.keyboard.type("ops")
    expect(page.locator("[data-palette-count]")).to_have_text(re.compile(r"^\d+ "))
    expect(page.locator("#palette-options")).to_contain_text(re.compile("ops.?[”»]"))
    first = chosen(page)
    page.keyboard.press("ArrowDown")
    assert chosen(page) != first
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(box).to_have_attribute("aria-activedescendant", re.compile("^palette-"))
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/search/\?q=ops$"))


def test_who_types_fast_goes_where_they_meant(page: Page) -> None:
    number = Ticket.objects.get(title__startswith="Écran").number
    page.goto("/notices/")
    page.keyboard.press("Control+k")
    page.keyboard.type(f"{number}")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/tickets/{number}/$"))


def test_the_palette_is_read_aloud_in_both_themes_and_fits_a_phone(page: Page) -> None:
    from axe_playwright_python.base import AXE_SCRIPT

    for width, theme in ((1440, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")  # type: ignore[arg-type]
        page.goto("/notices/")
        page.evaluate(AXE_SCRIPT)
        page.keyboard.press("Control+k")
        page.keyboard.type("tam")
        expect(page.locator("#palette-options")).to_contain_text("Clinique des Tamarins")
        found = page.evaluate("options => axe.run('#palette', options)", AXE)["violations"]
        assert [f"{rule['id']}: {node['target']}" for rule in found for node in rule["nodes"]] == []
        box = page.locator("#palette").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_a_slash_searches_and_the_found_words_are_marked(page: Page) -> None:
    page.goto("/notices/")
    page.keyboard.press("/")
    page.keyboard.type("ecran fig")
    page.keyboard.press("Enter")
    expect(page.locator(".hit")).to_have_count(1)
    assert page.locator(".hit mark").all_inner_texts()[:2] == ["Écran", "figé"]
    page.wait_for_load_state()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/tickets/\d+/$"))


def test_a_question_mark_lists_the_keys_and_switches_them_off(page: Page) -> None:
    page.goto("/notices/")
    page.keyboard.press("?")
    dialog = page.locator("#shortcuts")
    expect(dialog).to_contain_text("010")
    dialog.locator("[data-shortcuts-switch]").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    # With a control key there is always a way.
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()


def test_v_leads_to_the_planning_and_from_a_ticket_to_a_visit_for_it(page: Page) -> None:
    number = Ticket.objects.earliest("number").number
    page.goto("/notices/")
    page.keyboard.press("v")
    page.wait_for_url("**/interventions/")
    page.goto(f"/tickets/{number}/")
    page.keyboard.press("v")
    page.wait_for_url(f"**/interventions/plan/?ticket={number}")


def test_what_one_was_told_is_under_the_bell_until_it_is_read(page: Page) -> None:
    page.goto("/search/")
    bell = page.locator("summary.bell")
    expect(bell.locator(".count")).to_have_text("1")
    bell.focus()
    page.keyboard.press("Enter")
    notice = page.locator(".bell-notices .notice-link")
    expect(notice).to_have_count(1)
    notice.click()
    page.wait_for_url(re.compile(r"/tickets/\d+/$"))
    expect(page.locator("summary.bell .count")).to_be_hidden()


def test_the_counts_of_an_open_page_follow(
    page: Page, cast: Cast, open_ticket: Callable[..., Ticket], clock: Callable[..., dt.datetime]
) -> None:
    page.goto("/search/")
    count = page.locator(".rail [data-count=all]")
    expect(count).to_have_text("2")
    open_ticket(title="Encore un")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('live:changed', { bubbles: true }))")
    expect(count).to_have_text("3")
