"""What open pages cost: conditional polling against server-sent events, under gunicorn as we run it.

`.venv/bin/python manage.py shell -c "from bench.live import main; main()"` prints a Markdown table. The product
is served twice by gunicorn (gthread, 2 workers of 8 threads), once with pages that poll `/live/` every 4 seconds, once
with pages that hold a stream of events from Valkey's publish and subscribe. Meanwhile 4 clients read the list.
"""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

PAGES = (0, 50, 200)
CLIENTS = 4
EVERY = 4.0
SECONDS = 12.0
PATIENCE = 5.0
CHANNEL = "astreinte:bench:live"
STREAM = "/bench/stream/"


class Row(NamedTuple):
    """One line of the table."""

    way: str
    pages: int
    served: float
    median: float
    failed: int
    latency: float
    memory: float


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """The product, and beside it the stream of events that it might have had."""
    if environ["PATH_INFO"] == STREAM:
        start_response("200 OK", [("Content-Type", "text/event-stream"), ("Cache-Control", "no-store")])
        return _stream()
    from helpdesk.wsgi import application as product

    answer: Iterable[bytes] = product(environ, start_response)
    return answer


def _stream() -> Iterator[bytes]:
    import redis

    line = redis.Redis.from_url(os.environ["REDIS_URL"]).pubsub()
    line.subscribe(CHANNEL)
    yield b": here\n\n"
    while True:
        heard = line.get_message(ignore_subscribe_messages=True, timeout=1.0)
        yield b"data: changed\n\n" if heard else b": still here\n\n"


def main() -> None:
    """Measure both ways with each number of open pages."""
    print("| way | open pages | lists a second | p50 of a list | failed | a change is seen after | memory |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for way in ("polling", "events"):
        for pages in PAGES:
            row = measure(way, pages)
            print(
                f"| {row.way} | {row.pages} | {row.served:.1f} | {row.median * 1000:,.0f} ms | {row.failed} "
                f"| {f'{row.latency:.1f} s' if row.latency else '–'} | {row.memory:.0f} MiB |",
                flush=True,
            )


def measure(way: str, pages: int) -> Row:
    """Some seconds of 4 clients beside so many open pages."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "bench.live:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--workers", "2", "--threads", "8", "--log-level", "error"]
    server = subprocess.Popen(command, env={**os.environ, "HTTPS": "0"})
    try:
        _wait_for(port)
        return _measured(way, pages, port, _session(), server.pid)
    finally:
        server.terminate()
        server.wait()


def _measured(way: str, pages: int, port: int, session: str, server: int) -> Row:
    over = threading.Event()
    for _ in range(CLIENTS):
        # Templates and calendars are read once a worker.
        _get(port, "/tickets/", session, patience=60)
    seen: list[float] = []
    keep = _poll if way == "polling" else _listen
    for number in range(pages):
        threading.Thread(target=keep, args=(port, session, over, seen, number / max(pages, 1)), daemon=True).start()
    time.sleep(EVERY + 1 if pages else 0)
    taken: list[float] = []
    failed: list[str] = []
    clients = [threading.Thread(target=_read, args=(port, session, over, taken, failed)) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    time.sleep(SECONDS / 2)
    seen.clear()
    changed_at = time.monotonic()
    _change()
    time.sleep(SECONDS / 2)
    waits = [at - changed_at for at in seen if at > changed_at]
    memory = _memory(server)
    over.set()
    for client in clients:
        client.join()
    median = statistics.median(taken) if taken else 0.0
    return Row(way, pages, len(taken) / SECONDS, median, len(failed), max(waits, default=0.0), memory)


def _read(port: int, session: str, over: threading.Event, taken: list[float], failed: list[str]) -> None:
    while not over.is_set():
        began = time.monotonic()
        try:
            status, _headers = _get(port, "/tickets/", session)
        except OSError as error:
            failed.append(str(error))
        else:
            taken.append(time.monotonic() - began) if status == 200 else failed.append(str(status))


def _poll(port: int, session: str, over: threading.Event, seen: list[float], phase: float) -> None:
    over.wait(phase * EVERY)
    etag = ""
    while not over.is_set():
        try:
            status, headers = _get(port, "/live/", session, {"If-None-Match": etag} if etag else {})
        except OSError:
            status = 0
        if status == 204:
            if etag:
                seen.append(time.monotonic())
            etag = headers.get("ETag", "")
        over.wait(EVERY)


def _listen(port: int, session: str, over: threading.Event, seen: list[float], phase: float) -> None:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS * 3)
    try:
        line.request("GET", STREAM)
        answer = line.getresponse()
        while not over.is_set():
            if answer.readline().startswith(b"data:"):
                seen.append(time.monotonic())
    except OSError:
        return


def _get(
    port: int, path: str, session: str, headers: dict[str, str] | None = None, patience: float = PATIENCE
) -> tuple[int, Any]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        line.request("GET", path, headers={"Cookie": f"sessionid={session}", **(headers or {})})
        answer = line.getresponse()
        answer.read()
        return answer.status, answer.headers
    finally:
        line.close()


def _change() -> None:
    import redis

    from tickets import live

    live.bump(1)
    redis.Redis.from_url(os.environ["REDIS_URL"]).publish(CHANNEL, "changed")


def _session() -> str:
    from django.test import Client

    from tickets.models import User

    client = Client()
    client.force_login(User.objects.filter(roles__contains=["operator"]).earliest("pk"))
    return str(client.cookies["sessionid"].value)


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            return _get(port, "/health/", "") and None
        except OSError:
            time.sleep(0.2)
    raise SystemExit("gunicorn does not answer")


def _memory(server: int) -> float:
    """Of gunicorn and its workers, shared pages divided among them, in MiB."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    total = 0
    for process in [str(server), *children]:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        total += next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024
