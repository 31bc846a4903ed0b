"""The operator on the phone, in a real browser: by keyboard, by somebody new, and without any script."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from sla.seeds import STANDARD
from tests import factories
from tickets.actions.announce import announce_incident
from tickets.choices import Role
from tickets.models import Account, Contact, Link, Ticket, User

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


def expect_chosen(page: Page, name: str, label: str) -> None:
    expect(page.locator(f"[name={name}] option:checked")).to_have_text(label)


class Keyboard:
    """The operator's only hand: counts every key but those of the words that the caller says."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.presses += 1

    def say(self, words: str) -> None:
        """A title, what the caller says, a number or a name: typed, and not counted."""
        self.page.keyboard.type(words)


@pytest.fixture
def keys(page, sign_in, live_server, lauzier) -> Keyboard:
    """The keyboard of an operator who looks at the list."""
    sign_in(page).goto(f"{live_server.url}/tickets/")
    return Keyboard(page)


def test_a_known_caller_is_a_saved_ticket_in_at_most_25_keystrokes(keys):
    page = keys.page
    keys.press("0", "1", "0")
    expect(page.locator("#id_caller")).to_be_focused()
    keys.say("04 65 71 22 08")
    keys.press("Enter")
    expect(page.locator("#id_title")).to_be_focused()
    expect_chosen(page, "contact", "Marc")
    expect(page.locator(".caller")).to_contain_text(STANDARD)
    expect(page.locator(".caller")).to_contain_text("18 postes.")
    keys.say("Plus d’accès")
    keys.press("Tab")
    keys.say("Depuis ce matin, sur les deux postes de l’atelier.")
    keys.press("Tab", "2")
    expect(page.locator("#verdict .clock")).to_have_count(2)
    promised = page.locator("#verdict .clock time").all_inner_texts()
    keys.press("Control+Enter")
    expect(page.locator(".opened-number")).to_have_text(re.compile(r"^\d+$"))
    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.priority, ticket.contact.name) == ("Plus d’accès", "high", "Marc")
    assert (ticket.queue.shortcut, ticket.description) == ("010", "Depuis ce matin, sur les deux postes de l’atelier.")
    assert page.locator(".opened-number").inner_text() == str(ticket.number)
    assert len(promised) == 2
    assert keys.presses <= 25
    # The draft is gone with the saving, and the next call is one key away.
    keys.press("2")
    expect(page.locator("#id_caller")).to_be_focused()
    expect(page.locator("#id_caller")).to_have_value("")
    expect(page.locator("[data-draft-note]")).to_be_hidden()
    assert page.locator("[name=queue]:checked").locator("xpath=..").inner_text().strip().startswith("020")


def test_somebody_unknown_is_served_by_keyboard_alone(keys):
    page = keys.page
    keys.press("0", "1", "0")
    expect(page.locator("#id_caller")).to_be_focused()
    keys.say("06 39 98 00 77")
    keys.press("Enter")
    expect(page.locator("#matches")).to_contain_text("06 39 98 00 77".replace(" ", "\N{NO-BREAK SPACE}"))
    expect(page.locator("#id_caller")).to_be_focused()
    keys.press("Control+a")
    keys.say("lauz")
    expect(page.locator(".match").first).to_contain_text("Lauzier")
    keys.press("Enter")
    expect(page.locator(".match").first).to_be_focused()
    keys.press("Enter")
    expect(page.locator("#id_contact")).to_be_focused()
    keys.press("Tab")
    keys.say("Inès")
    keys.press("Tab", "Tab")
    keys.say("Scanner muet")
    keys.press("Tab", "Tab", "4", "Control+Enter")
    expect(page.locator(".opened-number")).to_be_visible()
    ticket = Ticket.objects.get()
    assert (ticket.contact.name, ticket.priority, ticket.account.name) == ("Inès", "low", "Menuiserie Lauzier")
    assert Contact.objects.get(name="Inès").phones.get().number == "+33639980077"
    assert keys.presses <= 25


def test_020_is_the_telecom_procedure_also_where_the_caller_is_asked_for(keys):
    page = keys.page
    keys.press("n")
    expect(page.locator("#id_caller")).to_be_focused()
    keys.press("0", "2", "0", "Enter")
    expect(page.locator("#verdict")).to_contain_text("OPS-02-TELECOM")
    expect(page.locator("#id_caller")).to_be_focused()
    keys.say("lauzier marc")
    keys.press("Enter")
    expect(page.locator("#id_title")).to_be_focused()
    keys.say("Plus de tonalité")
    keys.press("Tab", "Tab", "1", "Control+Enter")
    expect(page.locator(".opened-number")).to_be_visible()
    ticket = Ticket.objects.get()
    assert (ticket.queue.shortcut, ticket.priority, ticket.contact.name) == ("020", "critical", "Marc")
    assert keys.presses <= 25


