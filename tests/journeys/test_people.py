"""A short day of who works here; that of clients and partners is in test_portal_journey.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.conftest import Cast
from tickets.actions.assign import assign_ticket
from tickets.actions.reply import receive_reply
from tickets.choices import Source, Status, Verdict
from tickets.models import OutboxMail, Ticket, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Clock = Callable[..., dt.datetime]
OpenTicket = Callable[..., Ticket]
AsUser = Callable[..., Page]


@pytest.fixture
def mine(cast: Cast, open_ticket: OpenTicket, at: dt.datetime) -> Ticket:
    """A high ticket of the client, opened at 10:00 and given to the technician."""
    ticket = open_ticket(priority="high")
    return assign_ticket(ticket=ticket, technician=cast.technician, by=cast.operator, at=at)


@pytest.fixture
def others(cast: Cast, open_ticket: OpenTicket) -> Ticket:
    """A ticket of another company."""
    return open_ticket(account=cast.other, contact=None, title="Serveur éteint")


def form_of(page: Page, verb: str) -> Locator:
    return page.locator(f"form[action$='/{verb}/']")


def opened(page: Page, verb: str) -> Locator:
    """The form of a verb of the house, which its link brings."""
    page.locator(f"#edit-{verb}").click()
    expect(form_of(page, verb)).to_be_visible()
    return form_of(page, verb)


def status(page: Page) -> Locator:
    return page.locator(".ticket-line .pill")


def reply_and_wait(page: Page) -> None:
    form = form_of(page, "reply")
    form.locator("[name=body]").fill("Pouvez-vous envoyer une photo du voyant ?")
    form.locator(".composer-send summary").click()
    form.locator("[name=reason]").fill("photo du voyant")
    form.locator("[name=then][value=waiting_client]").click()


def test_a_technician_takes_answers_waits_resolves_and_logs_the_time(
    clock: Clock, cast: Cast, mine: Ticket, others: Ticket, as_user: AsUser
) -> None:
    clock("10:30")
    page = as_user(cast.technician)
    page.goto("/tickets/?view=mine")
    expect(page.locator(".ticket-title")).to_have_text([mine.title])
    page.locator(".ticket-title").click()
    form_of(page, "take").locator("button").click()
    expect(status(page)).to_have_text(str(Status.IN_PROGRESS.label))
    mine.refresh_from_db()
    assert (mine.technician, mine.responded_at) == (cast.technician, None)

    reply_and_wait(page)
    expect(status(page)).to_have_text(str(Status.WAITING_CLIENT.label))
    response, resolution = (mine.clocks.get(metric=metric) for metric in ("response", "resolution"))
    assert (response.verdict, resolution.due_at) == (Verdict.MET, None)
    expect(page.locator(".ticket-clocks .clock[data-state=paused]")).to_have_count(1)
    assert OutboxMail.objects.filter(ticket=mine, to=cast.contact.email, body__contains="photo du voyant").count() == 1

    receive_reply(
        ticket=mine, contact=cast.contact, body="La voici.", source=Source.EMAIL,
        by=User.objects.automation(), at=clock("11:30"),
    )  # fmt: skip
    page.reload()
    expect(status(page)).to_have_text(str(Status.IN_PROGRESS.label))
    expect(page.locator(".entry[data-from=client]").last).to_contain_text("La voici.")
    assert 59 <= (mine.pauses.get().until_at - mine.pauses.get().from_at).total_seconds() / 60 <= 61

    form = opened(page, "resolve")
    form.locator("[name=solution]").fill("Toner remplacé.")
    form.locator("button").click()
    expect(status(page)).to_have_text(str(Status.RESOLVED.label))
    form = opened(page, "time")
    form.locator("[name=minutes]").fill("25")
    form.locator("button").click()
    expect(page.locator(".ticket-side")).to_contain_text("25 min")
    resolution.refresh_from_db()
    assert (resolution.verdict, mine.time_entries.get().minutes) == (Verdict.MET, 25)
    assert others.status == Ticket.objects.get(pk=others.pk).status


def test_a_reply_needs_no_script(clock: Clock, cast: Cast, mine: Ticket, as_user: AsUser) -> None:
    clock("10:30")
    page = as_user(cast.technician, java_script_enabled=False)
    page.goto(f"/tickets/{mine.number}/")
    reply_and_wait(page)
    expect(status(page)).to_have_text(str(Status.WAITING_CLIENT.label))
    expect(page.locator(".entry").last).to_contain_text("Pouvez-vous envoyer une photo")
    assert mine.clocks.get(metric="response").verdict == Verdict.MET
