"""An export as histories and rejects: every line becomes one or the other."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from tickets.actions.import_history import History
from tickets.imports.reader import Record, Reject
from tickets.imports.rows import BadRow, RowReader


def read_histories(records: Iterable[Record | Reject], reader: RowReader) -> tuple[list[History], list[Reject]]:
    """Histories in the order of the file, and what is wrong with the other lines."""
    histories: list[History] = []
    rejects: list[Reject] = []
    lines: dict[str, int] = {}
    for record in records:
        if isinstance(record, Reject):
            rejects.append(record)
            continue
        try:
            history = reader.history(record.fields)
            _refuse_twice(history.external_number, record.line, lines)
            histories.append(history)
        except BadRow as error:
            rejects.append(Reject(record.line, str(error), record.fields))
    return histories, rejects


def _refuse_twice(number: str, line: int, lines: dict[str, int]) -> None:
    first = lines.setdefault(number, line)
    if first != line:
        raise BadRow(_("The number %(number)s stands on line %(line)s already.") % {"number": number, "line": first})
