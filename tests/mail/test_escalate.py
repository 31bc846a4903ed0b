"""Mail to the escalation address."""

from __future__ import annotations

import datetime as dt

import pytest

from escalation.models import Escalation
from mail.choices import Outcome
from sla.choices import Priority
from tests.mail.letters import ESCALATION, mail, take
from tickets.actions.resolve import resolve_ticket
from tickets.identifiers import thread_id
from tickets.models import Contact, OutboxMail, Ticket

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
LATE = dt.timedelta(hours=3)


def escalating(subject: str, text: str = "Personne ne répond.", **fields: str):
    return mail(text, subject=subject, to="escalade@example.org", **fields)


def answers() -> list[str]:
    return list(OutboxMail.objects.filter(key__startswith="mail-answer:").values_list("body", flat=True))


@pytest.mark.parametrize("subject", ["[#{}] En retard", "{}", "Ticket {} en retard", "Escalade de la demande n° {}"])
def test_a_number_of_a_late_ticket_escalates_it_in_the_name_of_the_contact(cast, open_ticket, at, subject):
    ticket = open_ticket(priority="critical")
    taken = take(escalating(subject.format(ticket.number)), at + LATE, ESCALATION)
    assert (taken.outcome, taken.ticket) == (Outcome.ESCALATED, ticket)
    escalation = Escalation.objects.get(ticket=ticket)
    assert (escalation.by, escalation.reason) == (cast.client, "Personne ne répond.")
    assert taken.message.body == "Personne ne répond."
    assert answers() == []


