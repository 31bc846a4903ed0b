"""The one channel that says that tickets changed: a counter in Valkey, moved once a change is committed.

Open pages ask for the counter again and again (`/live/`, answered before any database is asked), and for what
changed only once it moved. Without Valkey pages work as ever; they are just not told.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Sequence
from functools import cache
from typing import Any

import redis
from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django.utils.crypto import salted_hmac

from tickets.models import Event
from tickets.signals import tickets_changed

log = logging.getLogger(__name__)

COUNTER, CHANGED, BEGINNING = (f"astreinte:live:{name}" for name in ("counter", "changed", "beginning"))
# How many changed tickets are remembered. Who comes back later than that reads the list anew.
REMEMBERED = 2_000
TIMEOUT = 0.5
SILENCE = 5.0

# In one step, so that nobody sees the counter without the ticket. A counter that was lost with Valkey begins with
# the time, and so never counts what was counted before.
_BUMP = """
if redis.call('EXISTS', KEYS[1]) == 0 then
  local beginning = redis.call('TIME')[1] .. '000'
  redis.call('SET', KEYS[1], beginning)
  redis.call('SET', KEYS[3], beginning)
  redis.call('DEL', KEYS[2])
end
local stamp = redis.call('INCR', KEYS[1])
for place = 2, #ARGV do redis.call('ZADD', KEYS[2], stamp, ARGV[place]) end
local forgotten = redis.call('ZRANGE', KEYS[2], 0, -1 - ARGV[1], 'WITHSCORES')
if #forgotten > 0 then
  redis.call('SET', KEYS[3], forgotten[#forgotten])
  redis.call('ZREMRANGEBYRANK', KEYS[2], 0, -1 - ARGV[1])
end
return stamp
"""


class _Line:
    """The connection to Valkey. After a failure it is left alone for a while, so that no page waits for it."""

    def __init__(self) -> None:
        self._client = redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT, decode_responses=True
        )
        self._silent_until = 0.0
        self._lock = threading.Lock()

    def ask(self, command: str, *arguments: Any) -> Any:
        """The answer to a command; None while Valkey cannot be reached."""
        if time.monotonic() < self._silent_until:
            return None
        try:
            return self._client.execute_command(command, *arguments)  # type: ignore[no-untyped-call]
        except redis.RedisError:
            with self._lock:
                self._silent_until = time.monotonic() + SILENCE
            log.warning("Valkey does not answer: pages are not told of changes.", exc_info=True)
            return None


@cache
def line() -> _Line:
    """The connection of this process."""
    return _Line()


def stamp() -> str:
    """Where the counter stands, as a text that is compared and handed back, never read; "" without Valkey."""
    return str(line().ask("GET", COUNTER) or "")


def bump(*numbers: int) -> None:
    """The tickets with these numbers changed, and everybody may see it."""
    line().ask("EVAL", _BUMP, 3, COUNTER, CHANGED, BEGINNING, REMEMBERED, *numbers)


def changed_since(then: str) -> set[int] | None:
    """The numbers of the tickets that changed since a stamp; None where nobody remembers that far back."""
    if not then.isdecimal():
        return None
    beginning = line().ask("GET", BEGINNING)
    if beginning is None or int(then) < int(beginning):
        return None
    return {int(number) for number in line().ask("ZRANGEBYSCORE", CHANGED, f"({then}", "+inf") or ()}


def etag(then: str) -> str:
    """A stamp as the ETag of what depends on tickets alone; "" without Valkey. Tells nobody how much changes."""
    return f'"live-{salted_hmac("tickets.live", then).hexdigest()[:16]}"' if then else ""


@receiver(tickets_changed)
def tell_open_pages(events: Sequence[Event], **_arguments: Any) -> None:
    """Once the change is committed; one that is undone is told to nobody."""
    numbers = {event.ticket_id for event in events}
    transaction.on_commit(lambda: bump(*numbers), robust=True)
