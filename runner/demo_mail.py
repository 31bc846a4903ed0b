"""The mail of the demo: which server it goes through, and where its programs find it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from runner.environment import is_on, kept_secret
from runner.ports import remembered_port

HELPDESK = "support@example.org"


@dataclass(frozen=True)
class DemoMail:
    """Ports of 127.0.0.1, and the password that opens every account of the server."""

    smtp_port: int
    imap_port: int
    password: str

    @property
    def environment(self) -> dict[str, str]:
        """What settings.py reads: mail leaves by this server, and the demo's mailboxes are on it."""
        return {
            "EMAIL_URL": f"smtp://demo:{self.password}@127.0.0.1:{self.smtp_port}",
            "DEFAULT_FROM_EMAIL": os.environ.get("DEFAULT_FROM_EMAIL") or f"Astreinte <{HELPDESK}>",
            "DEMO_IMAP_PORT": str(self.imap_port),
            "DEMO_MAIL_PASSWORD": self.password,
        }

    @property
    def command(self) -> list[str]:
        """The module that serves it, with its arguments."""
        return ["runner.mail_server", str(self.smtp_port), str(self.imap_port)]


def demo_mail(folder: Path, given: Mapping[str, str] = os.environ) -> DemoMail | None:
    """That of the demo in this folder; None without a demo, or where EMAIL_URL leads elsewhere."""
    if given.get("EMAIL_URL") or not is_on("DEMO", default=True):
        return None
    place = folder / "mail-server"
    place.mkdir(mode=0o700, exist_ok=True)
    return DemoMail(
        smtp_port=remembered_port(place / "smtp-port"),
        imap_port=remembered_port(place / "imap-port"),
        password=kept_secret(place / "password"),
    )
