"""Business time against its peers, on one core: `.venv/bin/python -m bench.engine` prints a Markdown table.

The peers are no part of the product: they are installed into `bench/.venv`, where this module runs itself.
Each figure is the median of seven rounds, in processor time. Every peer has the same hours (Monday to
Friday, 9:00-12:30 and 14:00-18:00, Paris, French public holidays) and the same starts, and its answers are
compared with ours.
"""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sla.engine import ServiceHours

HERE = Path(__file__).parent
PEERS = ("businesstimedelta==1.0.1", "pandas==3.1.1", "numpy==2.4.6", "holidays==0.109", "tzdata")
ROUNDS = 7
PARIS = ZoneInfo("Europe/Paris")
YEARS = range(2026, 2030)
SHORT, LONG = 1, 2_000  # hours
ENOUGH = 100_000  # questions a round, where they are fast


class Task(NamedTuple):
    """What is asked, how, and the questions of a round."""

    what: str
    ask: Callable[[Any], object]
    questions: Sequence[Any]


class Row(NamedTuple):
    """One line of the table: a subject, a question, answers a second, and how many of ours it agrees with."""

    who: str
    question: str
    rate: float
    agreement: str


def main() -> None:
    """Print the table, from the environment that has the peers."""
    home = HERE / ".venv"
    if Path(sys.prefix) == home.resolve():
        print_table()
        return
    install_peers(home)
    command = [str(home / "bin" / "python"), "-m", "bench.engine"]
    sys.exit(subprocess.run(command, cwd=HERE.parent, check=False).returncode)


def install_peers(home: Path) -> None:
    """Make `bench/.venv` with the peers, by uv if it is there."""
    python = str(home / "bin" / "python")
    if not Path(python).exists():
        venv.create(home, with_pip=not shutil.which("uv"))
    installer = ["uv", "pip", "install", "--python", python] if shutil.which("uv") else [python, "-m", "pip", "install"]
    subprocess.run([*installer, "--quiet", *PEERS], check=True)


