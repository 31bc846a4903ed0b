"""Explain the clocks of a ticket."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from tickets.models import Ticket
from tickets.presentation.explanation import explanation
from tickets.readings import with_clocks


class Command(BaseCommand):
    help = "Explain the clocks of a ticket line by line: what counted, lunch, holidays, pauses, deadline, verdict."

    def add_arguments(self, parser: CommandParser) -> None:
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("number", metavar="NUMBER")
        parser.add_argument("--at", metavar="ISO", help="an instant, as 2026-10-12T15:00 in Paris")
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override(options["language"]):
            ticket = _ticket(options["number"])
            for line in explanation(ticket, _instant(options["at"])):
                self.stdout.write(line)


def _ticket(number: str) -> Ticket:
    digits = number.lstrip("#")
    tickets = with_clocks(Ticket.objects.select_related("account", "policy"))
    ticket = tickets.filter(pk=int(digits)).first() if digits.isdecimal() and len(digits) < 19 else None
    if ticket is None:
        raise CommandError(_("There is no ticket %(number)s.") % {"number": number})
    return ticket


def _instant(text: str | None) -> dt.datetime:
    if text is None:
        return timezone.now()
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(_("“%(text)s” is no instant: write it as 2026-10-12T15:00.") % {"text": text}) from error
    return instant if instant.tzinfo else timezone.make_aware(instant)
