"""Fill an empty database with invented tickets."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from helpdesk.fill.filling import fill
from tickets.refusal import ActionRefused


class Command(BaseCommand):
    help = "Make invented tickets by the thousand, to measure with; refused where there are real ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tickets", type=int, default=100_000, help="how many tickets (100,000)")
        parser.add_argument("--open", type=int, default=50_000, help="how many of them are open (50,000)")
        parser.add_argument("--due", type=int, default=100, help="how many of these escalate now (100)")
        parser.add_argument("--seed", type=int, default=2026, help="the same seed makes the same tickets")

    def handle(self, *args: Any, **options: Any) -> None:
        numbers = {"tickets": options["tickets"], "open_": options["open"], "due": options["due"]}
        started = time.monotonic()
        try:
            with translation.override("fr"):
                fill(**numbers, seed=options["seed"], at=timezone.now(), progress=self.tell)
        except ActionRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        seconds = time.monotonic() - started
        self.stdout.write(
            f"{options['tickets']:,} tickets in {seconds:.0f} s: {options['open']:,} open, {options['due']:,} due now."
        )

    def tell(self, done: int, total: int) -> None:
        """Some lines in all, however many tickets."""
        if done == total or done // 10_000 > (done - 1_000) // 10_000:
            self.stdout.write(f"{done:,} of {total:,}")
            self.stdout.flush()
