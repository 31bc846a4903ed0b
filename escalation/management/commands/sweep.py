"""Run one sweep by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from escalation.actions.sweep import sweep
from escalation.models import Escalation


class Command(BaseCommand):
    help = "Fire every escalation that is due, and say what was done."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", help="the instant to sweep for, in ISO 8601 (default: now)")

    def handle(self, *args: Any, **options: Any) -> None:
        report = sweep(at=_instant(options["at"]))
        for escalation in report.fired:
            self.stdout.write(_line(escalation))
        for number in report.left:
            self.stdout.write(_("#%(number)s: somebody is changing it; left to the next sweep") % {"number": number})
        fired = len(report.fired)
        self.stdout.write(ngettext("%(count)s escalation.", "%(count)s escalations.", fired) % {"count": fired})
        if report.failed:
            numbers = ", ".join(f"#{number}" for number in report.failed)
            raise CommandError(_("Could not be escalated, see the log: %(numbers)s") % {"numbers": numbers})


def _line(escalation: Escalation) -> str:
    return _("#%(number)s: level %(level)s, %(name)s; %(metric)s missed") % {
        "number": escalation.ticket_id,
        "level": escalation.level,
        "name": escalation.name,
        "metric": escalation.get_metric_display(),
    }


def _instant(text: str | None) -> dt.datetime:
    if text is None:
        return timezone.now()
    try:
        at = parse_datetime(text)
    except ValueError:
        at = None
    if at is None:
        raise CommandError(_("--at is “%(text)s”: write an instant such as 2026-10-12T10:00+02:00.") % {"text": text})
    return at if timezone.is_aware(at) else timezone.make_aware(at)
