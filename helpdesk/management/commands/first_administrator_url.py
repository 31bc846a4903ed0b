"""Print the one-time address."""

from typing import Any

from django.core.management.base import BaseCommand

from helpdesk import first_administrator


class Command(BaseCommand):
    help = "Print the secret path that makes the first administrator; nothing where there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        if first_administrator.is_needed():
            self.stdout.write(first_administrator.path())
