"""Reply: what the requester can read, from us or from them."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tickets.actions.cancel import cancel_ticket
from tickets.actions.close import close_ticket
from tickets.actions.merge import merge_ticket
from tickets.actions.reply import receive_reply, reply_and_wait, reply_to_ticket
from tickets.actions.reply_then import reply_then
from tickets.actions.resolve import resolve_ticket
from tickets.actions.wait import wait_for
from tickets.choices import EventKind, MessageKind, Role, Source, Status
from tickets.models import Event, Message, OutboxMail, User
from tickets.permissions import ROLE_PERMISSIONS, Permission
from tickets.refusal import ActionRefused
from tickets.undoing import UNDO

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def reply(cast, at):
    def replied(ticket, body="On regarde.", **given):
        return reply_to_ticket(**{"ticket": ticket, "body": body, "by": cast.technician, "at": at + HOUR, **given})

    return replied


@pytest.fixture
def receive(cast, at):
    """The requester wrote an e-mail; the machine files it."""

    def received(ticket, body="Merci !", **given):
        arrival = {"contact": cast.contact, "source": Source.EMAIL, "by": User.objects.automation(), "at": at + HOUR}
        return receive_reply(**{"ticket": ticket, "body": body, **arrival, **given})

    return received


def test_a_reply_is_the_first_response_and_the_second_is_not(open_ticket, reply, at):
    ticket = open_ticket()
    reply(ticket)
    reply(ticket, at=at + 2 * HOUR)
    ticket.refresh_from_db()
    assert ticket.responded_at == at + HOUR


def test_the_requester_gets_it_by_mail_and_nobody_else_does(open_ticket, reply, at):
    ticket = open_ticket()
    OutboxMail.objects.all().delete()
    reply(ticket, body="Redémarrez-la.")
    mail = OutboxMail.objects.get()
    assert (mail.to, mail.body) == ("nadia@client.example.org", "Redémarrez-la.")
    assert mail.next_attempt_at == at + HOUR + UNDO
    assert mail.subject == f"[#{ticket.number}] Imprimante hors ligne"


def test_without_an_address_nothing_is_mailed(open_ticket, reply):
    ticket = open_ticket(contact=None)
    OutboxMail.objects.all().delete()
    reply(ticket)
    assert not OutboxMail.objects.exists()


def test_history_and_conversation_name_the_author(cast, open_ticket, reply, at):
    message = reply(open_ticket())
    event = Event.objects.get(kind=EventKind.REPLIED)
    assert (message.author, message.kind, message.at) == (cast.technician, MessageKind.REPLY, at + HOUR)
    assert (event.by, event.data) == (cast.technician, {"message": message.pk})


def test_a_reply_keeps_the_status(open_ticket, reply):
    ticket = open_ticket()
    reply(ticket)
    ticket.refresh_from_db()
    assert ticket.status == Status.ASSIGNED


@pytest.mark.parametrize("end", ["resolved", "closed", "cancelled"])
def test_what_is_said_after_the_end_reopens_nothing(cast, open_ticket, reply, receive, at, end):
    ticket = open_ticket()
    if end == "cancelled":
        cancel_ticket(ticket=ticket, reason="Doublon", by=cast.operator, at=at)
    else:
        resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=at)
    if end == "closed":
        close_ticket(ticket=ticket, by=cast.technician, at=at)
    clocks = list(ticket.clocks.values())
    reply(ticket)
    receive(ticket)
    ticket.refresh_from_db()
    assert ticket.status == end
    assert list(ticket.clocks.values()) == clocks


def test_an_automatic_acknowledgement_answers_nobody(open_ticket, reply):
    ticket = open_ticket()
    reply(ticket, body="Bien reçu.", by=User.objects.automation())
    ticket.refresh_from_db()
    assert ticket.responded_at is None


def test_the_requesters_reply_resumes_a_ticket_that_waits_for_them(cast, open_ticket, receive, at):
    ticket = open_ticket()
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Modèle", by=cast.technician, at=at)
    message = receive(ticket, body="C'est une LX-4.")
    ticket.refresh_from_db()
    assert (message.author, message.contact) == (None, cast.contact)
    assert (ticket.status, ticket.pauses.get().until_at) == (Status.IN_PROGRESS, at + HOUR)
    assert ticket.responded_at is None


def test_the_requesters_reply_resumes_no_ticket_that_waits_for_somebody_else(cast, open_ticket, receive, at):
    ticket = open_ticket()
    wait_for(ticket=ticket, status=Status.WAITING_THIRD_PARTY, reason="Pièce", by=cast.technician, at=at)
    receive(ticket)
    ticket.refresh_from_db()
    assert ticket.status == Status.WAITING_THIRD_PARTY


def test_a_client_who_may_reply_writes_in_their_own_name(cast, open_ticket, reply, at, monkeypatch):
    monkeypatch.setitem(ROLE_PERMISSIONS, Role.CLIENT, frozenset({Permission.TICKET_REPLY}))
    ticket = open_ticket()
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Modèle", by=cast.technician, at=at)
    message = reply(ticket, body="Une LX-4.", by=cast.client)
    ticket.refresh_from_db()
    assert (message.author, message.contact) == (None, cast.contact)
    assert (ticket.status, ticket.responded_at) == (Status.IN_PROGRESS, None)


def test_the_technician_is_told_that_the_requester_wrote(open_ticket, receive):
    ticket = open_ticket()
    OutboxMail.objects.all().delete()
    receive(ticket)
    assert [mail.to for mail in OutboxMail.objects.all()] == [ticket.technician.email]


def test_what_the_requester_writes_to_a_merged_ticket_joins_its_target(cast, open_ticket, receive, reply, at):
    ticket, into = open_ticket(), open_ticket()
    merge_ticket(ticket=ticket, into=into, by=cast.operator, at=at)
    assert receive(ticket).ticket == into
    with pytest.raises(ActionRefused, match=str(into.number)):
        reply(ticket)


def test_an_answer_and_a_wait_are_done_both_or_not_at_all(cast, open_ticket, at):
    ticket = open_ticket()
    Message.objects.all().delete()
    OutboxMail.objects.all().delete()
    with pytest.raises(ActionRefused):
        reply_and_wait(
            ticket=ticket, body="Quel modèle ?", status=Status.WAITING_CLIENT, reason=" ", by=cast.technician, at=at
        )
    ticket.refresh_from_db()
    assert (Message.objects.exists(), OutboxMail.objects.exists(), ticket.responded_at) == (False, False, None)


@pytest.mark.parametrize(
    ("status", "verdict", "is_paused"),
    [
        (Status.WAITING_CLIENT, "", True),
        (Status.WAITING_THIRD_PARTY, "", False),
        (Status.IN_PROGRESS, "", False),
        (Status.SCHEDULED, "", False),
        (Status.RESOLVED, "met", False),
    ],
)
def test_an_answer_and_a_status_are_one_step_and_the_answer_counts_first(
    cast, open_ticket, at, status, verdict, is_paused
):
    ticket = open_ticket(priority="high")
    given = {"body": "Voilà.", "status": status, "reason": "photo", "by": cast.technician, "at": at + HOUR}
    message = reply_then(ticket=ticket, **given)
    ticket.refresh_from_db()
    response, resolution = (ticket.clocks.get(metric=metric) for metric in ("response", "resolution"))
    assert (message.body, ticket.status, response.verdict, resolution.verdict) == ("Voilà.", status, "met", verdict)
    assert (resolution.is_running and resolution.due_at is None) == is_paused
    assert OutboxMail.objects.filter(key=f"reply:{message.pk}").count() == 1


@pytest.mark.parametrize("status", [Status.WAITING_CLIENT, Status.SCHEDULED, Status.IN_PROGRESS, Status.RESOLVED])
def test_where_the_status_is_refused_nothing_is_said(cast, open_ticket, at, status):
    ticket = resolve_ticket(ticket=open_ticket(), solution="Fait.", by=cast.technician, at=at)
    before = ticket.messages.count()
    with pytest.raises(ActionRefused):
        reply_then(ticket=ticket, body="Encore", status=status, reason="x", by=cast.technician, at=at)
    assert ticket.messages.count() == before


@pytest.mark.parametrize("status", [Status.NEW, Status.CLOSED, Status.CANCELLED, Status.MERGED])
def test_a_reply_cannot_leave_a_ticket_just_anyhow(cast, open_ticket, at, status):
    ticket = open_ticket()
    with pytest.raises(ActionRefused, match=str(Status(status).label)):
        reply_then(ticket=ticket, body="Voilà.", status=status, by=cast.technician, at=at)
    assert not ticket.messages.filter(kind=MessageKind.REPLY).exists()


def test_an_empty_reply_is_refused(open_ticket, reply):
    with pytest.raises(ActionRefused):
        reply(open_ticket(), body=" \n")


# Files --------------------------------------------------------------------------------------------
@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def file(name: str = "photo.jpg", content: bytes = b"jpeg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="image/jpeg")


def test_files_are_kept_under_names_that_nobody_can_guess(open_ticket, reply, media):
    attachment = reply(open_ticket(), attachments=[file("écran.jpg")]).attachments.get()
    assert (attachment.name, attachment.size, attachment.content_type) == ("écran.jpg", 4, "image/jpeg")
    assert attachment.file.read() == b"jpeg"
    assert "cran" not in attachment.file.name


@pytest.mark.parametrize(
    ("files", "word"),
    [
        ([file(content=b"")], "photo.jpg"),
        ([file("Setup.EXE")], "Setup.EXE"),
        ([file(content=b"12345")], "photo.jpg"),
        ([file() for _ in range(10)], "11"),
    ],
    ids=["empty", "program", "too large", "too many"],
)
def test_an_unfit_file_is_refused_with_its_name_and_nothing_is_kept(open_ticket, reply, media, settings, files, word):
    settings.ATTACHMENT_MAX_BYTES = 4
    ticket = open_ticket()
    with pytest.raises(ActionRefused, match=word):
        reply(ticket, attachments=[file(), *files])
    assert not ticket.messages.filter(kind=MessageKind.REPLY).exists()
    assert list(media.rglob("*.*")) == []


def test_a_file_name_cannot_lead_out_of_its_folder(open_ticket, reply, media):
    sent = file()
    sent._name = "..\\..\\etc/passwd.txt"
    assert reply(open_ticket(), attachments=[sent]).attachments.get().name == "passwd.txt"
