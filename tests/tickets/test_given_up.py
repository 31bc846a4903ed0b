"""Given up: what the server refuses for good, or nobody took for days, waits for a person of the house."""

from __future__ import annotations

import datetime as dt
import smtplib

import pytest
from django.core.mail.backends.locmem import EmailBackend as Memory
from django.urls import reverse

from tickets.actions.assign import assign_ticket
from tickets.actions.give_up import leave_mail, send_again
from tickets.actions.merge import merge_ticket
from tickets.actions.reply import reply_to_ticket
from tickets.actions.send_outbox import is_refused_for_good, send_due_mails
from tickets.choices import MailKind, MessageKind, NoticeKind
from tickets.given_up import mails_given_up, reason_of
from tickets.models import Message, Notice, OutboxMail
from tickets.refusal import ActionRefused

LATER = dt.timedelta(minutes=1)


class Refusing(Memory):
    """A server that knows nobody of the client's."""

    code, words = 550, b"5.1.1 no such user"

    def send_messages(self, messages):
        for message in messages:
            if message.to[0].endswith("@client.example.org"):
                raise smtplib.SMTPRecipientsRefused({message.to[0]: (self.code, self.words)})
        return super().send_messages(messages)


class Greylisting(Refusing):
    code, words = 451, b"4.7.1 come back later"


def use(settings, backend: type) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.{backend.__name__}"


@pytest.fixture
def refused(cast, open_ticket, at, settings):
    """A reply to the client whose address is refused, on a ticket of the technician."""
    ticket = open_ticket()
    assign_ticket(ticket=ticket, technician=cast.technician, by=cast.operator, at=at)
    OutboxMail.objects.all().delete()
    reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=at)
    use(settings, Refusing)
    send_due_mails(at + LATER, limit=10)
    return OutboxMail.objects.get(kind=MailKind.REPLY)


def test_what_is_refused_for_good_is_given_up_at_once_with_the_words_of_the_server(refused, at):
    assert (refused.given_up_at, refused.attempts, refused.sent_at) == (at + LATER, 1, None)
    assert refused.last_error == "550 5.1.1 no such user"
    assert "no such mailbox" in reason_of(refused)


def test_the_ticket_says_so_inside_the_house_and_its_technician_is_told(cast, refused):
    note = Message.objects.get(kind=MessageKind.NOTE)
    assert (note.ticket, refused.to in note.body) == (refused.ticket, True)
    notice = Notice.objects.get(kind=NoticeKind.UNSENT)
    assert (notice.user, notice.ticket) == (cast.technician, refused.ticket)


def test_what_is_refused_for_now_waits(cast, open_ticket, at, settings):
    reply_to_ticket(ticket=open_ticket(), body="On regarde.", by=cast.technician, at=at)
    use(settings, Greylisting)
    send_due_mails(at + LATER, limit=10)
    mail = OutboxMail.objects.get(kind=MailKind.REPLY)
    assert (mail.given_up_at, mail.attempts) == (None, 1)
    assert mail.next_attempt_at > at + LATER
    assert not Message.objects.filter(kind=MessageKind.NOTE).exists()


def test_on_a_ticket_that_was_merged_it_is_said_where_it_goes_on(cast, open_ticket, at, settings):
    ticket, other = open_ticket(), open_ticket()
    merge_ticket(ticket=ticket, into=other, by=cast.operator, at=at)
    use(settings, Refusing)
    send_due_mails(at + LATER, limit=10)
    assert Message.objects.get(kind=MessageKind.NOTE).ticket == other


@pytest.mark.parametrize(
    ("problem", "is_for_good"),
    [
        (smtplib.SMTPRecipientsRefused({"a@b.c": (550, b"")}), True),
        (smtplib.SMTPRecipientsRefused({"a@b.c": (550, b""), "d@b.c": (451, b"")}), False),
        (smtplib.SMTPRecipientsRefused({"a@b.c": (530, b"Authentication required")}), False),
        (smtplib.SMTPDataError(552, b"too large"), True),
        (smtplib.SMTPDataError(451, b""), False),
        (smtplib.SMTPSenderRefused(550, b"", "us@example.org"), False),
        (smtplib.SMTPAuthenticationError(535, b""), False),
        (ConnectionRefusedError(), False),
    ],
)
def test_only_what_the_server_says_of_this_mail_is_for_good(problem, is_for_good):
    assert is_refused_for_good(problem) is is_for_good


# What a person decides ----------------------------------------------------------------------------
def test_sent_again_it_begins_anew(cast, refused, at, settings):
    send_again(mail=refused, by=cast.operator, at=at + 2 * LATER)
    assert not mails_given_up().exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due_mails(at + 2 * LATER, limit=10) == 1


def test_left_alone_it_is_on_no_list_and_is_not_sent(cast, refused, at, settings):
    leave_mail(mail=refused, by=cast.operator, at=at + 2 * LATER)
    assert not mails_given_up().exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_due_mails(at + 2 * LATER, limit=10) == 0


@pytest.mark.parametrize("verb", [send_again, leave_mail])
def test_nobody_outside_the_house_decides(cast, refused, at, verb):
    with pytest.raises(ActionRefused):
        verb(mail=refused, by=cast.client, at=at)
    refused.refresh_from_db()
    assert (refused.attempts, refused.left_at) == (1, None)


def test_what_has_left_meanwhile_is_not_sent_again(cast, refused, at):
    OutboxMail.objects.update(sent_at=at, given_up_at=None)
    with pytest.raises(ActionRefused):
        send_again(mail=refused, by=cast.operator, at=at)


def test_the_page_names_each_with_why_and_what_to_do(client, cast, refused):
    client.force_login(cast.operator)
    page = client.get(reverse("mails_given_up")).content.decode()
    for words in (refused.to, "no such mailbox", "550 5.1.1", reverse("mail_send_again", args=[refused.pk])):
        assert words in page
    client.post(reverse("mail_leave", args=[refused.pk]))
    assert refused.to not in client.get(reverse("mails_given_up")).content.decode().split("toasts")[0]


def test_a_button_of_an_old_page_does_no_harm(client, cast, refused):
    client.force_login(cast.operator)
    client.post(reverse("mail_send_again", args=[refused.pk]))
    assert client.post(reverse("mail_send_again", args=[refused.pk])).status_code == 409
