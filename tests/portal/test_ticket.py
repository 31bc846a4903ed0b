"""A ticket as its client reads it, and what they do to it."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tickets.actions.cancel import cancel_ticket
from tickets.actions.close import close_ticket
from tickets.actions.confirm import confirm_solved
from tickets.actions.merge import merge_ticket
from tickets.actions.note import add_note
from tickets.actions.reopen import reopen_ticket
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.wait import wait_for
from tickets.choices import EventKind, Status, Verdict
from tickets.models import Message, Notice, OutboxMail, Ticket
from tickets.refusal import ActionRefused

HOUR = dt.timedelta(hours=1)


def address(ticket: Ticket, verb: str = "") -> str:
    return f"/portal/tickets/{ticket.number}/{verb}"


@pytest.fixture
def resolved(cast, open_ticket, at):
    ticket = open_ticket()
    return resolve_ticket(ticket=ticket, solution="Rebranché.", by=cast.technician, at=at + HOUR / 2)


# Reading ------------------------------------------------------------------------------------------
def test_they_read_what_is_public_and_nothing_else(signed_in, cast, open_ticket, at):
    ticket = open_ticket(description="Plus de papier")
    reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=at)
    add_note(ticket=ticket, body="Encore lui", by=cast.technician, at=at)
    page = signed_in("client").get(address(ticket)).text
    assert "On regarde." in page
    assert "Encore lui" not in page
    assert "our answer" in page


def test_each_promise_stands_there_with_its_explanation_and_no_reason_of_ours(signed_in, cast, open_ticket, at):
    ticket = open_ticket(priority="high")
    reply_to_ticket(ticket=ticket, body="Quand ?", by=cast.technician, at=at)
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="injoignable", by=cast.technician, at=at + HOUR / 2)
    page = signed_in("client").get(address(ticket)).text
    assert "answered in" in page
    assert "the clock stands still since" in page
    assert "we answer within 2\N{NO-BREAK SPACE}h of business time" in page
    assert "injoignable" not in page


def test_the_escalation_panel_is_there(signed_in, open_ticket):
    assert 'class="portal-escalate"' in signed_in("client").get(address(open_ticket(priority="critical"))).text


def test_a_merged_ticket_leads_to_the_other_if_one_sees_it(signed_in, cast, open_ticket, at):
    ticket, other, foreign = open_ticket(), open_ticket(), open_ticket(account=cast.other, contact=None)
    merge_ticket(ticket=ticket, into=other, by=cast.technician, at=at)
    page = signed_in("client").get(address(ticket)).text
    assert f'href="{address(other)}"' in page
    assert 'id="say"' not in page
    gone = open_ticket()
    Ticket.objects.filter(pk=gone.pk).update(status=Status.MERGED, merged_into=foreign.pk)
    page = signed_in("client").get(address(gone)).text
    assert f'href="{address(foreign)}"' not in page


def test_the_number_of_queries_does_not_grow_with_what_was_said(signed_in, cast, open_ticket, at):
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            signed_in("client").get(address(ticket))
        return len(queries)

    ticket = open_ticket()
    reply_to_ticket(ticket=ticket, body="Un", by=cast.technician, at=at)
    open_ticket()
    statements()
    few = statements()
    for number in range(20):
        reply_to_ticket(ticket=ticket, body=str(number), by=cast.technician, at=at)
        open_ticket()
    assert statements() == few


def test_an_open_page_is_drawn_anew_only_where_something_is_new(signed_in, cast, open_ticket, at):
    reader, ticket = signed_in("client"), open_ticket()
    asks = {"HTTP_HX_REQUEST": "true"}
    seen = f"{address(ticket)}?seen={ticket.version}&status={ticket.status}"
    assert reader.get(seen, **asks).status_code == 204
    reply_to_ticket(ticket=ticket, body="Du nouveau", by=cast.technician, at=at)
    answer = reader.get(seen, **asks)
    assert (answer.status_code, "Du nouveau" in answer.text) == (200, True)
    resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=at)
    assert reader.get(seen, **asks).headers["HX-Refresh"] == "true"


# Answering ----------------------------------------------------------------------------------------
def test_an_answer_with_a_file_joins_the_conversation_and_the_work_goes_on(
    signed_in, cast, open_ticket, at, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    ticket = open_ticket()
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Photo", by=cast.technician, at=at)
    file = SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n0000")
    answer = signed_in("client").post(address(ticket, "reply/"), {"body": "Voici.", "attachments": file})
    assert answer.url == address(ticket)
    message = ticket.messages.latest("pk")
    assert (message.body, message.contact, message.author) == ("Voici.", cast.contact, None)
    assert message.attachments.get().name == "photo.png"
    ticket.refresh_from_db()
    assert ticket.status == Status.IN_PROGRESS
    assert ticket.responded_at is None


def test_a_file_alone_is_an_answer(signed_in, open_ticket, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    ticket = open_ticket()
    signed_in("client").post(address(ticket, "reply/"), {"attachments": SimpleUploadedFile("a.txt", b"1")})
    assert ticket.messages.latest("pk").body == "Please see the file."


def test_an_empty_answer_is_refused_and_a_program_too(signed_in, open_ticket):
    ticket = open_ticket()
    before = Message.objects.count()
    page = signed_in("client").post(address(ticket, "reply/"), {"body": "  "})
    assert (page.status_code, "There is no text" in page.text) == (409, True)
    files = {"body": "Mon texte", "attachments": SimpleUploadedFile("a.exe", b"MZ")}
    page = signed_in("client").post(address(ticket, "reply/"), files)
    assert (page.status_code, "is a program" in page.text, "Mon texte" in page.text) == (422, True, True)
    assert Message.objects.count() == before


def test_a_word_after_the_end_reopens_nothing(signed_in, resolved):
    signed_in("client").post(address(resolved, "reply/"), {"body": "Merci !"})
    resolved.refresh_from_db()
    assert resolved.status == Status.RESOLVED
    assert resolved.messages.latest("pk").body == "Merci !"


# Closing ------------------------------------------------------------------------------------------
def test_they_close_what_we_say_is_solved(signed_in, resolved):
    said = resolved.messages.count()
    signed_in("client").post(address(resolved, "close/"))
    resolved.refresh_from_db()
    assert resolved.status == Status.CLOSED
    assert resolved.messages.count() == said


def test_an_open_ticket_is_resolved_in_their_name_then_closed_and_the_house_is_told(signed_in, cast, open_ticket, now):
    ticket = open_ticket()
    signed_in("client").post(address(ticket, "close/"), {"body": "Ça remarche tout seul."})
    ticket.refresh_from_db()
    assert (ticket.status, ticket.resolved_at, ticket.closed_at) == (Status.CLOSED, now, now)
    assert [clock.verdict for clock in ticket.clocks.all()] == [Verdict.MET, Verdict.MET]
    kinds = list(ticket.events.order_by("pk").values_list("kind", "by__name"))[-2:]
    assert kinds == [(EventKind.RESOLVED, "Client"), (EventKind.CLOSED, "Client")]
    message = ticket.messages.latest("pk")
    assert (message.body, message.contact) == ("Ça remarche tout seul.", cast.contact)
    assert OutboxMail.objects.filter(key=f"received:{message.pk}", to=ticket.technician.email).exists()
    assert Notice.objects.filter(ticket=ticket, user=ticket.technician, key=f"message:{message.pk}").exists()


def test_what_was_late_stays_late_when_the_client_closes_it(signed_in, open_ticket, at):
    ticket = open_ticket(priority="critical")
    with time_machine.travel(at + dt.timedelta(days=2), tick=False):
        signed_in("client").post(address(ticket, "close/"))
    assert {clock.verdict for clock in ticket.clocks.all()} == {Verdict.MISSED}
    assert ticket.messages.latest("pk").body == "It is solved, thank you."


def test_a_pause_ends_when_the_client_closes(signed_in, cast, open_ticket, at):
    ticket = open_ticket()
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Date", by=cast.technician, at=at)
    signed_in("client").post(address(ticket, "close/"))
    assert not ticket.pauses.filter(until_at=None).exists()


def test_what_is_cancelled_is_not_closed_and_closed_twice_is_closed_once(signed_in, cast, open_ticket, resolved, at):
    cancelled = cancel_ticket(ticket=open_ticket(), reason="Doublon", by=cast.technician, at=at)
    assert signed_in("client").post(address(cancelled, "close/")).status_code == 409
    for _ in range(2):
        signed_in("client").post(address(resolved, "close/"))
    assert resolved.events.filter(kind=EventKind.CLOSED).count() == 1


def test_the_house_does_not_confirm_for_the_client(cast, resolved, at):
    with pytest.raises(ActionRefused):
        confirm_solved(ticket=resolved, by=cast.technician, at=at + HOUR)


# Reopening ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("is_closed", [False, True])
def test_within_the_window_they_reopen_and_say_why(signed_in, cast, resolved, now, is_closed):
    if is_closed:
        close_ticket(ticket=resolved, by=cast.technician, at=now)
    page = signed_in("client").get(address(resolved)).text
    assert "It does not work yet" in page
    signed_in("client").post(address(resolved, "reopen/"), {"body": "Toujours rien.\n\nEt le scanner non plus."})
    resolved.refresh_from_db()
    assert resolved.is_open
    message = resolved.messages.latest("pk")
    assert (message.body, message.contact) == ("Toujours rien.\n\nEt le scanner non plus.", cast.contact)
    event = resolved.events.get(kind=EventKind.REOPENED)
    assert (event.by, event.data["reason"][:14]) == (cast.client, "Toujours rien.")


def test_a_reopening_needs_a_reason(signed_in, resolved):
    page = signed_in("client").post(address(resolved, "reopen/"), {"body": ""})
    assert (page.status_code, "needs a reason" in page.text) == (409, True)
    resolved.refresh_from_db()
    assert resolved.status == Status.RESOLVED


@pytest.mark.parametrize(("late", "may"), [(dt.timedelta(0), True), (dt.timedelta(minutes=1), False)])
def test_the_window_is_business_time_of_the_policy(signed_in, cast, open_ticket, at, late, may):
    """37 h 30 of business time from Monday, 10:00: five days of seven hours and a half, to the next Monday, 10:00."""
    ticket = resolve_ticket(ticket=open_ticket(), solution="Fait.", by=cast.technician, at=at)
    with time_machine.travel(at + dt.timedelta(days=7) + late, tick=False):
        page = signed_in("client").get(address(ticket)).text
        answer = signed_in("client").post(address(ticket, "reopen/"), {"body": "Encore"})
    ticket.refresh_from_db()
    assert ("It does not work yet" in page, answer.status_code, ticket.is_open) == (may, 302 if may else 409, may)
    new = f"/portal/new/?about={ticket.number}"
    assert (new in page, new in answer.text) == (not may, not may)


def test_the_house_reopens_whenever_it_wants(cast, resolved, at):
    later = at + dt.timedelta(days=90)
    assert reopen_ticket(ticket=resolved, reason="Récidive", by=cast.technician, at=later).is_open


def test_a_client_reopens_what_was_cancelled_within_the_window(cast, open_ticket, at):
    ticket = cancel_ticket(ticket=open_ticket(), reason="Fini", by=cast.client, at=at)
    assert reopen_ticket(ticket=ticket, reason="Finalement non", by=cast.client, at=at + HOUR).is_open
    again = cancel_ticket(ticket=ticket, reason="Si", by=cast.client, at=at + 2 * HOUR)
    with pytest.raises(ActionRefused, match=str(ticket.number)):
        reopen_ticket(ticket=again, reason="Non", by=cast.client, at=at + dt.timedelta(days=60))


# Cancelling ---------------------------------------------------------------------------------------
def test_they_cancel_with_a_reason_that_the_house_reads(signed_in, cast, open_ticket):
    ticket = open_ticket()
    page = signed_in("client").post(address(ticket, "cancel/"), {"body": ""})
    assert (page.status_code, "needs a reason" in page.text) == (409, True)
    signed_in("client").post(address(ticket, "cancel/"), {"body": "Nous avons changé d’avis."})
    ticket.refresh_from_db()
    assert ticket.status == Status.CANCELLED
    message = ticket.messages.latest("pk")
    assert (message.body, message.contact) == ("Nous avons changé d’avis.", cast.contact)
    assert OutboxMail.objects.filter(key=f"received:{message.pk}").exists()
    assert "I do not need it any more" not in signed_in("client").get(address(ticket)).text


def test_a_colleague_cancels_the_companys_ticket_with_the_right_alone(signed_in, cast, open_ticket):
    ticket = open_ticket()
    assert signed_in("colleague").post(address(ticket, "cancel/"), {"body": "Non"}).status_code == 404
    cast.colleague.contact.affiliations.update(sees_company_tickets=True)
    assert signed_in("colleague").post(address(ticket, "cancel/"), {"body": "Non"}).status_code == 302
    assert ticket.messages.latest("pk").contact == cast.colleague.contact


# Without a script, and with one -------------------------------------------------------------------
def test_htmx_is_led_to_the_page_and_gets_the_error_alone(signed_in, open_ticket):
    ticket, asks = open_ticket(), {"HTTP_HX_REQUEST": "true"}
    wrong = signed_in("client").post(address(ticket, "reply/"), {"body": ""}, **asks)
    assert (wrong.status_code, "<html" in wrong.text, "There is no text" in wrong.text) == (409, False, True)
    right = signed_in("client").post(address(ticket, "reply/"), {"body": "Oui"}, **asks)
    assert right.headers["HX-Redirect"] == address(ticket)
