"""Take a mail from a pipe: `manage.py receive_mail < message`, for a mail server that delivers to a program."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.utils import timezone, translation

from mail.actions.handle import handle_mail
from mail.actions.store import store_mail
from mail.choices import Purpose
from mail.words import line_of

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Take one mail from the standard input. Prints one line, as `opened 42`, and ends with 0 once the mail is "
        "safely stored, whatever becomes of it; with 75 (try again later) where it is not."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mailbox", choices=Purpose.values, default=Purpose.HELPDESK.value)

    def handle(self, *args: Any, mailbox: str, **options: Any) -> None:
        at = timezone.now()
        try:
            mail = store_mail(raw=sys.stdin.buffer, purpose=Purpose(mailbox), at=at)
        except (OSError, ValueError, DatabaseError) as problem:
            self.stderr.write(f"The mail was not stored: {problem}")
            sys.exit(os.EX_TEMPFAIL)
        try:
            mail = handle_mail(mail=mail, at=at)
        except Exception:  # the mail is stored: whoever brought it must not bring it back
            logger.exception("Mail %s is stored, and could not be handled yet", mail.pk)
        with translation.override(settings.LANGUAGE_CODE):
            self._say(line_of(mail))

    def _say(self, line: str) -> None:
        """In whatever letters the reader has; where nobody reads, nothing is wrong."""
        encoding = sys.stdout.encoding or "ascii"
        with contextlib.suppress(OSError):
            self.stdout.write(line.encode(encoding, "replace").decode(encoding))
            self.stdout.flush()
