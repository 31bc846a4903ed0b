"""What somebody of the house decides about a mail that no rule could."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from mail.actions.triage import NewRequest, attach_mail, open_from_mail, reject_mail
from mail.choices import Outcome
from mail.models import InboundMail
from sla.choices import Priority
from tests.mail.letters import ESCALATION, mail, take
from tickets.choices import Source
from tickets.identifiers import thread_id
from tickets.models import Contact, OutboxMail, Queue, Ticket
from tickets.refusal import ActionRefused

HOUR = dt.timedelta(hours=1)
STRANGER = "Ana Ruiz <ana@ailleurs.example.org>"


@pytest.fixture
def waiting(cast, at) -> InboundMail:
    return take(mail(sender=STRANGER, message_id="<un@ailleurs.example.org>"), at)


def asked(cast, **fields: object) -> NewRequest:
    given = {"account": cast.account, "queue": Queue.objects.last(), "priority": Priority.HIGH, "name": "Ana"}
    return NewRequest(**{**given, **fields})


def test_attached_it_joins_the_ticket_and_its_sender_is_no_contact_of_the_client(cast, open_ticket, waiting, at):
    ticket = open_ticket()
    message = attach_mail(mail=waiting, ticket=ticket, by=cast.operator, at=at + HOUR)
    assert (message.ticket, message.contact.name, message.source) == (ticket, "Ana Ruiz", Source.EMAIL)
    assert not message.contact.accounts.exists()
    assert (waiting.outcome, waiting.ticket, waiting.decided_by) == (Outcome.APPENDED, ticket, cast.operator)
    assert take(mail(sender=STRANGER), at + HOUR).outcome == Outcome.TRIAGE


def test_opened_it_is_promised_from_when_it_came_and_its_sender_is_known_from_then_on(cast, waiting, at):
    ticket = open_from_mail(mail=waiting, asked=asked(cast), by=cast.operator, at=at + HOUR)
    assert (ticket.account, ticket.priority, ticket.queue) == (cast.account, Priority.HIGH, Queue.objects.last())
    assert (ticket.opened_at, ticket.contact.name) == (at, "Ana")
    assert OutboxMail.objects.filter(ticket=ticket, to="ana@ailleurs.example.org").count() == 1
    assert take(mail(sender=STRANGER, subject="Encore"), at + HOUR).ticket.contact == ticket.contact
    answer = mail(sender=STRANGER, In_Reply_To="<un@ailleurs.example.org>")
    assert take(answer, at + HOUR).ticket == ticket


def test_whom_we_know_from_elsewhere_is_the_same_person_in_one_more_company(cast, at):
    known = Contact.objects.create(name="Ana Ruiz", email="ana@ailleurs.example.org")
    waiting = take(mail(sender=STRANGER), at)
    assert open_from_mail(mail=waiting, asked=asked(cast), by=cast.operator, at=at).contact == known
    assert list(known.accounts.all()) == [cast.account]


def test_rejected_it_stays_readable_and_nobody_is_answered(cast, waiting, at):
    reject_mail(mail=waiting, reason="Publicité", by=cast.operator, at=at)
    assert (waiting.outcome, waiting.why) == (Outcome.IGNORED, "Publicité")
    assert not OutboxMail.objects.exists()
    assert waiting.raw.open().read()


def test_what_somebody_has_decided_is_not_decided_again(cast, open_ticket, waiting, at):
    reject_mail(mail=waiting, reason="Publicité", by=cast.operator, at=at)
    with pytest.raises(ActionRefused, match="already"):
        attach_mail(mail=waiting, ticket=open_ticket(), by=cast.technician, at=at)


def test_clients_decide_nothing(cast, open_ticket, waiting, at):
    with pytest.raises(ActionRefused):
        attach_mail(mail=waiting, ticket=open_ticket(), by=cast.client, at=at)


def test_a_copy_for_escalation_waits_too_and_is_decided_with_the_first(cast, at):
    both = {"sender": STRANGER, "message_id": "<un@ailleurs.example.org>"}
    first = take(mail(**both, Received="a"), at)
    copy = take(mail(**both, Received="b"), at, ESCALATION)
    assert (first.outcome, copy.outcome) == (Outcome.TRIAGE, Outcome.TRIAGE)
    ticket = open_from_mail(mail=first, asked=asked(cast), by=cast.operator, at=at)
    copy.refresh_from_db()
    assert (copy.outcome, copy.ticket) == (Outcome.DUPLICATE, ticket)


def test_a_second_delivery_does_not_wait_twice(cast, waiting, at):
    again = take(mail(sender=STRANGER, message_id="<un@ailleurs.example.org>", Received="b"), at)
    assert again.outcome == Outcome.IGNORED


@pytest.fixture
def staff(client, cast):
    client.force_login(cast.operator)
    return client


def test_the_list_and_the_rail_show_what_waits(staff, waiting):
    page = staff.get(reverse("triage"))
    assert "Imprimante" in page.content.decode()
    assert staff.get(reverse("shell_counts")).json()["mails"] == 1
    assert "Imprimante" not in staff.get(reverse("triage"), {"view": "ignored"}).content.decode()


def test_the_page_shows_the_mail_and_suggests_its_ticket(staff, cast, open_ticket, at):
    ticket = open_ticket(title="Baie en panne")
    waiting = take(mail("Bonjour", sender=STRANGER, References=thread_id(ticket.number)), at)
    page = staff.get(reverse("triage_mail", args=[waiting.pk])).content.decode()
    assert "Bonjour" in page
    assert "Baie en panne" in page
    assert f'value="{ticket.number}"' in page


def test_a_script_in_a_mail_is_not_shown(staff, cast, at):
    made = mail(sender=STRANGER)
    made.add_alternative("<p>Bonjour<script>alert(1)</script></p>", subtype="html")
    page = staff.get(reverse("triage_mail", args=[take(made, at).pk])).content.decode()
    assert "alert(1)" not in page


def test_the_three_ways_lead_on(staff, cast, open_ticket, at):
    mails = [take(mail(sender=STRANGER, subject=subject), at) for subject in ("Un", "Deux", "Trois")]
    ticket = open_ticket()
    said = {"account": cast.account.name, "name": "Ana", "queue": Queue.objects.first().pk, "priority": "low"}
    answers = [
        staff.post(reverse("triage_attach", args=[mails[0].pk]), {"ticket": f"#{ticket.number}"}),
        staff.post(reverse("triage_open", args=[mails[1].pk]), said),
        staff.post(reverse("triage_reject", args=[mails[2].pk]), {"reason": "Publicité"}),
    ]
    made = Ticket.objects.latest("number")
    assert [answer.url for answer in answers] == [
        reverse("ticket", args=[ticket.number]),
        reverse("ticket", args=[made.number]),
        reverse("triage"),
    ]
    outcomes = InboundMail.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == [Outcome.APPENDED, Outcome.OPENED, Outcome.IGNORED]


@pytest.mark.parametrize(
    ("verb", "sent", "sentence"),
    [
        ("attach", {"ticket": "99999"}, "There is no ticket 99999"),
        ("open", {"account": "Personne", "name": "Ana"}, "There is no client “Personne”"),
        ("reject", {}, "Say why it is left aside."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_decided(staff, waiting, verb, sent, sentence):
    answer = staff.post(reverse(f"triage_{verb}", args=[waiting.pk]), sent)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    waiting.refresh_from_db()
    assert waiting.outcome == Outcome.TRIAGE


def test_the_mail_and_its_files_are_downloads(staff, cast, at):
    made = mail(sender=STRANGER)
    made.add_attachment(b"<html>", maintype="text", subtype="html", filename="page é.html")
    waiting = take(made, at)
    raw = staff.get(reverse("mail_raw", args=[waiting.pk]))
    file = staff.get(reverse("mail_file", args=[waiting.pk, 0]))
    for answer in (raw, file):
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")
    assert file.content.strip() == b"<html>"
    assert staff.get(reverse("mail_file", args=[waiting.pk, 1])).status_code == 404
