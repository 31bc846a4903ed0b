"""A mail that came: what becomes of it, what is stored, and what is sent and not."""

from __future__ import annotations

import datetime as dt

import pytest

from mail.choices import Outcome
from mail.models import InboundMail
from tests import factories
from tests.mail.letters import line, mail, take
from tickets.actions.close import close_ticket
from tickets.actions.merge import merge_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.choices import MessageKind, Role, Source, Status
from tickets.identifiers import thread_id
from tickets.models import Affiliation, Contact, Link, Notice, OutboxMail, Ticket

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)


def answer(ticket: Ticket, text: str = "Toujours en panne.", **fields: str):
    """A mail that answers one of ours about the ticket."""
    return mail(text, References=thread_id(ticket.number), **{"subject": "Re: Imprimante", **fields})


def test_a_known_contact_opens_a_ticket_and_is_told_its_number(cast, at):
    taken = take(mail(subject="Re: Imprimante"), at)
    ticket = taken.ticket
    assert taken.outcome == Outcome.OPENED
    assert (ticket.title, ticket.account, ticket.contact) == ("Imprimante", cast.account, cast.contact)
    assert (ticket.source, ticket.opened_at, ticket.responded_at) == (Source.EMAIL, at, None)
    said = ticket.messages.get()
    assert (said.contact, said.is_intake, taken.message) == (cast.contact, True, said)
    assert "premier étage" in said.body
    assert list(OutboxMail.objects.filter(to=cast.contact.email).values_list("ticket", flat=True)) == [ticket.pk]


def test_it_prints_one_line(cast, at):
    assert line(mail(), at) == f"opened {Ticket.objects.get().pk}"


def test_a_sender_nobody_knows_waits_in_triage_and_is_not_answered(cast, at):
    taken = take(mail(sender="inconnu@ailleurs.example.org"), at)
    assert (taken.outcome, taken.ticket, taken.why) == (Outcome.TRIAGE, None, "The sender is not known.")
    assert not Ticket.objects.exists()
    assert not OutboxMail.objects.exists()


def test_the_same_bytes_again_change_nothing(cast, at):
    made = mail()
    first, again = take(made, at), take(made, at + MINUTE)
    assert first.pk == again.pk
    assert (Ticket.objects.count(), OutboxMail.objects.filter(to=cast.contact.email).count()) == (1, 1)


def test_the_same_message_id_delivered_twice_is_one_ticket(cast, at):
    first = take(mail(message_id="<un@client.example.org>", Received="from a"), at)
    again = take(mail(message_id="<un@client.example.org>", Received="from b"), at)
    assert (again.outcome, again.ticket) == (Outcome.DUPLICATE, first.ticket)
    assert Ticket.objects.get().messages.count() == 1


def test_two_mails_that_a_program_gave_one_name_are_two(cast, at):
    take(mail(message_id="<un@client.example.org>"), at)
    other = take(mail(message_id="<un@client.example.org>", subject="Scanner"), at)
    assert other.outcome == Outcome.OPENED


def test_a_mail_without_a_name_delivered_twice_is_one_ticket(cast, at):
    one, two = mail(Received="from a"), mail(Received="from b")
    del one["Message-ID"], two["Message-ID"]
    assert take(one, at).outcome == Outcome.OPENED
    assert take(two, at).outcome == Outcome.DUPLICATE


def test_an_answer_joins_its_ticket(cast, open_ticket, at):
    ticket = open_ticket()
    taken = take(answer(ticket), at + HOUR)
    assert (taken.outcome, taken.ticket) == (Outcome.APPENDED, ticket)
    assert (taken.message.contact, taken.message.source) == (cast.contact, Source.EMAIL)
    assert not Ticket.objects.exclude(pk=ticket.pk).exists()


def test_an_answer_to_a_mail_of_ours_that_names_no_thread_joins_its_ticket(cast, open_ticket, at):
    ticket = open_ticket()
    ours = OutboxMail.objects.create(
        key="x", ticket=ticket, to="a@example.org", identifier="<x@example.org>", created_at=at, next_attempt_at=at
    )
    assert take(mail(In_Reply_To=ours.identifier), at).ticket == ticket


def test_a_reply_to_all_before_our_first_answer_joins_by_the_mail_of_the_colleague(cast, at):
    first = take(mail(message_id="<un@client.example.org>"), at)
    second = take(mail(sender="samir@client.example.org", In_Reply_To="<un@client.example.org>"), at)
    assert (second.outcome, second.ticket) == (Outcome.APPENDED, first.ticket)
    assert second.message.contact.name == "Samir"


