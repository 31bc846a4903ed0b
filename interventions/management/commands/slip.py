"""Write an intervention slip as PDF, or the empty form."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from interventions.models import Slip
from interventions.paper import blank_paper, draft_paper, slip_paper
from interventions.queries.slips import slip_numbered
from tickets.refusal import ActionRefused


class Command(BaseCommand):
    help = "Write the intervention slip NUMBER, such as 2026-0042, as PDF: its last version, or a draft before one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", nargs="?", metavar="NUMBER")
        parser.add_argument("--blank", action="store_true", help="the empty form, to be filled in by pen")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError where there is no such slip, or the file cannot be written."""
        if options["blank"] == bool(options["number"]):
            raise CommandError(_("Name one slip by its number, or ask for --blank."))
        try:
            options["output"].write_bytes(_paper(options["number"], options["language"]))
        except (ActionRefused, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(str(options["output"]))


def _paper(number: str | None, language: str) -> bytes:
    if number is None:
        return blank_paper(language=language, at=timezone.now())
    slip = slip_numbered(number, among=Slip.objects.all())
    if slip is None:
        raise CommandError(_("There is no slip %(number)s.") % {"number": number})
    version = slip.versions.last()
    return slip_paper(version, language=language) if version else draft_paper(slip, language=language)
