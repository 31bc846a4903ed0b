"""Mail taken in by real processes: at once, and killed after each step."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from mail.actions.fetch import fetch_mails
from mail.actions.handle import handle_mail, handle_waiting_mails
from mail.actions.store import store_mail
from mail.choices import Outcome, Purpose, Security
from mail.models import InboundMail, Mailbox
from tests.mail.letters import mail
from tests.mailserver import HOST
from tests.processes import execute, finish, gate, kill, start, wait_for_the_gone
from tickets.models import Message, OutboxMail, Queue, Ticket

PROJECT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.process]

STEPS = {
    "the ticket": ("INSERT", "tickets_ticket"),
    "the message": ("INSERT", "tickets_message"),
    "the answer": ("INSERT", "tickets_outboxmail"),
}


def stored(at, **fields):
    return store_mail(raw=io.BytesIO(mail(**fields).as_bytes()), purpose=Purpose.HELPDESK, at=at)


def assert_opened_once(cast) -> None:
    """One ticket with one message, and one answer to the client."""
    assert (Ticket.objects.count(), Message.objects.count()) == (1, 1)
    assert OutboxMail.objects.filter(to=cast.contact.email).count() == 1
    assert InboundMail.objects.get().outcome == Outcome.OPENED


@pytest.mark.parametrize("step", STEPS)
def test_killed_after_a_step_of_handling_nothing_is_lost_and_nothing_doubled(cast, at, step):
    waiting = stored(at)
    with gate(*STEPS[step]) as closed:
        handling = start(lambda: handle_mail(mail=waiting, at=at))
        closed.wait_for(1)
        kill(handling)
        closed.open()
        wait_for_the_gone()
    assert not Ticket.objects.exists()
    assert handle_waiting_mails(at, 10) == 0
    assert handle_waiting_mails(waiting.received_at.replace(hour=11), 10) == 1
    assert_opened_once(cast)


def test_killed_while_it_commits_nothing_is_lost_and_nothing_doubled(cast, at):
    waiting = stored(at)
    with gate("INSERT", "tickets_ticket", at_commit=True) as closed:
        handling = start(lambda: handle_mail(mail=waiting, at=at))
        closed.wait_for(1)
        kill(handling)
        closed.open()
        wait_for_the_gone()
    handle_waiting_mails(waiting.received_at.replace(hour=11), 10)
    assert_opened_once(cast)


def test_two_handlers_at_once_handle_it_once(cast, at):
    waiting = stored(at)
    with gate("INSERT", "tickets_ticket") as closed:
        first = start(lambda: handle_mail(mail=waiting, at=at))
        closed.wait_for(1)
        second = start(lambda: handle_mail(mail=waiting, at=at))
        closed.wait_behind(1)
        closed.open()
        finish(first)
        finish(second)
    assert_opened_once(cast)


def test_two_copies_at_once_are_one_ticket(cast, at):
    one = stored(at, message_id="<un@client.example.org>", Received="a")
    two = stored(at, message_id="<un@client.example.org>", Received="b")
    with gate("INSERT", "tickets_ticket") as closed:
        first = start(lambda: handle_mail(mail=one, at=at))
        closed.wait_for(1)
        second = start(lambda: handle_mail(mail=two, at=at))
        closed.wait_for(2)
        closed.open()
        finish(first)
        finish(second)
    assert Ticket.objects.count() == 1
    outcomes = set(InboundMail.objects.values_list("outcome", "ticket"))
    assert outcomes == {(Outcome.OPENED, Ticket.objects.get().pk), (Outcome.DUPLICATE, Ticket.objects.get().pk)}


@pytest.fixture
def mailbox(mail_server, cast, monkeypatch) -> Mailbox:
    monkeypatch.setenv("IMAP_PASSWORD", mail_server.password)
    address = "support@example.org"
    yield Mailbox.objects.create(
        address=address,
        host=HOST,
        port=mail_server.imap_port,
        security=Security.NONE,
        username=address,
        secret_name="IMAP_PASSWORD",
        queue=Queue.objects.first(),
    )
    mail_server.empty(address)


@pytest.mark.parametrize("step", [("INSERT", "mail_inboundmail"), ("UPDATE", "mail_mailbox")])
@pytest.mark.parametrize("at_commit", [False, True], ids=["in it", "at commit"])
def test_killed_while_a_mailbox_is_read_each_mail_is_stored_once(mailbox, mail_server, cast, at, step, at_commit):
    for subject in ("Un", "Deux"):
        mail_server.send(mail(subject=subject), by="nadia@client.example.org", to=mailbox.address)
    with gate(*step, at_commit=at_commit) as closed:
        reading = start(lambda: fetch_mails(mailbox=mailbox, at=at))
        closed.wait_for(1)
        kill(reading)
        closed.open()
        wait_for_the_gone()
    fetch_mails(mailbox=Mailbox.objects.get(), at=at)
    assert InboundMail.objects.count() == 2
    handle_waiting_mails(at, 10)
    assert sorted(Ticket.objects.values_list("title", flat=True)) == ["Deux", "Un"]


def piped(raw: bytes, tmp_path: Path, *arguments: str, database: str | None = None, **variables: str):
    """What `manage.py receive_mail` says of it, in a process of its own."""
    given = connection.settings_dict
    address = urlsplit(os.environ["DATABASE_URL"])
    url = address._replace(path=f"/{database or given['NAME']}").geturl()
    environment = os.environ | {"DATABASE_URL": url, "DATA_DIR": str(tmp_path)} | variables
    command = [sys.executable, "manage.py", "receive_mail", *arguments]
    return subprocess.run(command, cwd=PROJECT, input=raw, env=environment, capture_output=True, timeout=60)


def test_a_mail_from_a_pipe_prints_one_line_and_ends_well(cast, tmp_path):
    done = piped(mail().as_bytes(), tmp_path)
    assert (done.returncode, done.stdout.decode()) == (0, f"opened {Ticket.objects.get().pk}\n"), done.stderr
    again = piped(mail(sender="x@ailleurs.example.org").as_bytes(), tmp_path, "--mailbox", "escalation")
    assert (again.returncode, again.stdout.decode().split()[0]) == (0, "triage:")
    assert InboundMail.objects.get(outcome=Outcome.TRIAGE).purpose == Purpose.ESCALATION


def test_a_mail_that_is_not_stored_is_to_come_again(cast, tmp_path):
    assert piped(mail().as_bytes(), tmp_path, database="nowhere").returncode == os.EX_TEMPFAIL
    assert piped(b"", tmp_path).returncode == os.EX_TEMPFAIL
    full = tmp_path / "full"
    full.mkdir()
    (full / "attachments").write_text("no folder")
    assert piped(mail().as_bytes(), full).returncode == os.EX_TEMPFAIL
    assert not InboundMail.objects.exists()


def test_a_mail_that_is_stored_ends_well_whatever_letters_the_caller_reads(cast, tmp_path):
    raw = mail(sender="x@ailleurs.example.org").as_bytes()
    done = piped(raw, tmp_path, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stdout.split()[0]) == (0, b"triage:"), done.stderr


def test_a_mail_that_is_stored_and_cannot_be_handled_ends_well_and_is_handled_later(cast, at, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "attachments"
    with gate("UPDATE", "mail_inboundmail"):
        execute("ALTER FUNCTION stop_at_the_gate() SET lock_timeout = '50ms'")
        done = piped(mail().as_bytes(), tmp_path)
    assert (done.returncode, done.stdout.split()[0]) == (0, b"triage:"), done.stderr
    waiting = InboundMail.objects.get()
    assert (waiting.outcome, waiting.attempts) == ("", 0)
    handle_waiting_mails(waiting.received_at, 10)
    assert_opened_once(cast)