def test_a_stranger_who_answers_waits_in_triage_with_the_ticket_as_a_guess(cast, open_ticket, at):
    ticket = open_ticket()
    taken = take(answer(ticket, sender="inconnu@ailleurs.example.org"), at)
    assert (taken.outcome, taken.ticket) == (Outcome.TRIAGE, ticket)
    assert not ticket.messages.filter(source=Source.EMAIL).exists()


def test_a_client_of_another_company_who_answers_waits_in_triage(cast, open_ticket, at):
    taken = take(answer(open_ticket(), sender="hugo@client.example.org"), at)
    assert taken.outcome == Outcome.TRIAGE


def test_a_number_in_the_subject_counts_from_who_sees_the_ticket(cast, open_ticket, at):
    ticket = open_ticket()
    taken = take(mail(subject=f"[#{ticket.number}] Imprimante"), at)
    assert (taken.outcome, taken.ticket) == (Outcome.APPENDED, ticket)


@pytest.mark.parametrize("sender", ["hugo@client.example.org", "samir@client.example.org"])
def test_a_number_in_the_subject_from_who_does_not_see_the_ticket_is_a_matter_of_their_own(
    cast, open_ticket, at, sender
):
    ticket = open_ticket()
    taken = take(mail(subject=f"[#{ticket.number}] Imprimante", sender=sender), at)
    assert taken.outcome == Outcome.OPENED
    assert taken.ticket != ticket
    assert taken.ticket.title == "Imprimante"


def test_a_number_in_the_subject_of_a_stranger_neither_appends_nor_tells(cast, open_ticket, at):
    ticket = open_ticket()
    before = OutboxMail.objects.count()
    taken = take(mail(subject=f"[#{ticket.number}] Bonjour", sender="x@ailleurs.example.org"), at)
    assert taken.outcome == Outcome.TRIAGE
    assert OutboxMail.objects.count() == before
    assert not ticket.messages.filter(source=Source.EMAIL).exists()


def test_a_colleague_with_the_right_to_the_company_writes_by_number(cast, open_ticket, at):
    Affiliation.objects.filter(contact__name="Samir").update(sees_company_tickets=True)
    ticket = open_ticket()
    assert take(mail(subject=f"[#{ticket.number}]", sender="samir@client.example.org"), at).ticket == ticket


def test_a_partner_writes_by_number_on_the_tickets_of_whom_they_look_after(cast, open_ticket, at):
    ticket = open_ticket()
    assert take(mail(subject=f"[#{ticket.number}]", sender="lucie@client.example.org"), at).ticket == ticket


def test_an_address_that_gets_copies_writes_on_the_ticket_and_asks_for_nothing_else(cast, open_ticket, at):
    ticket = open_ticket()
    ticket.copies.create(email="fournisseur@example.net")
    taken = take(answer(ticket, sender="Le fournisseur <fournisseur@example.net>"), at)
    assert taken.ticket == ticket
    assert taken.message.contact.name == "Le fournisseur"
    assert not taken.message.contact.accounts.exists()
    assert take(mail(sender="fournisseur@example.net"), at).outcome == Outcome.TRIAGE


def test_a_contact_of_no_active_company_waits_in_triage(cast, at):
    cast.account.is_active = False
    cast.account.save()
    assert line(mail(), at) == "triage: The sender belongs to no company that we work for now."


def test_who_is_of_two_companies_asks_for_the_one_of_their_last_ticket(cast, open_ticket, at):
    Affiliation.objects.create(contact=cast.contact, account=cast.other)
    assert take(mail(), at).outcome == Outcome.TRIAGE
    open_ticket(account=cast.other)
    assert take(mail(subject="Encore"), at).ticket.account == cast.other


def test_of_two_companies_it_is_the_one_that_the_mail_names(cast, open_ticket, at):
    Affiliation.objects.create(contact=cast.contact, account=cast.other)
    open_ticket(account=cast.other)
    named = mail("Toute la CLINIQUE des tamarins est sans réseau.")
    assert take(named, at).ticket.account == cast.account


def test_a_partner_names_the_company_or_somebody_chooses_it(cast, open_ticket, at):
    open_ticket(contact=Contact.objects.get(name="Lucie"))
    assert take(mail(sender="lucie@client.example.org"), at).outcome == Outcome.TRIAGE
    named = take(mail(sender="lucie@client.example.org", subject="Clinique des Tamarins : panne"), at)
    assert (named.outcome, named.ticket.account) == (Outcome.OPENED, cast.account)
    foreign = take(mail(sender="lucie@client.example.org", subject="Transports Valmagne : panne"), at)
    assert foreign.outcome == Outcome.TRIAGE


