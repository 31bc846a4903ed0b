"""Pages under four clients: `.venv/bin/python -m bench.pages` prints a table.

Everything runs on this machine as `make run` starts it: PostgreSQL, Valkey, two workers of gunicorn and one of Celery,
on 100,000 invented tickets; and the clients, which are processes with sessions and CSRF tokens of their own.
Processor time is that of all processes of the house together, so it says the same on a busy machine.
"""

from __future__ import annotations

import http.client
import itertools
import json
import multiprocessing
import os
import platform
import re
import threading
import time
import traceback
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from queue import Empty
from statistics import median, quantiles
from typing import Any
from urllib.parse import urlencode, urlsplit

from bench._stack import TICKETS, Stack, filled, running, settle, under_django
from bench._subjects import EMAIL, PASSWORD

CLIENTS = 4
ROUNDS = 3
SECONDS = 5.0
# For the slowest answer, and for whoever will never answer.
PATIENCE = 60.0
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass(frozen=True)
class Round:
    """One round of one page: seconds of each request, of all of them, and of the processors of the house."""

    times: list[float]
    wall: float
    cpu: float


class Browser:
    """One signed-in client on one connection that stays open."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.cookies: dict[str, str] = {}
        self.connect()

    def connect(self) -> None:
        """On a connection of this process."""
        self.connection = http.client.HTTPConnection(urlsplit(self.url).netloc, timeout=60)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, bytes]:
        """Send one request and read the whole answer."""
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urlencode({**form, "csrfmiddlewaretoken": self.cookies["csrftoken"]})
            headers |= FORM | {"Referer": f"{self.url}/"}
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.split(";", 1)[0].partition("=")
            self.cookies[name] = value
        return answer.status, answer.read()

    def sign_in(self) -> None:
        """By the form, as everybody."""
        status, page = self.ask("GET", "/accounts/login/")
        login = re.search(rb'name="login"', page)
        if status != 200 or not login:
            raise SystemExit(f"The sign-in page answers {status}.")
        status, _page = self.ask("POST", "/accounts/login/", {"login": EMAIL, "password": PASSWORD})
        if status != 302:
            raise SystemExit(f"Signing in answers {status}.")


def main() -> None:
    """Measure everything, and print it as Markdown."""
    with filled() as folder:
        print(under_django(folder, "bench.sweep", "measure"))
        with running(folder) as stack:
            told = json.loads(under_django(folder, "bench._subjects", "main").splitlines()[-1])
            settle(stack)
            rounds = measure(stack, told)
            print_table(rounds, told["statements"])
            print_memory(stack.memory())


def measure(stack: Stack, told: dict[str, dict[str, list[str]]]) -> dict[str, list[Round]]:
    """All rounds of every page; the pages take turns, so that a busy machine slows none of them alone."""
    kinds = [*told["pages"], "create"]
    found: dict[str, list[Round]] = {kind: [] for kind in kinds}
    # Once for all rounds: whoever signs in again and again is refused after a while.
    browsers = [Browser(stack.url) for _client in range(CLIENTS)]
    for browser in browsers:
        browser.sign_in()
    for number in range(ROUNDS + 1):
        for kind in kinds:
            one = one_round(stack, kind, told, browsers)
            if number:  # the first only warms up
                found[kind].append(one)
    return found


def one_round(stack: Stack, kind: str, told: dict[str, dict[str, list[str]]], browsers: list[Browser]) -> Round:
    """Four clients at once for some seconds."""
    context = multiprocessing.get_context("fork")
    queue, ready = context.Queue(), context.Barrier(CLIENTS + 1)
    clients = [
        context.Process(target=work, args=(browser, kind, told, number, ready, queue))
        for number, browser in enumerate(browsers)
    ]
    for client in clients:
        client.start()
    try:
        wait_for_all(ready)
        begun, cpu = time.perf_counter(), stack.cpu_seconds()
        times = [queue.get(timeout=SECONDS + PATIENCE) for _client in clients]
        wall, used = time.perf_counter() - begun, stack.cpu_seconds() - cpu
    except (threading.BrokenBarrierError, Empty):
        raise SystemExit(f"{kind}: a client gave up; its error stands above.") from None
    finally:
        for client in clients:
            client.join(timeout=1)
            client.kill()
    return Round(list(itertools.chain.from_iterable(times)), wall, used)


def wait_for_all(ready: Any) -> None:
    """Until every client and the one who measures are there; raises BrokenBarrierError where one will not come."""
    ready.wait(timeout=PATIENCE)


def work(
    browser: Browser, kind: str, told: dict[str, dict[str, list[str]]], number: int, ready: Any, queue: Any
) -> None:
    """One client: ask once, wait for the others, then ask again and again. Where one fails, nobody waits for it."""
    try:
        browser.connect()
        ask = _creating(browser, told["call"]) if kind == "create" else _reading(browser, told["pages"][kind], number)
        ask()
        wait_for_all(ready)
        times, until = [], time.perf_counter() + SECONDS
        while (begun := time.perf_counter()) < until:
            ask()
            times.append(time.perf_counter() - begun)
        queue.put(times)
    except BaseException:
        traceback.print_exc()
        ready.abort()
        raise SystemExit(1) from None


def _reading(browser: Browser, addresses: Sequence[str], number: int) -> Callable[[], None]:
    turn = itertools.cycle([*addresses[number:], *addresses[:number]])

    def ask() -> None:
        address = next(turn)
        status, _page = browser.ask("GET", address)
        if status != 200:
            raise SystemExit(f"{address} answers {status}.")

    return ask


def _creating(browser: Browser, call: object) -> Callable[[], None]:
    def ask() -> None:
        status, _page = browser.ask("POST", "/tickets/new/", {**call, "intake_key": str(uuid.uuid4())})  # type: ignore[dict-item]
        if status != 302:
            raise SystemExit(f"Creating answers {status}.")

    return ask


def print_table(rounds: dict[str, list[Round]], statements: dict[str, int]) -> None:
    """A line a page: medians over the rounds."""
    print(
        f"{TICKETS:,} tickets, {CLIENTS} clients, Python {platform.python_version()}, {os.cpu_count()} cores, median of"
        f" {ROUNDS} rounds; load average {os.getloadavg()[1]:.1f}, of which the clients and the house make about 3.\n"
    )
    print("| page | p50, ms | p95, ms | a second | processor a request, ms | statements |")
    print("|---|---:|---:|---:|---:|---:|")
    for kind, found in rounds.items():
        p50 = median(median(one.times) for one in found)
        p95 = median(quantiles(one.times, n=20)[18] for one in found)
        rate = median(len(one.times) / one.wall for one in found)
        cpu = median(one.cpu / len(one.times) for one in found)
        print(f"| {kind} | {p50 * 1000:.0f} | {p95 * 1000:.0f} | {rate:.0f} | {cpu * 1000:.1f} | {statements[kind]} |")


def print_memory(memory: dict[str, float]) -> None:
    """What all processes hold, after all that."""
    parts = ", ".join(f"{kind} {size:.0f}" for kind, size in sorted(memory.items(), key=lambda part: -part[1]))
    print(f"\nMemory (PSS, MiB): {sum(memory.values()):.0f} in all: {parts}.")


if __name__ == "__main__":
    main()
