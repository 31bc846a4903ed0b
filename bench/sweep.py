"""The sweep of 50,000 open tickets: `.venv/bin/python -m bench.sweep` prints how long it takes.

Each round escalates the next hundred alarms, for good and committed, at the instant of the last of them.
"""

from __future__ import annotations

import datetime as dt
import time
from statistics import median

from bench._stack import filled, under_django

ROUNDS = 9
AT_ONCE = 100


def measure() -> None:
    """Print a Markdown table; called with the settings of the filled database."""
    import django

    django.setup()
    from escalation.actions.sweep import sweep
    from escalation.models import Alarm
    from tickets.choices import OPEN_STATUSES
    from tickets.models import Ticket

    def seconds(at: dt.datetime) -> tuple[float, float, int]:
        wall, cpu = time.perf_counter(), time.process_time()
        fired = len(sweep(at=at).fired)
        return time.perf_counter() - wall, time.process_time() - cpu, fired

    def due_next() -> list[dt.datetime]:
        return list(Alarm.objects.order_by("at", "pk").values_list("at", flat=True)[:AT_ONCE])

    seconds(due_next()[-1])  # the first compiles the hours and reads the ladders
    busy = [seconds(due_next()[-1]) for _round in range(ROUNDS)]
    idle = [seconds(due_next()[0] - dt.timedelta(seconds=1)) for _round in range(ROUNDS)]
    print(f"{Ticket.objects.filter(status__in=OPEN_STATUSES).count():,} open tickets, median of {ROUNDS} rounds.\n")
    print("| sweep | wall, ms | processor of Python, ms | escalations |")
    print("|---|---:|---:|---:|")
    for name, rounds in ((f"{AT_ONCE} alarms due", busy), ("none due", idle)):
        wall, cpu, fired = (median(column) for column in zip(*rounds, strict=True))
        print(f"| {name} | {wall * 1000:.1f} | {cpu * 1000:.1f} | {fired:.0f} |")


def main() -> None:
    """Fill a database if there is none, then measure."""
    with filled() as folder:
        print(under_django(folder, "bench.sweep", "measure"))


if __name__ == "__main__":
    main()
