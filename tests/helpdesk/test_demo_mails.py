"""The mails of the demo in the browser: read by everybody, written as a client, and nowhere but in the demo."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from helpdesk.demo.letters import STRANGER
from helpdesk.demo.mailboxes import ADDRESSES, SECRET, connect_mailboxes
from mail.choices import Outcome, Purpose
from mail.models import InboundMail, Mailbox
from tests.conftest import Cast
from tickets.actions.reply import reply_to_ticket
from tickets.models import OutboxMail

LIST = "/demo/mails/"


@pytest.fixture
def mail(cast: Cast, open_ticket, at) -> OutboxMail:
    """What a client is told; the cast of the tests goes for that of the demo."""
    ticket = open_ticket(title="Imprimante <b>hors ligne</b>")
    reply_to_ticket(ticket=ticket, body="**Bonjour** <script>alert(1)</script>", by=cast.technician, at=at)
    return OutboxMail.objects.filter(to="nadia@client.example.org").latest("pk")


@pytest.fixture
def served(settings, mail_server):
    """The demo has its mail server."""
    settings.DEMO_IMAP_PORT = mail_server.imap_port
    yield mail_server
    mail_server.empty(*ADDRESSES.values())


def test_whoever_comes_reads_what_left_for_whom(client, mail):
    assert "nadia@client.example.org" in client.get(LIST).text
    page = client.get(f"{LIST}{mail.pk}/").text
    assert f"[#{mail.ticket_id}] Imprimante &lt;b&gt;hors ligne" in page
    assert "Message-ID" in page


def test_the_html_of_a_mail_runs_nothing_and_is_framed_by_ourselves_alone(client, mail):
    page = client.get(f"{LIST}{mail.pk}/")
    assert 'sandbox="allow-popups' in page.text
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    response = client.get(f"{LIST}{mail.pk}/html/")
    assert "<strong>Bonjour</strong>" in response.text
    assert "<script" not in response.text
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "sandbox allow-popups" in policy
    assert "frame-ancestors 'self'" in policy
    assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("path", ["", "{pk}/", "{pk}/html/"])
def test_where_there_is_no_demo_there_is_no_page(client, cast, mail, settings, path):
    settings.DEMO = False
    client.force_login(cast.administrator)
    assert client.get(LIST + path.format(pk=mail.pk)).status_code == 404
    assert client.post(LIST, {"writer": STRANGER}).status_code == 404


def test_a_house_without_the_cast_has_no_page_either(client, db):
    assert client.get(LIST).status_code == 404


def test_without_a_mail_server_nothing_can_be_written(client, mail, mailoutbox):
    assert "<textarea" not in client.get(LIST).text
    client.post(LIST, {"writer": STRANGER, "purpose": "helpdesk", "subject": "a", "text": "b"})
    assert mailoutbox == []


@pytest.mark.process
def test_a_client_writes_to_the_helpdesk_by_a_real_mail(client, mail, served):
    said = {"writer": "nadia@client.example.org", "purpose": "helpdesk", "subject": "Écran noir", "text": "Plus rien."}
    assert client.post(LIST, said).url == LIST
    (arrived,) = served.inbox(ADDRESSES[Purpose.HELPDESK])
    assert (arrived["Subject"], arrived["From"]) == ("Écran noir", "Nadia <nadia@client.example.org>")
    assert served.inbox(ADDRESSES[Purpose.ESCALATION]) == []


@pytest.mark.process
def test_an_answer_names_the_mail_that_it_answers(client, mail, served):
    page = client.get(f"{LIST}{mail.pk}/").text
    assert f'value="Re: [#{mail.ticket_id}]' in page
    said = {"writer": mail.to, "purpose": "escalation", "subject": "Re", "text": "Encore", "answered": mail.pk}
    client.post(LIST, said)
    (arrived,) = served.inbox(ADDRESSES[Purpose.ESCALATION])
    assert arrived["In-Reply-To"] in arrived["References"]
    assert f"ticket-{mail.ticket_id}." in arrived["References"]


def test_nobody_writes_as_who_is_not_there_nor_to_other_addresses(client, mail, settings, mailoutbox):
    settings.DEMO_IMAP_PORT = 1
    said = {"writer": "boss@elsewhere.example.com", "purpose": "helpdesk", "subject": "a", "text": "b"}
    assert client.post(LIST, said).status_code == 200
    assert client.post(LIST, said | {"writer": STRANGER, "purpose": "x@y.example"}).status_code == 200
    client.post(LIST, said | {"writer": STRANGER, "subject": "a\nBcc: x@y.example"})
    assert [sent.recipients() for sent in mailoutbox] == [["support@example.org"]]


def test_a_server_that_is_away_is_one_sentence_and_keeps_what_was_typed(client, mail, settings):
    settings.DEMO_IMAP_PORT = 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    said = {"writer": STRANGER, "purpose": "helpdesk", "subject": "Bonjour", "text": "Êtes-vous là ?"}
    page = client.post(LIST, said).text
    assert "does not answer" in page
    assert "Êtes-vous là ?" in page


def test_the_mailboxes_of_the_demo_follow_their_server(cast, settings):
    for port in (4143, 4144):
        settings.DEMO_IMAP_PORT = port
        connect_mailboxes()
    mailboxes = Mailbox.objects.order_by("address").values_list("address", "port", "secret_name", "is_active")
    assert list(mailboxes) == [(address, 4144, SECRET, True) for address in sorted(ADDRESSES.values())]
    settings.DEMO_IMAP_PORT = 0
    connect_mailboxes()
    assert not Mailbox.objects.filter(is_active=True).exists()


def test_a_mail_of_the_demo_waits_for_somebody_to_decide_and_without_a_server_no_mailbox_is_read(db):
    call_command("seed_demo", stdout=io.StringIO())
    assert not Mailbox.objects.filter(is_active=True).exists()
    assert InboundMail.objects.get().outcome == Outcome.TRIAGE


def test_the_sign_in_page_of_the_demo_leads_to_its_mails(client, cast, settings):
    assert f'href="{LIST}"' in client.get("/accounts/login/").text
    settings.DEMO = False
    assert f'href="{LIST}"' not in client.get("/accounts/login/").text
