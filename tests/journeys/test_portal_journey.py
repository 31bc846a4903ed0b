"""A short day of who asks for help: a client, a colleague of theirs, a partner, and who has no business there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from escalation.actions.acknowledge import acknowledge_escalation
from escalation.models import Escalation
from tests.conftest import Cast
from tests.journeys.client_steps import (
    PICTURE,
    answer_what_is_waited_for,
    ask_while_the_company_stands_still,
    choose,
    close_as_solved,
    news,
    rate_as_satisfied,
    sign_in,
    titles,
)
from tests.journeys.reading import faults_of
from tickets.actions.note import add_note
from tickets.actions.reply import reply_and_wait, reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.choices import Score, Source, Status
from tickets.models import Rating, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

Clock = Callable[..., dt.datetime]
OpenTicket = Callable[..., Ticket]
AsUser = Callable[..., Page]
SECRET = "Le disque date de 2009, ne pas le dire."
DIRECTOR = "06 39 98 00 12"
PHONE = {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_a_client_whose_production_is_stopped_calls_asks_follows_answers_and_closes(
    clock: Clock, cast: Cast, new_page: Callable[..., Page], live_server
) -> None:
    clock("10:00")
    page = new_page(base_url=live_server.url)
    sign_in(page, "client@example.org")
    expect(page.locator(".reach")).to_contain_text(DIRECTOR)

    ticket = ask_while_the_company_stands_still(page)
    expect(page.locator(".toast")).to_contain_text(str(ticket.number))
    expect(page.locator(".reach-large")).to_contain_text(DIRECTOR)
    assert (ticket.priority, ticket.source, ticket.contact) == ("critical", Source.PORTAL, cast.contact)
    assert ticket.messages.get().attachments.get().name == "standard.png"
    assert page.evaluate("localStorage.getItem('draft:portal-new')") is None

    asked = {"body": "Quel voyant est allumé ?", "status": Status.WAITING_CLIENT, "reason": "voyant"}
    reply_and_wait(ticket=ticket, **asked, by=cast.technician, at=clock("10:20"))
    news(page)
    expect(page.locator(".timeline")).to_contain_text("Quel voyant est allumé ?")
    expect(page.locator(".portal-line .pill")).to_have_text("We wait for your answer")
    expect(page.locator(".reach-large")).to_have_count(0)

    answer_what_is_waited_for(page)
    close_as_solved(page)
    ticket.refresh_from_db()
    assert (ticket.status, ticket.messages.latest("pk").body) == (Status.CLOSED, "Tout remarche.")
    rate_as_satisfied(page)
    rating = Rating.objects.get(ticket=ticket)
    assert (rating.score, rating.comment, rating.contact) == (Score.GOOD, "Très réactifs.", cast.contact)
    assert titles(page) == ["Plus aucun appel"]


def test_a_late_promise_is_escalated_and_who_takes_it_up_is_seen(
    clock: Clock, cast: Cast, open_ticket: OpenTicket, as_user: AsUser
) -> None:
    ticket = open_ticket(priority="critical", at=clock("09:00"))
    clock("10:30")
    page = as_user(cast.client)
    page.goto(f"/portal/tickets/{ticket.number}/")
    # Answer promised by 10:00; the grace of the contract is one hour of business time.
    expect(page.locator(".portal-escalate [aria-disabled=true]")).to_contain_text("11:00")
    clock("11:01")
    page.reload()
    page.locator(".portal-ask > summary").click()
    page.locator(".portal-ask [name=reason]").fill("Tout l’étage attend.")
    page.locator(".portal-ask button[type=submit]").click()
    expect(page.locator("#escalate-told")).to_contain_text("Tout l’étage attend.")
    asked = Escalation.objects.get()
    assert (asked.ticket, asked.trigger, asked.by) == (ticket, "requested", cast.client)
    acknowledge_escalation(escalation=asked, by=cast.manager, at=clock("11:10"))
    news(page)
    expect(page.locator("#escalate-told")).to_contain_text("Manager")
    # What is typed while the page follows what happens stays.
    page.locator("#escalate-ask > summary").click()
    page.locator("#escalate-reason").fill("Toujours rien.")
    reply_to_ticket(ticket=ticket, body="On arrive.", by=cast.technician, at=clock("11:12"))
    news(page)
    expect(page.locator("#portal-talk")).to_contain_text("On arrive.")
    expect(page.locator("#escalate-reason")).to_have_value("Toujours rien.")


def test_the_keys_of_the_workspace_do_nothing_here(clock: Clock, cast: Cast, as_user: AsUser) -> None:
    clock("10:30")
    page = as_user(cast.client)
    page.goto("/portal/")
    for key in ("Control+k", "?", "n", "j", "x", "0", "1", "0"):
        page.keyboard.press(key)
    assert page.url.endswith("/portal/")
    assert page.locator("dialog[open]").count() == 0


def test_what_we_say_is_solved_comes_back_while_the_page_is_open(
    clock: Clock, cast: Cast, open_ticket: OpenTicket, as_user: AsUser
) -> None:
    at = clock("10:30")
    ticket = open_ticket(at=at)
    add_note(ticket=ticket, body=SECRET, by=cast.technician, at=at)
    page = as_user(cast.client)
    page.goto(f"/portal/tickets/{ticket.number}/")
    expect(page.locator(".portal-promise")).to_be_visible()
    assert SECRET not in page.content()
    page.locator(".portal-promise summary").first.click()
    expect(page.locator(".explain").first).to_be_visible()
    resolve_ticket(ticket=ticket, solution="Toner remplacé.", by=cast.technician, at=clock("10:45"))
    news(page)
    expect(page.locator(".portal-solved")).to_be_visible()
    page.locator("#say-body").fill("Toujours rien à l’étage.")
    page.get_by_role("button", name="It does not work yet").click()
    expect(page.locator(".timeline")).to_contain_text("Toujours rien à l’étage.")
    ticket.refresh_from_db()
    assert ticket.is_open


def test_too_late_to_reopen_leads_to_a_new_request(
    clock: Clock, cast: Cast, open_ticket: OpenTicket, as_user: AsUser, at: dt.datetime
) -> None:
    ticket = open_ticket(title="Imprimante muette")
    resolve_ticket(ticket=ticket, solution="Toner remplacé.", by=cast.technician, at=at)
    clock("10:30", days=30)
    page = as_user(cast.client)
    page.goto(f"/portal/tickets/{ticket.number}/")
    expect(page.get_by_role("button", name="It does not work yet")).to_have_count(0)
    page.get_by_role("link", name="Ask anew").click()
    expect(page.get_by_label("In a few words")).to_have_value("Imprimante muette")
    expect(page.get_by_label("Tell us more")).to_have_value(f"This follows ticket {ticket.number}.\n\n")


def test_a_refusal_leaves_what_was_typed_where_it_is(
    clock: Clock, cast: Cast, open_ticket: OpenTicket, as_user: AsUser, complaints: list[str]
) -> None:
    ticket = open_ticket(at=clock("10:30"))
    page = as_user(cast.client)
    page.goto(f"/portal/tickets/{ticket.number}/")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("#say-errors")).to_contain_text("There is no text")
    assert "409" in complaints.pop()
    complaints.clear()
    page.locator(".portal-cancel summary").click()
    page.locator("#cancel-body").fill("Nous avons trouvé.")
    page.get_by_role("button", name="Cancel the ticket").click()
    expect(page.locator(".portal-line .pill")).to_have_text("Cancelled")


def test_all_of_it_works_without_a_script(clock: Clock, cast: Cast, as_user: AsUser, complaints: list[str]) -> None:
    clock("10:30")
    page = as_user(cast.client, java_script_enabled=False)
    page.goto("/portal/new/")
    choose(page, "queue", "informatique")
    choose(page, "stopped", "A person or a team")
    page.get_by_label("In a few words").fill("Écran noir")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".field-error")).to_be_visible()
    assert "422" in complaints.pop()
    expect(page.get_by_label("In a few words")).to_have_value("Écran noir")
    page.get_by_label("Tell us more").fill("Depuis ce matin.")
    page.locator("input[type=file]").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": PICTURE})
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".reach-large")).to_contain_text("choix 2")
    page.locator("#say-body").fill("Encore ceci.")
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".timeline")).to_contain_text("Encore ceci.")
    assert Ticket.objects.get().messages.count() == 2


def test_a_colleague_sees_the_companys_tickets_with_the_right_alone(
    clock: Clock, cast: Cast, open_ticket: OpenTicket, as_user: AsUser, complaints: list[str]
) -> None:
    clock("10:30")
    ticket = open_ticket()
    page = as_user(cast.colleague)
    assert titles(page) == []
    expect(page.locator(".empty")).to_contain_text("Nothing is open")
    answer = page.goto(f"/portal/tickets/{ticket.number}/")
    assert answer is not None
    assert answer.status == 404
    complaints.clear()
    cast.colleague.contact.affiliations.update(sees_company_tickets=True)
    assert titles(page) == [ticket.title]
    page.locator(".portal-ticket").click()
    expect(page.locator("h1")).to_have_text(ticket.title)
    page.goto("/portal/")
    page.get_by_role("link", name="Mine").click()
    expect(page.locator(".portal-ticket")).to_have_count(0)


def test_a_partner_works_for_the_accounts_it_looks_after_and_never_for_others(
    clock: Clock, cast: Cast, open_ticket: OpenTicket, as_user: AsUser, complaints: list[str]
) -> None:
    clock("10:30")
    mine, foreign = open_ticket(), open_ticket(account=cast.other, contact=None, title="Serveur éteint")
    page = as_user(cast.partner)
    assert titles(page) == [mine.title]
    assert cast.other.name not in page.content()
    page.goto("/portal/new/")
    page.get_by_label("For which company?").select_option(label=cast.account.name)
    choose(page, "queue", "informatique")
    choose(page, "stopped", "Nothing, but it annoys us")
    expect(page.locator("#portal-preview .clock")).to_have_count(2)
    expect(page.locator(".reach-large")).to_have_count(0)
    page.get_by_label("In a few words").fill("Wi-Fi lent")
    page.get_by_label("Tell us more").fill("Au deuxième étage.")
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/portal/tickets/*/")
    asked = Ticket.objects.latest("number")
    assert (asked.account, asked.contact) == (cast.account, cast.partner.contact)
    for number in (foreign.number, 999_999):
        answer = page.goto(f"/portal/tickets/{number}/")
        assert answer is not None
        assert answer.status == 404
        assert foreign.title not in page.content()
    complaints.clear()


def test_an_outsider_meets_nothing_of_the_house_nor_of_others(
    clock: Clock, cast: Cast, open_ticket: OpenTicket, as_user: AsUser, complaints: list[str]
) -> None:
    clock("10:30")
    ticket = open_ticket()
    page = as_user(cast.outsider)
    page.goto("/tickets/")
    page.wait_for_url("**/portal/")
    assert titles(page) == []
    answers = [page.goto(path) for path in (f"/tickets/{ticket.number}/", "/settings/", "/clients/", "/wall/")]
    assert [answer and answer.status for answer in answers] == [404] * 4
    assert ticket.title not in page.content()
    complaints.clear()


@pytest.mark.parametrize("path", ["", "new/", "account/", "ticket"])
def test_the_portal_is_read_on_a_phone_in_the_dark(
    clock: Clock, cast: Cast, open_ticket: OpenTicket, as_user: AsUser, path: str
) -> None:
    ticket = open_ticket(at=clock("10:30"), priority="critical")
    reply_to_ticket(ticket=ticket, body="On arrive.", by=cast.technician, at=clock("10:40"))
    page = as_user(cast.client, **PHONE)
    page.goto(f"/portal/tickets/{ticket.number}/" if path == "ticket" else f"/portal/{path}")
    if path == "new/":
        choose(page, "stopped", "The whole company")
        expect(page.locator("#portal-preview .reach-large")).to_be_visible()
    assert list(faults_of(page)) == []
