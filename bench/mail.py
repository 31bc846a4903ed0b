"""Mail that comes in: `.venv/bin/python -m bench.mail` prints how many a second one worker takes, and what a large one
needs of memory.

The mails are requests of the invented clients and their answers: text and HTML with a quote, a picture and a PDF. Each
is stored on the disk and in the database, then read, decided and done, as the worker does it. The large one has 25 MB
as it travels.
"""

from __future__ import annotations

import datetime as dt
import io
import os
import platform
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from email import policy
from email.message import EmailMessage
from pathlib import Path
from random import Random
from typing import Any

from bench._stack import TICKETS, filled, under_django

REQUESTS, ANSWERS = 700, 300
PICTURE, DOCUMENT = 60_000, 20_000
# As base64 in lines, with the headers.
LARGE = 18_490_000
# As `make run` starts it.
WORKER_THREADS = 2
GOAL_A_SECOND, GOAL_MEGABYTES = 25, 200
_TEXT = "Bonjour,\n\nl’écran de l’accueil reste noir depuis ce matin, malgré deux redémarrages.\n\nCordialement\n"
_QUOTE = "\nLe lun. 12 oct. 2026 à 10:25, Astreinte <support@example.org> a écrit :\n"
_QUOTED = [f"Ligne {line} de ce qui a été écrit avant." for line in range(40)]


def letter(sender: str, key: str, *, thread: str = "", attached: int = DOCUMENT) -> bytes:
    """A mail as it travels: a request, or in a `thread` an answer."""
    chance = Random(key)
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Nadia <{sender}>", "support@example.org"
    mail["Subject"], mail["Message-ID"] = f"Écran noir au poste {key}", f"<{key}.{time.time_ns()}@client.example.org>"
    quote, quoted_html = "", ""
    if thread:
        mail["References"] = thread
        quote = _QUOTE + "".join(f"> {line}\n" for line in _QUOTED)
        quoted_html = f"<blockquote>{'<br>'.join(_QUOTED)}</blockquote>"
    mail.set_content(_TEXT + quote)
    paragraphs = "".join(f"<p>{paragraph}</p>" for paragraph in _TEXT.split("\n\n"))
    mail.add_alternative(paragraphs + quoted_html, subtype="html")
    mail.add_attachment(chance.randbytes(PICTURE), maintype="image", subtype="jpeg", filename="écran.jpg")
    mail.add_attachment(chance.randbytes(attached), maintype="application", subtype="pdf", filename="devis.pdf")
    return mail.as_bytes(policy=policy.SMTP)


def speed() -> None:
    """Print a Markdown table; called with the settings of the filled database."""
    import django

    django.setup()
    from mail.actions.handle import handle_mail
    from mail.actions.store import store_mail
    from mail.models import InboundMail
    from tickets.identifiers import thread_id

    mailbox = _mailbox()

    def take(raw: bytes) -> InboundMail:
        at = dt.datetime.now(dt.UTC)
        mail = store_mail(raw=io.BytesIO(raw), purpose=mailbox.purpose, mailbox=mailbox, at=at)
        return handle_mail(mail=mail, at=at)

    def measured(threads: int, name: str) -> tuple[float, float, Counter[str]]:
        requests = [letter(next(senders), f"{name}-{number}") for number in range(REQUESTS)]
        opened, wall, cpu = _worked(take, requests, threads)
        threaded = [(mail.sender, thread_id(mail.ticket_id or 0)) for mail in opened[:ANSWERS]]
        answers = [
            letter(sender, f"{name}-re-{number}", thread=thread) for number, (sender, thread) in enumerate(threaded)
        ]
        appended, more_wall, more_cpu = _worked(take, answers, threads)
        return wall + more_wall, cpu + more_cpu, Counter(mail.outcome for mail in [*opened, *appended])

    senders, count = _senders(), REQUESTS + ANSWERS
    take(letter(next(senders), "first"))  # the first compiles the hours and loads what reads mails
    print(f"{count:,} mails with two files a line, beside {TICKETS:,} tickets.\n")
    print("| threads of one worker | became of them | mails a second | processor of Python a mail, ms | goal |")
    print("|---:|---|---:|---:|---|")
    for threads in (1, WORKER_THREADS):
        wall, cpu, outcomes = measured(threads, f"{threads}")
        told = ", ".join(f"{number} {outcome}" for outcome, number in sorted(outcomes.items()))
        print(f"| {threads} | {told} | {count / wall:.1f} | {cpu / count * 1000:.1f} | {GOAL_A_SECOND} a second |")


