"""Bring the .po files up to date with the source."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

NOT_OURS = [".venv", "var", "staticfiles"]
NOT_TRANSLATED = ["tests", "bench", "runner"]


class Command(BaseCommand):
    help = "Write every string of the source into the .po files, new ones empty, and drop stale ones; needs gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        languages = [code for code, _name in settings.LANGUAGES if code != "en"]
        call_command(
            "makemessages",
            locale=languages,
            ignore_patterns=NOT_OURS + NOT_TRANSLATED,
            # Places would change with every edit of the source.
            no_location=True,
            no_wrap=True,
            no_obsolete=True,
        )
