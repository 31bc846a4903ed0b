"""What a client does in the portal, step by step, and what the page says after each."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests import factories
from tickets.models import Ticket

PICTURE = b"\x89PNG\r\n\x1a\n" + b"\0" * 64


def titles(page: Page) -> list[str]:
    """The tickets of home, as this person gets them."""
    page.goto("/portal/")
    return page.locator(".portal-ticket > b").all_inner_texts()


def choose(page: Page, name: str, words: str) -> None:
    page.locator("label.choice", has=page.locator(f"[name={name}]")).filter(has_text=words).click()


def news(page: Page) -> None:
    """The page asks at once whether anything changed, as when somebody comes back to it."""
    page.dispatch_event("body", "visibilitychange", {"bubbles": True})


def sign_in(page: Page, login: str) -> None:
    page.goto("/")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(factories.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/portal/")


def put_a_picture(page: Page, where: str, name: str) -> None:
    page.locator(where).set_input_files({"name": name, "mimeType": "image/png", "buffer": PICTURE})


def ask_while_the_company_stands_still(page: Page) -> Ticket:
    """Who to call stands beside the request before it is sent; sent twice in a hurry, it is one ticket."""
    page.get_by_role("link", name="Ask for help").first.click()
    choose(page, "queue", "Télécom")
    choose(page, "stopped", "The whole company")
    expect(page.locator("#portal-preview .reach-large a")).to_have_attribute("href", "tel:+33639980012")
    expect(page.locator("#portal-preview .clock")).to_have_count(2)
    page.get_by_label("In a few words").fill("Plus aucun appel")
    page.get_by_label("Tell us more").fill("Le standard est muet depuis 9 h.")
    put_a_picture(page, "input[type=file]", "standard.png")
    expect(page.locator("[data-files-list]")).to_contain_text("standard.png")
    page.get_by_role("button", name="Send").dblclick()
    page.wait_for_url("**/portal/tickets/*/")
    return Ticket.objects.get()


def answer_what_is_waited_for(page: Page) -> None:
    """What was begun outlives a reload, and is gone once it is sent."""
    page.wait_for_load_state()
    page.locator("#say-body").fill("Le rouge.")
    page.reload()
    expect(page.locator("#say-body")).to_have_value("Le rouge.")
    put_a_picture(page, "#say input[type=file]", "voyant.png")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".timeline")).to_contain_text("voyant.png")
    expect(page.locator(".portal-line .pill")).to_have_text("We are working on it")
    expect(page.locator("#say-body")).to_have_value("")


def close_as_solved(page: Page) -> None:
    page.locator("#say-body").fill("Tout remarche.")
    page.get_by_role("button", name="It is solved").click()
    expect(page.locator(".portal-line .pill")).to_have_text("Closed")


def rate_as_satisfied(page: Page) -> None:
    page.get_by_role("button", name="Satisfied", exact=True).click()
    page.locator("#rating-comment").fill("Très réactifs.")
    page.locator("#rating form:has(#rating-comment) [type=submit]").click()
    expect(page.locator("#rating")).to_contain_text("Très réactifs.")