def _worked(take: Callable[[bytes], Any], raws: list[bytes], threads: int) -> tuple[list[Any], float, float]:
    """What became of each mail, and the seconds of the clock and of the processor that all of them took."""
    from django.db import connection

    def last() -> None:
        connection.close()

    start, cpu = time.perf_counter(), time.process_time()
    with ThreadPoolExecutor(threads) as pool:
        done = list(pool.map(take, raws))
        wall, cpu = time.perf_counter() - start, time.process_time() - cpu
        for _thread in range(threads):
            pool.submit(last)
    return done, wall, cpu


def _mailbox() -> Any:
    """Where the mails came from."""
    from mail.choices import Purpose
    from mail.models import Mailbox
    from tickets.models import Queue

    made = {"purpose": Purpose.HELPDESK, "queue": Queue.objects.first(), "host": "127.0.0.1", "is_active": False}
    return Mailbox.objects.get_or_create(address="support@example.org", defaults=made)[0]


def memory() -> None:
    """Print a Markdown table: the most that this process has held; the large mail lies in the folder."""
    import django

    django.setup()
    from django.conf import settings

    from mail.actions.handle import handle_mail
    from mail.actions.store import store_mail
    from mail.choices import Purpose

    def take(path: Path) -> tuple[str, float]:
        Path("/proc/self/clear_refs").write_text("5")  # forget the most that was held so far
        at = dt.datetime.now(dt.UTC)
        with path.open("rb") as raw:
            handled = handle_mail(mail=store_mail(raw=raw, purpose=Purpose.HELPDESK, at=at), at=at)
        return handled.outcome, _most_held()

    sender = next(_senders())
    small, large = (settings.DATA_DIR / name for name in ("small.eml", "large.eml"))
    small.write_bytes(letter(sender, "small"))
    _make_apart(large, sender)
    print("\n| mail | outcome | most memory of the process, MB | goal |")
    print("|---|---|---:|---|")
    for path in (small, large):
        outcome, most = take(path)
        print(f"| {path.stat().st_size / 1e6:.1f} MB | {outcome} | {most:.0f} | less than {GOAL_MEGABYTES} |")
        path.unlink()


def _senders() -> Iterator[str]:
    """Contacts of the invented clients, in any order: who writes too much in an hour is not answered."""
    from tickets.models import Contact

    contacts = Contact.objects.exclude(email="").filter(accounts__isnull=False).order_by("?")
    addresses = list(dict.fromkeys(contacts.values_list("email", flat=True)))
    number = 0
    while True:
        yield addresses[number % len(addresses)]
        number += 1


def _make_apart(path: Path, sender: str) -> None:
    """In another process, so that making it is not counted."""
    if not (child := os.fork()):
        path.write_bytes(letter(sender, "large", attached=LARGE))
        os._exit(0)
    os.waitpid(child, 0)


def _most_held() -> float:
    """MB; VmHWM of Linux is in KiB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024 / 1e6


def main() -> None:
    """Fill a database if there is none, then measure."""
    load = os.getloadavg()[0]
    print(f"Python {platform.python_version()}, one process; load average of the machine before: {load:.1f}.\n")
    with filled() as folder:
        print(under_django(folder, "bench.mail", "speed"))
        print(under_django(folder, "bench.mail", "memory"))


if __name__ == "__main__":
    main()