def test_the_number_may_stand_in_the_text(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    text = f"Bonjour, le 12/10/2026 à 9 h j'ai appelé le 04 65 71 12 34 pour le {ticket.number}. Rien ne bouge."
    assert take(escalating("En retard", text), at + LATE, ESCALATION).outcome == Outcome.ESCALATED


def test_an_answer_to_a_mail_about_the_ticket_names_it(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    taken = take(escalating("Re: ?", References=thread_id(ticket.number)), at + LATE, ESCALATION)
    assert taken.outcome == Outcome.ESCALATED


def test_a_contact_without_access_escalates_through_the_machine_which_names_them(cast, open_ticket, at):
    cast.contact.user = None
    cast.contact.save()
    ticket = open_ticket(priority="critical")
    assert take(escalating(f"#{ticket.number}"), at + LATE, ESCALATION).outcome == Outcome.ESCALATED
    assert Escalation.objects.get(ticket=ticket).asked_by == cast.contact


def test_too_early_it_is_refused_with_the_rule_and_the_text_is_on_the_ticket(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    taken = take(escalating(f"#{ticket.number}"), at + MINUTE, ESCALATION)
    assert (taken.outcome, taken.ticket) == (Outcome.REFUSED, ticket)
    assert taken.why.startswith("Possible from")
    assert taken.message.ticket == ticket
    assert not Escalation.objects.exists()
    assert len(answers()) == 1
    assert "Possible" in answers()[0]


def test_production_stopped_makes_the_ticket_critical(cast, open_ticket, at):
    ticket = open_ticket(priority="low")
    taken = take(escalating(f"#{ticket.number} production  Arrêtée"), at + MINUTE, ESCALATION)
    ticket.refresh_from_db()
    assert ticket.priority == Priority.CRITICAL
    assert taken.outcome == Outcome.REFUSED


@pytest.mark.parametrize("words", ["PRODUCTION ARRETEE", "production arrêtée", "PRODUCTION\u00a0ARRE\u0302TE\u0301E"])
def test_production_stopped_without_a_number_opens_a_critical_ticket(cast, at, words):
    taken = take(escalating(words), at, ESCALATION)
    assert (taken.outcome, taken.ticket.priority) == (Outcome.OPENED, Priority.CRITICAL)
    assert answers() == []


def test_without_contract_production_stopped_is_refused_with_what_to_do(cast, at):
    cast.account.contracts.all().delete()
    taken = take(escalating("PRODUCTION ARRETEE"), at, ESCALATION)
    assert (taken.outcome, taken.ticket.priority) == (Outcome.REFUSED, Priority.MEDIUM)
    assert "Sans contrat" in taken.why
    assert len(answers()) == 1


def test_without_contract_a_number_is_refused_and_the_priority_stays(cast, open_ticket, at):
    cast.account.contracts.all().delete()
    ticket = open_ticket(priority="low")
    taken = take(escalating(f"#{ticket.number} PRODUCTION ARRETEE"), at, ESCALATION)
    ticket.refresh_from_db()
    assert (taken.outcome, ticket.priority) == (Outcome.REFUSED, Priority.LOW)


def test_neither_a_number_nor_the_words_opens_a_ticket_and_says_what_to_write(cast, at):
    taken = take(escalating("Toujours rien"), at, ESCALATION)
    assert (taken.outcome, taken.ticket.priority) == (Outcome.OPENED, Priority.MEDIUM)
    assert ["PRODUCTION ARRETEE" in body for body in answers()] == [True]


def test_the_number_of_somebody_elses_ticket_is_no_number(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    taken = take(escalating(f"#{ticket.number}", sender="hugo@client.example.org"), at + LATE, ESCALATION)
    assert taken.outcome == Outcome.OPENED
    assert taken.ticket.account == cast.other
    assert not Escalation.objects.exists()
    assert all(str(ticket.number) not in body.replace(str(taken.ticket.number), "") for body in answers())


def test_who_answers_a_colleague_without_seeing_the_ticket_does_not_escalate_it(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    late = escalating("Re: ?", References=thread_id(ticket.number), sender="samir@client.example.org")
    taken = take(late, at + LATE, ESCALATION)
    assert (taken.outcome, taken.ticket) == (Outcome.REFUSED, ticket)
    assert not Escalation.objects.exists()


def test_a_stranger_escalates_nothing(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    taken = take(escalating(f"#{ticket.number}", sender="x@ailleurs.example.org"), at + LATE, ESCALATION)
    assert taken.outcome == Outcome.TRIAGE
    assert answers() == []


def test_a_mail_to_both_addresses_joins_once_and_escalates_once(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    both = {"subject": f"[#{ticket.number}] En retard", "message_id": "<un@client.example.org>"}
    first = take(mail(**both, Received="a"), at + LATE)
    copy = take(mail(**both, Received="b"), at + LATE, ESCALATION)
    again = take(mail(**both, Received="c"), at + LATE, ESCALATION)
    assert [first.outcome, copy.outcome, again.outcome] == [Outcome.APPENDED, Outcome.ESCALATED, Outcome.DUPLICATE]
    assert ticket.messages.filter(contact=cast.contact, source="email").count() == 1
    assert Escalation.objects.count() == 1


def test_first_to_the_escalation_address_the_copy_for_the_helpdesk_is_a_duplicate(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    both = {"subject": f"[#{ticket.number}] En retard", "message_id": "<un@client.example.org>"}
    assert take(mail(**both, Received="a"), at + LATE, ESCALATION).outcome == Outcome.ESCALATED
    assert take(mail(**both, Received="b"), at + LATE).outcome == Outcome.DUPLICATE


def test_production_stopped_to_both_addresses_is_one_critical_ticket(cast, at):
    both = {"subject": "PRODUCTION ARRETEE", "message_id": "<un@client.example.org>"}
    first = take(mail(**both, Received="a"), at)
    copy = take(mail(**both, Received="b"), at, ESCALATION)
    assert copy.ticket == first.ticket
    assert Ticket.objects.get().priority == Priority.CRITICAL


def test_production_stopped_on_a_ticket_that_is_over_opens_a_critical_one(cast, open_ticket, at):
    ticket = open_ticket()
    resolve_ticket(ticket=ticket, solution="Rebranché", by=cast.technician, at=at + MINUTE)
    taken = take(escalating(f"#{ticket.number} PRODUCTION ARRETEE"), at + HOUR, ESCALATION)
    assert (taken.outcome, taken.ticket.priority) == (Outcome.OPENED, Priority.CRITICAL)
    assert taken.ticket != ticket


def test_the_refusal_is_said_in_the_language_of_the_client(cast, open_ticket, at, french):
    Contact.objects.filter(pk=cast.contact.pk).update(language="en")
    ticket = open_ticket(priority="critical")
    taken = take(escalating(f"#{ticket.number}"), at + MINUTE, ESCALATION)
    assert taken.why.startswith("Possible à partir")
    assert "Possible from" in answers()[0]
