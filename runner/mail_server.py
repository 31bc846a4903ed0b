"""A mail server for the demo and the tests: `python -m runner.mail_server SMTP_PORT IMAP_PORT`.

Both listen on 127.0.0.1; MAIL_PASSWORD opens every account, and an account is there as soon as somebody names it. All
mail is in memory, and gone with the process. mail-devel would read the recipients in the headers and write the mail
anew; here the envelope counts and every byte is kept, as with the servers that people use.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import signal
import sys

from aiosmtpd.smtp import SMTP, Envelope, Session
from mail_devel.auth import SMTPAuthenticator
from mail_devel.mailbox import TestMailboxDict
from mail_devel.service import Service
from pymap.parsing.message import AppendMessage

HOST = "127.0.0.1"
LARGEST = 64 * 1024 * 1024


class Delivery:
    """Puts each mail into the inbox of everybody it was sent to."""

    def __init__(self, mailboxes: TestMailboxDict) -> None:
        self.mailboxes = mailboxes

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Answer once the mail is in the inboxes."""
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        for address in sorted({recipient.lower() for recipient in envelope.rcpt_tos}):
            inbox = await (await self.mailboxes.get(address)).get_mailbox("INBOX")
            await inbox.append(AppendMessage(content, dt.datetime.now(dt.UTC), frozenset()))
        return "250 OK"


async def serve(smtp_port: int, imap_port: int) -> None:
    """Serve until this process is told to end."""
    loop = asyncio.get_running_loop()
    arguments = Service.parse(["--host", HOST, "--imap-port", str(imap_port), "--multi-user", "--no-http"])
    service = await Service.init(arguments)
    # Its own SMTP server lives in another thread than the inboxes.
    service.smtp = None
    delivery = Delivery(service.mailboxes)
    authenticator = SMTPAuthenticator(arguments.user, arguments.password, multi_user=True)

    def connected() -> SMTP:
        return SMTP(
            delivery,
            loop=loop,
            data_size_limit=LARGEST,
            enable_SMTPUTF8=True,
            authenticator=authenticator,
            auth_required=True,
            auth_require_tls=False,
        )

    async with service.start(), await loop.create_server(connected, HOST, smtp_port):
        ended = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, ended.set)
        print(f"SMTP on port {smtp_port}, IMAP on port {imap_port}.", flush=True)
        await ended.wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1]), int(sys.argv[2])))