def test_a_call_about_a_known_incident_is_attached_by_one_key(keys, operator):
    other = factories.account("Mairie", policy=STANDARD)
    at = timezone.now()
    known = factories.ticket(by=operator, at=at, account=other, title="Messagerie en panne")
    announce_incident(ticket=known, by=operator, at=at)
    page = keys.page
    keys.press("0", "1", "0")
    expect(page.locator(".known-incident")).to_contain_text("Messagerie en panne")
    keys.say("04 65 71 22 08")
    keys.press("Enter")
    expect(page.locator(".caller h2")).to_have_text("Marc")
    keys.press("Alt+k")
    expect(page.locator("#id_title")).to_have_value("Messagerie en panne")
    keys.press("Tab", "Tab", "3")
    expect(page.locator("#verdict .clock")).to_have_count(2)
    expect(page.locator("[name=cause]")).to_be_checked()
    keys.press("Control+Enter")
    expect(page.locator(".opened-cause")).to_contain_text("Messagerie en panne")
    assert Link.objects.get().other == known
    assert Link.objects.get().ticket.contact.name == "Marc"
    assert keys.presses <= 25


@pytest.fixture
def slowly(desk) -> Callable[[], None]:
    """From now on the server takes its time over who calls; called, it has answered."""
    held: list[Route] = []
    desk.route("**/tickets/new/", lambda route: held.append(route))

    def answer() -> None:
        while not held:
            desk.wait_for_timeout(10)
        for route in held:
            route.continue_()
        desk.unroute("**/tickets/new/")

    return answer


def test_what_is_typed_before_the_answer_to_who_calls_survives_it(desk, slowly):
    desk.keyboard.type("04 65 71 22 08")
    desk.keyboard.press("Enter")
    desk.keyboard.type("Plus d’accès")
    desk.keyboard.press("Tab")
    desk.keyboard.type("Depuis ce matin, ")
    slowly()
    expect(desk.locator(".caller h2")).to_have_text("Marc")
    expect(desk.locator("#id_title")).to_have_value("Plus d’accès")
    expect(desk.locator("#id_description")).to_be_focused()
    desk.keyboard.type("à l’atelier.")
    desk.keyboard.press("Tab")
    desk.keyboard.press("2")
    expect(desk.locator("#verdict .clock")).to_have_count(2)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".opened-number")).to_be_visible()
    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.description) == ("Plus d’accès", "Depuis ce matin, à l’atelier.")
    assert (ticket.priority, ticket.contact.name) == ("high", "Marc")


def test_a_whole_ticket_typed_before_the_answer_is_saved_once_it_is_there(desk, slowly):
    desk.keyboard.type("lauzier marc")
    expect(desk.locator(".match")).to_have_count(1)
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    desk.keyboard.type("Plus d’accès")
    for key in ("Tab", "Tab", "3", "Control+Enter"):
        desk.keyboard.press(key)
    slowly()
    expect(desk.locator(".opened-number")).to_be_visible()
    ticket = Ticket.objects.get()
    assert (ticket.title, ticket.priority, ticket.contact.name) == ("Plus d’accès", "medium", "Marc")


def test_the_keyboard_stays_with_who_types_where_the_answer_asks_who_it_is(desk, slowly):
    desk.keyboard.type("lauzier")
    desk.keyboard.press("Enter")
    desk.keyboard.type("Plus d")
    slowly()
    expect(desk.locator(".match").first).to_be_visible()
    expect(desk.locator("#id_caller")).to_have_value("lauzier")
    desk.keyboard.type(" accès")
    expect(desk.locator("#id_title")).to_have_value("Plus d accès")
    expect(desk.locator("#id_title")).to_be_focused()


def test_a_name_typed_right_after_020_is_the_caller(desk, slowly):
    desk.keyboard.type("020")
    desk.keyboard.press("Enter")
    desk.keyboard.type("lauz")
    slowly()
    expect(desk.locator("#id_caller")).to_be_focused()
    desk.keyboard.type("ier marc")
    expect(desk.locator("#id_caller")).to_have_value("lauzier marc")
    expect(desk.locator(".match b")).to_have_text(["Marc"])
    expect(desk.locator("#id_title")).to_have_value("")


def test_a_double_click_on_save_is_one_ticket(desk):
    desk.keyboard.type("04 65 71 22 08")
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_title")).to_be_focused()
    desk.keyboard.type("Plus d’accès")
    desk.locator("[name=priority][value=high]").check()
    desk.locator("#intake-save").dblclick()
    expect(desk.locator(".opened-number")).to_be_visible()
    assert Ticket.objects.count() == 1


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


def test_at_a_shared_switchboard_the_company_comes_first_and_arrows_choose_the_person(desk, lauzier):
    for contact in lauzier.contacts.all():
        contact.phones.create(number="+33465712200")
    desk.keyboard.type("04 65 71 22 00")
    expect(desk.locator(".match")).to_have_count(3)
    expect(desk.locator(".match").first).to_contain_text("Menuiserie Lauzier")
    for key in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp"):
        desk.keyboard.press(key)
    expect(desk.locator(".match").nth(1)).to_be_focused()
    desk.keyboard.press("Enter")
    expect(desk.locator("#id_title")).to_be_focused()
    expect_chosen(desk, "contact", "Léa")


def test_a_withheld_number_asks_for_the_name_and_stays_where_one_types(desk):
    desk.keyboard.type("masqué")
    desk.keyboard.press("Enter")
    expect(desk.locator("#matches")).to_contain_text("withheld")
    expect(desk.locator("#id_caller")).to_be_focused()


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
    expect_chosen(again, "contact", "Léa")
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
