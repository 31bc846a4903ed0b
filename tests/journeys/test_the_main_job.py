"""The main job: a call becomes a promise, the late promise escalates, and the sheet proves it.

What beat does every few seconds is done here by calling its very tasks, once the clock was moved.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Locator, Page, expect

from escalation.models import Escalation, LevelContact
from escalation.tasks import sweep
from tests import factories
from tests.conftest import Cast
from tickets.actions.reply import reply_to_ticket
from tickets.choices import Verdict
from tickets.models import OutboxMail, Ticket
from tickets.tasks import send_outbox

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Clock = Callable[..., dt.datetime]
NUMBER = "0033 4.65.71.22.08"


@pytest.fixture
def kept(cast: Cast, open_ticket: Callable[..., Ticket], at: dt.datetime) -> Ticket:
    """Another ticket of that day and priority, answered in time."""
    ticket = open_ticket(priority="high", title="Écran noir")
    reply_to_ticket(ticket=ticket, body="Essayez maintenant.", by=cast.technician, at=at + dt.timedelta(minutes=10))
    return ticket


def sign_in(page: Page, name: str) -> None:
    page.goto("/")
    page.locator("[name=login]").fill(f"{name}@example.org")
    page.locator("[name=password]").fill(factories.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/tickets/")


def take_call(page: Page) -> list[str]:
    """By keyboard alone, up to the saving; what the bar promises, in words."""
    page.keyboard.press("n")
    expect(page.locator("#id_caller")).to_be_focused()
    for key in ("Shift+Tab", "ArrowUp"):
        page.keyboard.press(key)
    expect(page.locator("[name=queue]").first).to_be_checked()
    page.keyboard.press("Tab")
    page.keyboard.type(NUMBER)
    page.keyboard.press("Enter")
    expect(page.locator("#id_title")).to_be_focused()
    expect(page.locator(".caller h2")).to_have_text("Nadia")
    page.keyboard.type("Plus aucune impression")
    for key in ("Tab", "Tab", "2"):
        page.keyboard.press(key)
    expect(page.locator("#verdict .clock")).to_have_count(2)
    return page.locator("#verdict .clock-words").all_inner_texts()


def line_of(ticket: Ticket, page: Page) -> Locator:
    return page.locator("tr, li.ticket-row").filter(has=page.locator(f"a[href='/tickets/{ticket.number}/']"))


def escalate_what_is_due(ticket: Ticket, clock: Clock) -> Escalation:
    """Not before one hour of business time after the deadline, which is 14:45: lunch does not count. Then once."""
    clock("14:44")
    sweep()
    assert not Escalation.objects.exists()
    escalated_at = clock("14:47")
    sweep()
    sweep()
    escalation = Escalation.objects.get()
    assert (escalation.ticket, escalation.level, escalation.metric) == (ticket, 1, "response")
    assert dt.timedelta(0) <= escalation.at - escalated_at < dt.timedelta(minutes=1)
    assert escalation.acknowledged_at is None
    return escalation


def tell_by_mail(escalation: Escalation) -> None:
    """Who stands on that level of the ladder has a mail in the outbox, and gets it."""
    letters = OutboxMail.objects.filter(key__startswith=f"escalation:{escalation.pk}:")
    assert [letter.to for letter in letters] == [
        contact.email
        for contact in LevelContact.objects.filter(level__ladder=escalation.ticket.policy.ladder, level__number=1)
    ]
    send_outbox()
    assert not letters.filter(sent_at=None).exists()
    subjects = {letter.subject for letter in letters}
    assert subjects == {letter.subject for letter in mail.outbox if letter.subject in subjects}


def acknowledge(page: Page, ticket: Ticket) -> None:
    """The manager finds it in the rail, reads the ticket, and says that somebody sees to it."""
    page.locator(".rail a[href='/escalations/']").click()
    line_of(ticket, page).get_by_role("link").click()
    expect(page.locator(".rung[data-state=fired]")).to_have_count(1)
    expect(page.locator(".event[data-tone=overdue]")).to_have_count(1)
    page.go_back()
    line_of(ticket, page).get_by_role("button").click()
    expect(page.locator(".toast")).to_contain_text(str(ticket.number))
    expect(line_of(ticket, page)).to_have_count(0)


def answer_too_late(page: Page, ticket: Ticket) -> None:
    """The answer stops the clock; the promise stays missed."""
    page.goto(f"/tickets/{ticket.number}/")
    page.locator("#reply-body").fill("Essayez maintenant.")
    page.locator("form[action$='/reply/'] [data-send]").click()
    expect(page.locator(".ticket-clocks .clock[data-state=missed]")).to_have_count(1)
    response = ticket.clocks.get(metric="response")
    assert response.verdict == Verdict.MISSED
    assert dt.timedelta(hours=3) < response.elapsed < dt.timedelta(hours=3, minutes=5)


def read_sheet(page: Page, missed: Ticket, kept: Ticket) -> None:
    """Two high tickets this month, one of them answered in time; each figure leads to exactly its own."""
    page.locator(".rail a[href='/reports/compliance/']").click()
    row = page.locator(".sheet-results tbody tr").filter(has=page.locator("[data-level=high]"))
    figures = row.locator("td")
    assert [re.sub(r"\D", "", figures.nth(column).inner_text()) for column in range(3)] == ["2", "1", "50"]
    figures.nth(1).get_by_role("link").click()
    assert followed(page) == [kept.number]
    page.go_back()
    page.locator(".chart a[href*='metric=response&verdict=missed']").click()
    assert followed(page) == [missed.number]
    page.locator("tbody a").click()
    expect(page.locator("h1")).to_have_text(missed.title)


def followed(page: Page) -> list[int]:
    """The tickets behind a figure."""
    page.wait_for_url("**/reports/compliance/tickets/**")
    links = page.locator("tbody th a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    return [int(link.split("/")[2]) for link in links]


def test_a_call_becomes_a_promise_a_late_promise_escalates_and_the_sheet_proves_it(
    clock: Clock, cast: Cast, kept: Ticket, new_page: Callable[..., Page], live_server: Any
) -> None:
    cast.contact.phones.create(number="+33465712208")
    called_at = clock("10:15")
    desk = new_page(base_url=live_server.url)
    sign_in(desk, "operator")
    first, second = take_call(desk)
    assert "12:15" in first
    assert "mar. 10:45" in second
    assert Ticket.objects.get() == kept

    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".opened-number")).to_have_text(re.compile(r"^\d+$"))
    ticket = Ticket.objects.exclude(pk=kept.pk).get()
    assert desk.locator(".opened-number").inner_text() == str(ticket.number)
    assert (ticket.contact, ticket.opened_by, ticket.priority) == (cast.contact, cast.operator, "high")
    assert dt.timedelta(0) <= ticket.opened_at - called_at < dt.timedelta(minutes=1)
    response = ticket.clocks.get(metric="response")
    assert (response.due_at - ticket.opened_at, response.verdict) == (dt.timedelta(hours=2), "")

    clock("12:17")
    desk.goto("/tickets/")
    expect(line_of(ticket, desk).locator(".clock")).to_have_attribute("data-state", "overdue")
    tell_by_mail(escalate_what_is_due(ticket, clock))

    office = new_page(base_url=live_server.url)
    sign_in(office, "manager")
    acknowledge(office, ticket)
    escalation = Escalation.objects.get()
    assert escalation.acknowledged_by == cast.manager
    assert escalation.acknowledged_at is not None

    answer_too_late(desk, ticket)
    read_sheet(office, missed=ticket, kept=kept)
