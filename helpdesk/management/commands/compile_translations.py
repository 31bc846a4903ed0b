"""Compile the translations without gettext installed."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation.reloader import translation_file_changed


class Command(BaseCommand):
    help = "Compile every .po of the project to .mo; needs no gettext."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in settings.LOCALE_PATHS:
            for source in sorted(Path(folder).glob("*/LC_MESSAGES/*.po")):
                target = source.with_suffix(".mo")
                polib.pofile(str(source)).save_as_mofile(str(target))
                # Who goes on in this process, as the first start does, speaks what was just compiled.
                translation_file_changed(self, target)
                self.stdout.write(f"{source.parent.parent.name}: {target.name}")
