"""What the small scripts add in a real browser, and that the page does without them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Page, expect

from tests.conftest import Cast
from tickets.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# axe's way of preloading style sheets inlines them, which the content security policy rightly refuses.
AXE = {"preload": False}


@pytest.fixture
def open_gallery(live_server: Any, cast: Cast, new_page: Callable[..., Page]) -> Callable[..., Page]:
    """Open the gallery as the technician; options are those of a browser context."""

    def opened(**options: Any) -> Page:
        client = Client()
        client.force_login(cast.technician)
        page = new_page(**options)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(f"{live_server.url}/components/")
        return page

    return opened


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    open_gallery: Callable[..., Page], width: int, scheme: str
) -> None:
    page = open_gallery(viewport={"width": width, "height": 900}, color_scheme=scheme)
    assert Axe().run(page, options=AXE).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_page_is_drawn_in_the_font_of_the_package(open_gallery: Callable[..., Page]) -> None:
    page = open_gallery()
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('14px \"IBM Plex Sans\"'))")


def test_the_theme_changes_at_once_and_stays(open_gallery: Callable[..., Page], cast: Cast) -> None:
    page = open_gallery()
    page.locator(".account > summary").click()
    with page.expect_response("**/preferences/"):
        page.locator("button[name=theme][value=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("button[name=theme][value=dark]")).to_have_attribute("aria-pressed", "true")
    assert User.objects.get(pk=cast.technician.pk).theme == "dark"
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_the_theme_changes_without_a_script(open_gallery: Callable[..., Page], cast: Cast) -> None:
    page = open_gallery(java_script_enabled=False)
    page.locator(".account > summary").click()
    page.locator("button[name=theme][value=light]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")


def test_a_slash_searches_and_a_letter_in_the_field_is_a_letter(open_gallery: Callable[..., Page]) -> None:
    page = open_gallery()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("n?jk")
    expect(page.locator("#q")).to_have_value("n?jk")


def test_j_and_k_walk_the_lines_and_x_selects(open_gallery: Callable[..., Page]) -> None:
    page = open_gallery()
    rows = page.locator("[data-list] .ticket-row")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows.nth(1)).to_have_attribute("data-current", "")
    expect(rows.nth(1).locator(".ticket-title")).to_be_focused()
    page.keyboard.press("x")
    expect(rows.nth(1).locator(".check")).to_be_checked()
    page.keyboard.press("k")
    expect(rows.nth(0)).to_have_attribute("data-current", "")
    expect(rows.nth(1)).not_to_have_attribute("data-current", "")


def test_a_question_mark_lists_the_shortcuts_and_they_can_be_switched_off(open_gallery: Callable[..., Page]) -> None:
    page = open_gallery()
    dialog = page.locator("#shortcuts")
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    dialog.locator("[data-shortcuts-switch]").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    page.reload()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()


def test_a_dialog_opens_and_closes_without_a_script(open_gallery: Callable[..., Page]) -> None:
    page = open_gallery(java_script_enabled=False)
    dialog = page.locator("#example-dialog")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Dialog", exact=True).click()
    expect(dialog).to_be_visible()
    dialog.locator("button[popovertargetaction=hide]").click()
    expect(dialog).to_be_hidden()


def test_a_click_on_the_clock_explains_it_and_escape_closes_it(open_gallery: Callable[..., Page]) -> None:
    page = open_gallery()
    clock = page.locator("details.ticket-clock")
    clock.locator("summary").click()
    expect(clock.locator(".explain-line[data-kind=due]")).to_be_visible()
    page.keyboard.press("Escape")
    expect(clock.locator(".explain")).to_be_hidden()


def test_a_refusal_stays_until_it_is_closed(open_gallery: Callable[..., Page]) -> None:
    page = open_gallery()
    toast = page.locator("[data-toast]")
    toast.locator("[data-dismiss]").click()
    expect(toast).to_have_count(0)


def test_a_refused_button_can_be_reached_and_says_why(open_gallery: Callable[..., Page]) -> None:
    page = open_gallery()
    button = page.get_by_role("button", name="Possible from 16:15 on")
    button.focus()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-disabled", "true")


def test_under_a_thumb_the_rail_is_the_bar_at_the_bottom(open_gallery: Callable[..., Page]) -> None:
    page = open_gallery(viewport={"width": 360, "height": 640})
    box = page.locator(".rail").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == pytest.approx(640, abs=1)
    assert box["width"] == 360


DRAFT = """
<form data-draft="example"><input name="what"><input name="secret" type="password">
<input type="radio" name="which" value="i" checked><input type="radio" name="which" value="r">
<p data-draft-note hidden>kept</p></form>
"""


def with_form(page: Page, form: str) -> None:
    """The gallery again, with a form in it before its scripts run."""
    body = page.content().replace('<div class="page-body demos">', f'<div class="page-body demos">{form}')
    page.route("**/components/?draft", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(page.url.split("?")[0] + "?draft")


def test_a_draft_survives_a_closed_tab_and_keeps_no_password(open_gallery: Callable[..., Page]) -> None:
    page = open_gallery()
    with_form(page, DRAFT)
    page.locator("[name=what]").fill("Plus aucun appel")
    page.locator("[name=secret]").fill("hidden")
    page.locator("[name=which][value=r]").check()
    tab = page.context.new_page()
    page.close()
    tab.goto(page.url.split("?")[0])
    with_form(tab, DRAFT)
    expect(tab.locator("[name=what]")).to_have_value("Plus aucun appel")
    expect(tab.locator("[name=which][value=r]")).to_be_checked()
    expect(tab.locator("[name=secret]")).to_have_value("")
    expect(tab.locator("[data-draft-note]")).to_be_visible()


def test_a_saved_ticket_ends_its_draft(open_gallery: Callable[..., Page]) -> None:
    page = open_gallery()
    with_form(page, DRAFT)
    page.locator("[name=what]").fill("Plus aucun appel")
    page.goto(page.url.split("?")[0])
    with_form(page, '<p data-draft-done="example"></p>' + DRAFT)
    expect(page.locator("[name=what]")).to_have_value("")


def test_a_form_is_sent_once_however_often_one_clicks(open_gallery: Callable[..., Page]) -> None:
    page = open_gallery()
    with_form(page, '<form id="slow" data-once target="elsewhere"><button>Go</button></form>')
    page.evaluate("""() => {
        window.sent = 0;
        document.addEventListener("submit", (event) => { if (!event.defaultPrevented) window.sent += 1; });
        const button = document.querySelector("#slow button");
        for (let click = 0; click < 3; click += 1) button.click();
    }""")
    expect(page.locator("#slow button")).to_have_attribute("aria-busy", "true")
    assert page.evaluate("window.sent") == 1