def test_what_follows_an_old_ticket_of_a_client_is_for_that_client_when_the_partner_asks(cast, open_ticket, at):
    ticket = closed(open_ticket(), cast, at + HOUR)
    late = answer(ticket, sender="lucie@client.example.org")
    assert take(late, at + dt.timedelta(days=90)).ticket.account == cast.account


def test_of_two_contacts_with_one_address_the_one_of_the_ticket_answers(cast, open_ticket, at):
    twin = factories.contact("Accueil", cast.account, email=cast.contact.email)
    assert take(answer(open_ticket(contact=twin)), at).message.contact == twin


def test_a_colleague_who_answers_by_mail_answers_the_client(cast, open_ticket, at):
    ticket = open_ticket()
    taken = take(answer(ticket, "Rebranchez-la.", sender="technician@example.org"), at + HOUR)
    assert (taken.outcome, taken.message.author) == (Outcome.APPENDED, cast.technician)
    assert taken.message.kind == MessageKind.REPLY
    assert OutboxMail.objects.filter(key=f"reply:{taken.message.pk}", to=cast.contact.email).exists()


def test_a_colleague_who_names_a_number_alone_waits_in_triage(cast, open_ticket, at):
    taken = take(mail(subject=f"[#{open_ticket().number}]", sender="technician@example.org"), at)
    assert taken.outcome == Outcome.TRIAGE


@pytest.mark.parametrize("headers", [{"sender": "helpdesk@example.org"}, {"X_Astreinte": "1"}])
def test_our_own_mail_is_left_aside(cast, at, headers):
    assert line(mail(**headers), at) == "ignored: This mail is one of ours."


def test_our_address_among_the_copies_is_nothing_special(cast, at):
    assert take(mail(to="samir@client.example.org", Cc="helpdesk@example.org"), at).outcome == Outcome.OPENED


def test_what_a_machine_writes_opens_nothing(cast, at):
    taken = take(mail(Auto_Submitted="auto-replied"), at)
    assert taken.outcome == Outcome.IGNORED
    assert not Ticket.objects.exists()


def test_an_absence_is_a_note_on_its_ticket_and_answers_nobody(cast, open_ticket, at):
    ticket = open_ticket()
    before = OutboxMail.objects.count()
    taken = take(answer(ticket, "Absente.", Auto_Submitted="auto-replied"), at)
    assert (taken.outcome, taken.message.kind) == (Outcome.APPENDED, MessageKind.NOTE)
    assert OutboxMail.objects.count() == before


BOUNCE = """From: MAILER-DAEMON@example.net
To: helpdesk@example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce@example.net>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

It did not arrive.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; example.net

Final-Recipient: rfc822; nadia@client.example.org
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: <x@example.org>
References: {thread}

--b--
"""


def test_a_bounce_is_a_note_on_its_ticket_and_the_technician_is_told(cast, open_ticket, at):
    ticket = open_ticket()
    ticket.technician = cast.technician
    ticket.save()
    raw = BOUNCE.format(thread=thread_id(ticket.number)).encode()
    taken = take(raw, at)
    assert (taken.outcome, taken.ticket, taken.message.kind) == (Outcome.APPENDED, ticket, MessageKind.NOTE)
    assert "nadia@client.example.org" in taken.message.body
    assert Notice.objects.filter(user=cast.technician, kind="unsent").exists()


def test_a_bounce_that_names_no_ticket_is_left_aside(cast, at):
    assert take(BOUNCE.format(thread="").encode(), at).outcome == Outcome.IGNORED


def test_what_comes_through_a_list_opens_nothing(cast, at):
    assert take(mail(List_Id="<info.example.net>"), at).outcome == Outcome.TRIAGE
    assert take(mail(List_Id="<i.example.net>", sender="x@example.net"), at).outcome == Outcome.IGNORED


def test_beyond_the_limit_of_a_sender_nothing_is_opened_or_answered(cast, at, settings):
    settings.MAIL_MOST_A_SENDER_AN_HOUR = 2
    outcomes = [take(mail(), at + step * MINUTE).outcome for step in range(4)]
    assert outcomes == [Outcome.OPENED, Outcome.OPENED, Outcome.TRIAGE, Outcome.TRIAGE]
    assert OutboxMail.objects.filter(to=cast.contact.email).count() == 2
    assert take(mail(), at + 2 * HOUR).outcome == Outcome.OPENED


def test_beyond_the_limit_of_a_ticket_nothing_joins_it(cast, open_ticket, at, settings):
    settings.MAIL_MOST_A_TICKET_AN_HOUR = 1
    ticket = open_ticket()
    assert [take(answer(ticket), at).outcome for _ in range(2)] == [Outcome.APPENDED, Outcome.TRIAGE]


