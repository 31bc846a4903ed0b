"""The operator on the phone, in a real browser: by keyboard, by somebody new, and without any script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page, expect

from sla.seeds import STANDARD
from tests import factories
from tickets.choices import Role
from tickets.models import Account, Contact, Ticket, User

# axe's way of preloading style sheets inlines them, which the content security policy rightly refuses.
AXE = {"preload": False}
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lauzier() -> Account:
    account = factories.account("Menuiserie Lauzier", policy=STANDARD, phone="+33465712200", notes="18 postes.")
    factories.contact("Marc", account, phone="+33465712208", job="gérant")
    factories.contact("Léa", account, phone="+33639980001")
    return account


@pytest.fixture
def operator() -> User:
    return factories.user("operator", Role.OPERATOR)


@pytest.fixture
def sign_in(live_server, operator) -> Callable[[Page], Page]:
    """Give a page the session of the operator."""

    def signed_in(page: Page) -> Page:
        client = Client()
        client.force_login(operator)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return signed_in


@pytest.fixture
def desk(page, sign_in, live_server, lauzier) -> Page:
    """The intake of a call to 010, just opened."""
    sign_in(page).goto(f"{live_server.url}/tickets/new/?queue=010")
    return page


def chosen(page: Page, name: str) -> str:
    return page.locator(f"[name={name}] option:checked").inner_text()


def test_a_known_caller_is_served_by_keyboard_alone(desk):
    expect(desk.locator("#id_caller")).to_be_focused()
    desk.keyboard.type("04 65 71 22 08")
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_title")).to_be_focused()
    assert chosen(desk, "contact") == "Marc"
    expect(desk.locator(".caller")).to_contain_text(STANDARD)
    expect(desk.locator(".caller")).to_contain_text("18 postes.")
    desk.keyboard.type("Plus d’accès")
    for key in ("Tab", "Tab", "2"):
        desk.keyboard.press(key)
    expect(desk.locator("#verdict .clock")).to_have_count(2)
    promised = desk.locator("#verdict .clock time").all_inner_texts()
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".opened-number")).to_have_text(re.compile(r"^\d+$"))
    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.priority, ticket.contact.name) == ("Plus d’accès", "high", "Marc")
    assert desk.locator(".opened-number").inner_text() == str(ticket.number)
    assert len(promised) == 2


def test_somebody_new_is_added_without_leaving_the_form(desk):
    desk.keyboard.type("06 39 98 00 77")
    desk.keyboard.press("Enter")
    expect(desk.locator("#matches")).to_contain_text("39")
    desk.locator("#id_caller").fill("lauz")
    desk.locator(".match").first.click()
    expect(desk.locator("#id_contact")).to_be_focused()
    desk.locator("[name=new_contact_name]").fill("Inès")
    desk.locator("#id_title").fill("Scanner muet")
    desk.locator("[name=priority][value=low]").check()
    desk.locator("#intake-save").click()
    expect(desk.locator(".opened-number")).to_be_visible()
    assert Contact.objects.get(name="Inès").phones.get().number == "+33639980077"
    assert Ticket.objects.get().contact.name == "Inès"


def test_a_choice_changes_what_follows_from_it(desk):
    desk.locator("label", has=desk.locator("[name=queue]")).last.click()
    expect(desk.locator("#verdict")).to_contain_text("OPS-02-TELECOM")
    expect(desk.locator("#id_issue_type")).not_to_contain_text("Messagerie")
    desk.locator("#id_issue_type").select_option(label="Mobile")
    expect(desk.locator("#id_sub_issue_type")).to_contain_text("Transfert")
    expect(desk.locator("#id_sub_issue_type")).not_to_contain_text("Débit")


def test_another_contact_is_introduced_at_the_side(desk):
    desk.keyboard.type("04 65 71 22 08")
    desk.keyboard.press("Enter")
    expect(desk.locator(".caller h2")).to_have_text("Marc")
    desk.locator("#id_contact").select_option(label="Léa")
    expect(desk.locator(".caller h2")).to_have_text("Léa")


def test_a_draft_survives_a_closed_tab(desk, new_page, sign_in, live_server):
    desk.keyboard.type("06 39 98 00 01")
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_title")).to_be_focused()
    desk.keyboard.type("Écran noir")
    again = desk.context.new_page()
    desk.close()
    again.goto(f"{live_server.url}/tickets/new/")
    expect(again.locator(".caller h2")).to_have_text("Léa")
    expect(again.locator("#id_title")).to_have_value("Écran noir")
    assert chosen(again, "contact") == "Léa"
    again.locator("[data-draft-drop]").click()
    expect(again.locator("#id_title")).to_have_value("")


def test_everything_works_without_script(new_page, sign_in, live_server, lauzier):
    page = sign_in(new_page(java_script_enabled=False))
    page.goto(f"{live_server.url}/tickets/new/?queue=010")
    page.locator("#id_title").fill("Plus d’accès")
    page.locator("#id_caller").fill("lauzier")
    page.locator("#id_caller").press("Enter")
    page.locator(".match", has_text="Marc").click()
    page.locator("[name=priority][value=high]").check()
    page.locator("button[value=refresh]").click()
    expect(page.locator("#verdict .clock")).to_have_count(2)
    page.locator("#intake-save").click()
    expect(page.locator(".opened-number")).to_be_visible()
    assert (Ticket.objects.get().title, Ticket.objects.get().contact.name) == ("Plus d’accès", "Marc")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_axe_finds_nothing_and_no_page_scrolls_sideways(new_page, sign_in, live_server, lauzier, scheme, width):
    options = {"viewport": {"width": width, "height": 900}, "color_scheme": scheme}
    page = sign_in(new_page(**options))
    for path in ("?queue=010", "?queue=010&phone=0465712208", "callers/?q=lauzier"):
        page.goto(f"{live_server.url}/tickets/new/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page, options=AXE).response["violations"] == []
