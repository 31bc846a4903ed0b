"""How long one printed sheet takes: `.venv/bin/python -m bench.pdf` prints it.

The agreement sheet of each contract of the default set-up, and a slip signed on the screen, as it is and with thirty
lines of supplies and four photos: read from the database, put into words, and printed.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from bench._stack import environment, under_django
from runner.environment import PROJECT

ROUNDS = 30


def measure() -> None:
    """Print a Markdown table; called with the settings of a database that has the default set-up."""
    import django

    django.setup()
    from django.utils import timezone

    from agreement.sheet import agreement_sheet
    from sla.models import Policy
    from tickets.models import Account, Contract

    print(f"Median of {ROUNDS} rounds; the first one compiles hours and reads ladders and templates.\n")
    print("| agreement sheet | first, ms | then, ms | kB |")
    print("|---|---:|---:|---:|")
    for policy in Policy.objects.order_by("pk"):
        account = Account.objects.create(name=f"Client: {policy}")
        if not policy.is_without_contract:
            Contract.objects.create(account=account, policy=policy, from_date=dt.date(2020, 1, 1))
        _print_row(str(policy), partial(agreement_sheet, account, language="fr", at=timezone.now()))
    _measure_slips()


def _measure_slips() -> None:
    from bench._slips import signed_slips
    from interventions.paper import blank_paper, slip_paper

    print("\n| intervention slip | first, ms | then, ms | kB |")
    print("|---|---:|---:|---:|")
    for name, version in signed_slips():
        _print_row(name, partial(slip_paper, version, language="fr"))
    _print_row("empty form", partial(blank_paper, language="fr", at=version.frozen_at))


def _print_row(name: str, printed: Callable[[], bytes]) -> None:
    took, size = [], 0
    for _round in range(ROUNDS):
        start = time.perf_counter()
        size = len(printed())
        took.append((time.perf_counter() - start) * 1000)
    print(f"| {name} | {took[0]:.0f} | {median(took[1:]):.0f} | {size / 1000:.0f} |")


def main() -> None:
    """Lay down the default set-up in a throw-away database, then measure."""
    with tempfile.TemporaryDirectory(prefix="astreinte-bench-") as name:
        folder = Path(name)
        for command in (["migrate", "--verbosity=0"], ["seed"]):
            subprocess.run([sys.executable, "manage.py", *command], env=environment(folder), cwd=PROJECT, check=True)
        print(under_django(folder, "bench.pdf", "measure"))


if __name__ == "__main__":
    main()
