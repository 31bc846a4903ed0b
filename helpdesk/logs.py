"""Logs as lines of key and value, the same for Django, Celery and our own."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Iterator

# What every record has, by the names of the standard library: all else is what somebody wanted to say besides.
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "request", "server_time"}


class LineFormatter(logging.Formatter):
    """One line a record: `timestamp='…' level='…' logger='…' event='…'`, then its extras."""

    def format(self, record: logging.LogRecord) -> str:
        return " ".join(f"{name}={value!r}" for name, value in self._values(record))

    def _values(self, record: logging.LogRecord) -> Iterator[tuple[str, object]]:
        yield "timestamp", dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="microseconds")
        yield "level", record.levelname.lower()
        yield "logger", record.name
        yield "event", record.getMessage()
        yield from ((name, value) for name, value in vars(record).items() if name not in _USUAL)
        if record.exc_info:
            yield "exception", self.formatException(record.exc_info)
