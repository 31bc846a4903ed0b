"""A real mail server for the tests, loaded by conftest.py: SMTP and IMAP, one process a session."""

from __future__ import annotations

import imaplib
import os
import secrets
import signal
import smtplib
import socket
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from runner.environment import PROJECT
from runner.ports import free_port
from runner.spawn import last_lines, spawn, stop, wait_until

HOST, PATIENCE = "127.0.0.1", 30


@dataclass(frozen=True)
class MailServer:
    """Where it listens. One password opens every account; an account is there as soon as somebody names it."""

    smtp_port: int
    imap_port: int
    password: str

    def send(self, mail: EmailMessage | bytes, *, by: str, to: str) -> None:
        """Deliver a mail to one address by SMTP, whatever its headers say."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes(policy=policy.SMTP)
        with smtplib.SMTP(HOST, self.smtp_port, timeout=PATIENCE) as connection:
            connection.login(by, self.password)
            connection.sendmail(by, [to], raw)

    def inbox(self, address: str) -> list[EmailMessage]:
        """What came for this address, the oldest first, read by IMAP."""
        return [message_from_bytes(raw, policy=policy.default) for raw in self.raw_inbox(address)]

    def raw_inbox(self, address: str) -> list[bytes]:
        """The same, byte by byte."""
        with self._account(address) as connection:
            numbers = connection.search(None, "ALL")[1][0].split()
            return [connection.fetch(number, "(BODY.PEEK[])")[1][0][1] for number in numbers]

    def empty(self, *addresses: str) -> None:
        """Take away what came for these addresses."""
        for address in addresses:
            with self._account(address) as connection:
                connection.store("1:*", "+FLAGS", r"(\Deleted)")
                connection.expunge()

    def _account(self, address: str) -> imaplib.IMAP4:
        connection = imaplib.IMAP4(HOST, self.imap_port, timeout=PATIENCE)
        connection.login(address, self.password)
        connection.select("INBOX")
        return connection


@pytest.fixture(scope="session")
def mail_server_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    server = MailServer(free_port(), free_port(), secrets.token_hex(8))
    log = tmp_path_factory.mktemp("mail") / "mail.log"
    process = spawn(
        [sys.executable, "-m", "runner.mail_server", str(server.smtp_port), str(server.imap_port)],
        log=log,
        cwd=PROJECT,
        end_signal=signal.SIGKILL,
        environment=os.environ | {"MAIL_PASSWORD": server.password},
    )
    started = wait_until(lambda: _listens(server.smtp_port) and _listens(server.imap_port), PATIENCE)
    assert started, last_lines(log)
    yield server
    stop(process, signal.SIGTERM, patience=5)


@pytest.fixture
def mail_server(mail_server_process: MailServer, settings: object) -> MailServer:
    """A mail server, by which Django's SMTP backend sends during this test."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_HOST, settings.EMAIL_PORT = HOST, mail_server_process.smtp_port  # type: ignore[attr-defined]
    settings.EMAIL_HOST_USER = "helpdesk"  # type: ignore[attr-defined]
    settings.EMAIL_HOST_PASSWORD = mail_server_process.password  # type: ignore[attr-defined]
    return mail_server_process


def _listens(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), timeout=1).close()
    except OSError:
        return False
    return True
