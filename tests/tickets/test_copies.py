"""Copies: addresses that get every public reply, and never those that would make us answer ourselves."""

from __future__ import annotations

import pytest
from django.core import mail

from tickets.actions.copy import MOST_COPIES, copy_to, stop_copying
from tickets.actions.note import add_note
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.send_outbox import send_due_mails
from tickets.choices import EventKind
from tickets.models import Letterhead, OutboxMail
from tickets.refusal import ActionRefused
from tickets.undoing import UNDO


@pytest.fixture
def copy(cast, at):
    def copied(ticket, email="chef@client.example.org"):
        return copy_to(ticket=ticket, email=email, by=cast.technician, at=at)

    return copied


def test_a_reply_is_mailed_with_its_copies(cast, open_ticket, copy, at):
    ticket = open_ticket()
    OutboxMail.objects.all().delete()
    copy(ticket)
    copy(ticket, "info@autre.example.org")
    reply_to_ticket(ticket=ticket, body="Voilà.", by=cast.technician, at=at)
    send_due_mails(at + UNDO, 10)
    (letter,) = mail.outbox
    assert (letter.to, letter.cc) == (
        ["nadia@client.example.org"],
        ["chef@client.example.org", "info@autre.example.org"],
    )
    assert letter.message()["Cc"] == "chef@client.example.org, info@autre.example.org"


def test_a_solution_is_copied_and_a_note_is_not(cast, open_ticket, copy, at):
    ticket = open_ticket()
    copy(ticket)
    OutboxMail.objects.all().delete()
    add_note(ticket=ticket, body="Interne", by=cast.technician, at=at)
    assert not OutboxMail.objects.exists()
    resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=at)
    assert OutboxMail.objects.get(key__startswith="reply:").cc == ["chef@client.example.org"]


def test_where_the_requester_has_no_address_the_copies_leave_all_the_same(cast, open_ticket, copy, at):
    ticket = open_ticket(contact=None)
    copy(ticket)
    OutboxMail.objects.all().delete()
    reply_to_ticket(ticket=ticket, body="Voilà.", by=cast.technician, at=at)
    letter = OutboxMail.objects.get()
    assert (letter.to, letter.cc) == ("chef@client.example.org", [])


def test_history_says_who_added_and_who_removed(cast, open_ticket, copy, at):
    ticket = open_ticket()
    stop_copying(ticket=ticket, copy=copy(ticket), by=cast.operator, at=at)
    changes = ticket.events.filter(kind=EventKind.COPIED).values_list("by__name", "old", "new")
    assert list(changes) == [("Technician", "", "chef@client.example.org"), ("Operator", "chef@client.example.org", "")]
    assert not ticket.copies.exists()


def test_one_address_is_copied_once_in_whatever_case(open_ticket, copy):
    ticket = open_ticket()
    copy(ticket)
    copy(ticket, " Chef@Client.example.org ")
    assert ticket.copies.count() == 1
    assert ticket.events.filter(kind=EventKind.COPIED).count() == 1


@pytest.mark.parametrize(
    ("email", "word"),
    [
        ("pas une adresse", "not an e-mail address"),
        ("", "not an e-mail address"),
        ("a@b\nBcc: c@example.org", "not an e-mail address"),
        ("NADIA@client.example.org", "requester"),
        ("helpdesk@example.org", "answer itself"),
        ("support@msp.example.org", "answer itself"),
        ("escalade@msp.example.org", "answer itself"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused_in_a_sentence(open_ticket, copy, settings, email, word):
    settings.DEFAULT_FROM_EMAIL = "Astreinte <helpdesk@example.org>"
    Letterhead(email="Support@msp.example.org", escalation_email="escalade@msp.example.org").save()
    ticket = open_ticket()
    with pytest.raises(ActionRefused, match=word):
        copy(ticket, email)
    assert not ticket.copies.exists()


def test_there_is_an_end_to_copies(open_ticket, copy):
    ticket = open_ticket()
    for number in range(MOST_COPIES):
        copy(ticket, f"n{number}@client.example.org")
    with pytest.raises(ActionRefused, match=str(MOST_COPIES)):
        copy(ticket)


@pytest.mark.parametrize("person", ["client", "partner"])
def test_nobody_outside_the_house_sends_copies(cast, open_ticket, at, person):
    with pytest.raises(ActionRefused):
        copy_to(ticket=open_ticket(), email="a@client.example.org", by=getattr(cast, person), at=at)


def test_the_page_adds_shows_and_removes_an_address(client, cast, open_ticket):
    client.force_login(cast.technician)
    ticket = open_ticket()
    path = f"/tickets/{ticket.number}/"
    client.post(f"{path}copy/", {"email": "chef@client.example.org"})
    assert "chef@client.example.org" in client.get(path).text
    client.post(f"{path}copy/", {"remove": ticket.copies.get().pk})
    assert not ticket.copies.exists()


def test_what_is_wrong_with_an_address_stands_beside_it(client, cast, open_ticket):
    type(cast.technician).objects.filter(pk=cast.technician.pk).update(language="en")
    client.force_login(cast.technician)
    answer = client.post(f"/tickets/{open_ticket().number}/copy/", {"email": "chef@"})
    assert answer.status_code == 422
    assert "is not an e-mail address" in answer.text
    assert 'value="chef@"' in answer.text