def print_table() -> None:
    """Measure everything and print it as Markdown."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    starts = random_starts(ENOUGH)
    rows = [*measure_ours(starts), *measure_businesstimedelta(starts), *measure_pandas(starts)]
    print(f"Python {platform.python_version()}, one core of {processor()}, median of {ROUNDS} rounds.\n")
    print("| engine | question | answers a second | agrees with ours |")
    print("|---|---|---:|---:|")
    for row in rows:
        print(f"| {row.who} | {row.question} | {row.rate:,.0f} | {row.agreement} |")


def random_starts(count: int) -> list[datetime]:
    """Instants of the year 2026 to the second, in UTC as a database gives them; the same in every run."""
    chance = Random(2026)
    first = datetime(2026, 1, 1, tzinfo=UTC)
    return [first + timedelta(seconds=chance.randrange(365 * 86_400)) for _ in range(count)]


def french_holidays() -> dict[Any, str]:
    from holidays import country_holidays

    return dict(country_holidays("FR", years=YEARS))


def our_hours() -> ServiceHours:
    day = [("09:00", "12:30"), ("14:00", "18:00")]
    return ServiceHours("Europe/Paris", dict.fromkeys(range(5), day), closed=french_holidays())


def rates(tasks: Sequence[Task]) -> list[float]:
    """Questions answered in a second of processor time: the median round of each task.

    The tasks take turns, so that a busy machine slows none of them alone.
    """
    rounds = [[seconds(task) for task in tasks] for _ in range(ROUNDS)]
    return [len(task.questions) / median(column) for task, column in zip(tasks, zip(*rounds, strict=True), strict=True)]


def seconds(task: Task) -> float:
    begun = time.process_time()
    for question in task.questions:
        task.ask(question)
    return time.process_time() - begun


def measure_ours(starts: Sequence[datetime]) -> list[Row]:
    """`due_at` from UTC and from local time, and `elapsed`, over a short and a long promise; then `due_many`."""
    hours = our_hours()
    local = [start.astimezone(PARIS) for start in starts]
    tasks = []
    for amount in (SHORT, LONG):
        promise = timedelta(hours=amount)
        pairs = list(zip(starts, hours.due_many(starts, promise), strict=True))
        due_at = partial(hours.due_at, promise=promise)
        tasks += [
            Task(f"due_at, {amount:,} h", due_at, starts),
            Task(f"due_at, {amount:,} h, from Paris time", due_at, local),
            Task(f"elapsed, {amount:,} h", lambda pair: hours.elapsed(*pair), pairs),
        ]
    rows = [Row("**sla.engine**", task.what, speed, "") for task, speed in zip(tasks, rates(tasks), strict=True)]
    return rows + [measure_many(hours, starts, n) for n in (SHORT, LONG)]


def measure_many(hours: ServiceHours, starts: Sequence[datetime], amount: int) -> Row:
    """A million starts in one array."""
    import numpy as np

    instants = np.array([start.replace(tzinfo=None) for start in starts] * 10, "datetime64[us]")
    promises = np.full(instants.size, np.timedelta64(amount, "h"))
    task = Task(f"due_many, {amount:,} h, array", lambda batch: hours.due_many(batch, promises), [instants])
    return Row("**sla.engine**", task.what, rates([task])[0] * instants.size, "")


def measure_businesstimedelta(starts: Sequence[datetime]) -> list[Row]:
    """The library of that name, with its own rules for lunch and holidays."""
    import businesstimedelta as peer  # type: ignore[import-not-found]
    import pytz  # type: ignore[import-untyped]

    days, zone = [0, 1, 2, 3, 4], pytz.timezone("Europe/Paris")
    rules = peer.Rules(
        [
            peer.WorkDayRule(clock(9), clock(18), working_days=days, tz=zone),
            peer.LunchTimeRule(clock(12, 30), clock(14), working_days=days, tz=zone),
            peer.HolidayRule(french_holidays(), tz=zone),
        ]
    )
    rows = []
    for amount, count in ((SHORT, 200), (LONG, 2)):
        delta = peer.BusinessTimeDelta(rules, hours=amount)
        questions = [(start, start) for start in starts[:count]]
        rows.append(measure_peer("businesstimedelta", amount, questions, delta))
    return rows


def measure_pandas(starts: Sequence[datetime]) -> list[Row]:
    """CustomBusinessHour, which knows no time zone: it is given wall times of Paris."""
    import pandas as pd  # type: ignore[import-untyped]

    rows = []
    for amount, count in ((SHORT, 1_000), (LONG, 20)):
        offset = pd.offsets.CustomBusinessHour(
            n=amount, start=["09:00", "14:00"], end=["12:30", "18:00"], holidays=list(french_holidays())
        )
        questions = [(start, pd.Timestamp(start.astimezone(PARIS).replace(tzinfo=None))) for start in starts[:count]]
        rows.append(measure_peer("pandas CustomBusinessHour", amount, questions, offset))
    return rows


def measure_peer(who: str, amount: int, questions: Sequence[tuple[datetime, Any]], delta: Any) -> Row:
    """The rate of a peer, whose delta is added to its own form of each start, and how often it agrees with us."""
    hours, promise = our_hours(), timedelta(hours=amount)
    agreed = sum(is_same(peers + delta, hours.due_at(start, promise)) for start, peers in questions)
    task = Task(f"due, {amount:,} h", lambda question: question[1] + delta, questions)
    return Row(who, task.what, rates([task])[0], f"{agreed} of {len(questions)}")


def is_same(theirs: datetime, ours: datetime | None) -> bool:
    """Whether both mean one instant; a peer without time zones means wall time."""
    if ours is None or theirs.tzinfo is not None:
        return theirs == ours
    return theirs == ours.replace(tzinfo=None)


def clock(hour: int, minute: int = 0) -> wall_time:
    return wall_time(hour, minute)


def processor() -> str:
    """The name of the processor, where the system tells it."""
    info = Path("/proc/cpuinfo")
    names = [line for line in info.read_text().splitlines() if line.startswith("model name")] if info.exists() else []
    return names[0].split(":", 1)[1].strip() if names else platform.machine()


if __name__ == "__main__":
    main()