def test_an_answer_to_a_merged_ticket_joins_the_one_that_goes_on(cast, open_ticket, at):
    gone, kept = open_ticket(), open_ticket()
    merge_ticket(ticket=gone, into=kept, by=cast.technician, at=at)
    assert take(answer(gone), at).ticket == kept


def closed(ticket: Ticket, cast, at: dt.datetime) -> Ticket:
    resolve_ticket(ticket=ticket, solution="Rebranché", by=cast.technician, at=at)
    return close_ticket(ticket=ticket, by=cast.technician, at=at)


def test_thanks_after_closing_are_filed_and_reopen_nothing(cast, open_ticket, at):
    ticket = closed(open_ticket(), cast, at + HOUR)
    taken = take(answer(ticket, "Merci !"), at + 2 * HOUR)
    ticket.refresh_from_db()
    assert (taken.outcome, taken.ticket, ticket.status) == (Outcome.APPENDED, ticket, Status.CLOSED)


def test_long_after_closing_an_answer_is_a_ticket_that_follows_the_old_one(cast, open_ticket, at):
    ticket = closed(open_ticket(), cast, at + HOUR)
    taken = take(answer(ticket), at + dt.timedelta(days=90))
    assert taken.outcome == Outcome.OPENED
    assert Link.objects.get(ticket=taken.ticket).other == ticket


def test_a_mail_with_a_file_alone_is_kept_and_readable(cast, at):
    made = mail("", subject="")
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="devis.pdf")
    said = take(made, at).message
    assert said.body == "Please see the file."
    assert said.attachments.get().name == "devis.pdf"


def test_a_program_is_left_out_and_said_so(cast, at):
    made = mail("Voici.")
    made.add_attachment(b"MZ", maintype="application", subtype="octet-stream", filename="jeu.exe")
    said = take(made, at).message
    assert "jeu.exe" in said.body
    assert "jeu.exe" in said.html
    assert not said.attachments.exists()


def test_a_picture_keeps_the_name_under_which_its_mail_shows_it(cast, at):
    made = mail("Voir.")
    made.add_alternative('<p>Voir <img src="cid:un"></p>', subtype="html")
    png = b"\x89PNG\r\n\x1a\n" + b"0" * 50
    made.get_payload()[1].add_related(png, "image", "png", cid="<un>", filename="e.png")
    assert take(made, at).message.attachments.get().content_id == "un"


def test_a_mail_that_makes_handling_fail_waits_longer_each_time_and_ends_in_triage(cast, at, monkeypatch):
    made = mail()
    monkeypatch.setattr("mail.actions.handle.decide", lambda facts: 1 / 0)
    taken = take(made, at)
    assert (taken.outcome, taken.attempts, taken.next_attempt_at) == ("", 1, at + MINUTE)
    assert "ZeroDivisionError" in taken.last_error
    waits = []
    while not taken.outcome:
        waits.append(taken.next_attempt_at)
        taken = take(made, taken.next_attempt_at)
    assert taken.outcome == Outcome.TRIAGE
    assert "ZeroDivisionError" in taken.why
    assert [later - sooner for sooner, later in zip(waits, waits[1:], strict=False)] == [
        2 * MINUTE, 4 * MINUTE, 8 * MINUTE, 16 * MINUTE,
    ]  # fmt: skip
    assert not Ticket.objects.exists()


def test_everything_is_said_of_the_mail_that_lists_show(cast, at):
    taken = take(mail(), at)
    assert (taken.sender, taken.sender_name, taken.subject) == ("nadia@client.example.org", "Nadia", "Imprimante")
    assert InboundMail.objects.get().raw.read().startswith(b"From: Nadia")


def test_a_client_who_signs_in_with_another_address_is_known_by_both(cast, at):
    assert cast.client.email != cast.contact.email
    assert take(mail(sender=cast.client.email), at).ticket.contact == cast.contact
    assert Role.CLIENT in cast.client.roles
    assert Contact.objects.filter(email=cast.client.email).count() == 0


def test_a_mail_is_kept_whole(cast, at):
    raw = mail("Sans fin de ligne").as_bytes() + b"\xff\x00"
    with take(raw, at).raw.open() as file:
        assert file.read() == raw


def test_a_mail_that_the_parser_gave_up_waits_in_triage(cast, at, monkeypatch):
    monkeypatch.setattr("mail.parsing.read", lambda file: 1 / 0)
    assert line(mail(), at) == "triage: The mail could not be read."
