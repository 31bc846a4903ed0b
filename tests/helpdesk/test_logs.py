"""A log is one line a record, whatever was said."""

from __future__ import annotations

import logging
import sys

from helpdesk.logs import LineFormatter


def line(message: str, *arguments: object, exc_info: object = None, **extra: object) -> str:
    record = logging.getLogger("papers").makeRecord(
        "papers", logging.WARNING, "file.py", 1, message, arguments, exc_info, extra=extra
    )
    return LineFormatter().format(record)


def test_a_line_says_when_how_bad_who_and_what():
    said = line("paper of %s", "Léa", template="slip.typ")
    assert said.startswith("timestamp='20")
    assert said.endswith("level='warning' logger='papers' event='paper of Léa' template='slip.typ'")


def test_an_exception_stays_on_the_line():
    try:
        raise ValueError("two\nlines")
    except ValueError:
        said = line("broken", exc_info=sys.exc_info())
    assert "\n" not in said
    assert "ValueError: two\\nlines" in said
