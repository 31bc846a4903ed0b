"""Canned replies: their variables, where they may be used, and how they are put into a text."""

from __future__ import annotations

import datetime as dt

import pytest

from tickets.canned import VARIABLES, fill
from tickets.models import CannedReply, Contact, Queue, Ticket, User
from tickets.seeds import TELECOM


@pytest.fixture
def filled(cast, open_ticket, at):
    def put(body: str, **fields: object) -> str:
        ticket = open_ticket(priority="high", title="Scie arrêtée", **fields)
        return fill(body, ticket, cast.operator, at)

    return put


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("Bonjour {contact},", "Bonjour Nadia,"),
        ("{account}", "Clinique des Tamarins"),
        ("« {title} »", "« Scie arrêtée »"),
        ("{queue}", "OPS-01-INFORMATIQUE"),
        ("{author}", "Operator"),
        ("avant {due}", "avant 12:00"),
        ("ouvert à {opened}", "ouvert à 10:00"),
    ],
)
def test_a_variable_becomes_what_the_ticket_says(filled, body, text):
    assert filled(body) == text


def test_number_and_technician(cast, open_ticket, at):
    ticket = open_ticket()
    assert fill("{number}", ticket, cast.operator, at) == str(ticket.number)
    assert fill("{technician}", ticket, cast.operator, at) == ticket.technician.name
    ticket.technician = None
    assert fill("{technician}", ticket, cast.operator, at) == "Operator"


@pytest.mark.parametrize("body", ["{unknown}", "{CONTACT}", "{}", "{contact", "{ contact }", "{{", "50 % {0}"])
def test_what_is_no_variable_stays_as_it_is(filled, body):
    assert filled(body) == body


def test_a_variable_without_a_value_stays_for_the_writer_to_see(filled):
    assert filled("Bonjour {contact}", contact=None) == "Bonjour {contact}"


def test_what_is_put_in_is_never_read_for_variables_again(cast, open_ticket, at):
    ticket = open_ticket(title="{contact} {number}")
    assert fill("{title}", ticket, cast.operator, at) == "{contact} {number}"


@pytest.mark.parametrize(("language", "words"), [("fr", "mar. 9:00"), ("en", "Tue 9:00")])
def test_the_deadline_is_in_the_language_of_the_requester(cast, open_ticket, at, french, language, words):
    Contact.objects.filter(pk=cast.contact.pk).update(language=language)
    ticket = Ticket.objects.get(pk=open_ticket().pk)
    ticket.next_due_at = at + dt.timedelta(hours=23)
    assert fill("{due}", ticket, cast.operator, at) == words


def test_every_variable_of_the_list_has_a_value(cast, open_ticket, at):
    for name in VARIABLES:
        assert fill(f"{{{name}}}", open_ticket(), cast.operator, at) != f"{{{name}}}"


# The menu ----------------------------------------------------------------------------------------
@pytest.fixture
def canned(db):
    telecom = CannedReply.objects.create(
        name="Ligne", body="{contact}, la ligne.", queue=Queue.objects.get(name=TELECOM)
    )
    everywhere = CannedReply.objects.create(name="Partout", body="Bonjour {contact}.")
    return telecom, everywhere


@pytest.fixture
def english(client, cast):
    User.objects.filter(pk=cast.technician.pk).update(language="en")
    client.force_login(cast.technician)
    return client


def test_the_text_comes_filled_as_plain_text(english, open_ticket, canned):
    ticket = open_ticket()
    answer = english.get(f"/tickets/{ticket.number}/canned/{canned[1].pk}/")
    assert (answer.text, answer.headers["Content-Type"]) == ("Bonjour Nadia.", "text/plain; charset=utf-8")


def test_only_the_replies_of_the_queue_are_there(english, open_ticket, canned):
    ticket = open_ticket()
    assert english.get(f"/tickets/{ticket.number}/canned/{canned[0].pk}/").status_code == 404
    page = english.get(f"/tickets/{ticket.number}/").text
    assert "Partout" in page
    assert "Ligne" not in page
    there = open_ticket(queue=TELECOM)
    assert english.get(f"/tickets/{there.number}/canned/{canned[0].pk}/").status_code == 200


def test_without_a_script_it_is_put_behind_what_is_typed(english, open_ticket, canned):
    ticket = open_ticket()
    fields = {"kind": "reply", "body": "Déjà tapé", "canned": canned[1].pk, "insert": ""}
    answer = english.post(f"/tickets/{ticket.number}/preview/", fields)
    assert answer.status_code == 200
    assert "Déjà tapé\n\nBonjour Nadia.</textarea>" in answer.text.replace("\r", "")
    assert ticket.messages.filter(kind="reply").count() == 0
