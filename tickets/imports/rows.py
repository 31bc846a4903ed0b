"""From a record of an export to the history of a ticket."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from sla.choices import Priority
from tickets.actions.import_history import History
from tickets.choices import Kind, Source
from tickets.imports.mapping import ExportMapping
from tickets.models import Queue, Ticket

NUMBER_LENGTH = Ticket._meta.get_field("external_number").max_length or 0
TITLE_LENGTH = Ticket._meta.get_field("title").max_length or 0


class BadRow(Exception):
    """This record cannot become a ticket; `str()` is one sentence that names the field."""


class Instant(NamedTuple):
    """A wall time as an instant; `earliest` and `latest` differ where the clocks were changed."""

    at: dt.datetime
    earliest: dt.datetime
    latest: dt.datetime


@dataclass(frozen=True)
class RowReader:
    """Reads records. `now` bounds what can have happened; queues go by name, the first one takes the others."""

    mapping: ExportMapping
    zone: ZoneInfo
    queues: Mapping[str, Queue]
    now: dt.datetime

    def history(self, fields: Mapping[str, str]) -> History:
        """The history that a record tells. Raises BadRow."""
        number = self._number(fields)
        opened = self._instant(fields, "opened", required=True)
        response, resolved, closed = (self._instant(fields, name) for name in ("response", "resolved", "closed"))
        resolved = resolved or closed
        _check_order([("opened", opened), ("resolved", resolved), ("closed", closed)])
        assert opened is not None
        resolved_at = _not_before(resolved, opened.at)
        group = self._text(fields, "queue")
        return History(
            external_number=number,
            title=self._title(fields, number),
            description=self._text(fields, "description"),
            priority=self._word(fields, "priority", self.mapping.priorities, Priority.values),
            kind=self._word(fields, "type", self.mapping.types, Kind.values, Kind.INCIDENT),
            source=self._word(fields, "source", self.mapping.sources, Source.values, Source.IMPORT),
            queue=self._queue(group),
            group=group,
            opened_at=opened.at,
            responded_at=_not_before(response, opened.at),
            resolved_at=resolved_at,
            closed_at=_not_before(closed, resolved_at or opened.at),
        )

    def _text(self, fields: Mapping[str, str], name: str) -> str:
        text = " · ".join(filter(None, (fields[column].strip() for column in self.mapping.columns.get(name, ()))))
        if "\0" in text:
            raise BadRow(_("The field “%(field)s” contains a NUL character.") % {"field": name})
        return text

    def _number(self, fields: Mapping[str, str]) -> str:
        number = self._text(fields, "number")
        if not number:
            raise BadRow(_("The field “number” is empty."))
        if len(number) > NUMBER_LENGTH:
            raise BadRow(_("The field “number” is longer than %(length)s characters.") % {"length": NUMBER_LENGTH})
        return number

    def _title(self, fields: Mapping[str, str], number: str) -> str:
        title = self._text(fields, "title")
        return (title if len(title) >= 3 else f"{number} {title}".strip().ljust(3, "."))[:TITLE_LENGTH]

    def _word(
        self, fields: Mapping[str, str], name: str, table: Mapping[str, str], ours: list[str], default: str = ""
    ) -> str:
        word = self._text(fields, name)
        if not word and not default:
            raise BadRow(_("The field “%(field)s” is empty.") % {"field": name})
        meaning = table.get(word) or (word.lower() if word else default)
        if meaning not in ours:
            raise BadRow(
                _("The field “%(field)s” is “%(word)s”, which the mapping does not know.")
                % {"field": name, "word": word}
            )
        return meaning

    def _queue(self, group: str) -> Queue:
        first = next(iter(self.queues.values()))
        return self.queues.get(self.mapping.queues.get(group, group), first)

    def _instant(self, fields: Mapping[str, str], name: str, required: bool = False) -> Instant | None:
        text = self._text(fields, name)
        if not text and not required:
            return None
        if not text:
            raise BadRow(_("The field “%(field)s” is empty.") % {"field": name})
        instant = self._localized(name, text)
        if instant.at > self.now:
            raise BadRow(_("The field “%(field)s” lies in the future: %(text)s.") % {"field": name, "text": text})
        return instant

    def _localized(self, name: str, text: str) -> Instant:
        """A wall time that the clocks skip is shifted forward, one that comes twice is the first (PEP 495)."""
        form = self.mapping.date_format
        try:
            wall = dt.datetime.strptime(text, form) if form else dt.datetime.fromisoformat(text)  # noqa: DTZ007
            first, second = (self._aware(wall, fold).astimezone(dt.UTC) for fold in (0, 1))
        except (ValueError, OverflowError) as error:
            raise BadRow(
                _("The field “%(field)s” is no date and time in the form %(form)s: %(text)s.")
                % {"field": name, "form": form or "YYYY-MM-DDTHH:MM", "text": text}
            ) from error
        return Instant(first, min(first, second), max(first, second))

    def _aware(self, wall: dt.datetime, fold: int) -> dt.datetime:
        return wall if wall.tzinfo else wall.replace(tzinfo=self.zone, fold=fold)


def _check_order(fields: list[tuple[str, Instant | None]]) -> None:
    known = [(name, instant) for name, instant in fields if instant is not None]
    for (before, first), (after, then) in zip(known, known[1:], strict=False):
        if then.latest < first.earliest:
            raise BadRow(_("The field “%(after)s” lies before “%(before)s”.") % {"after": after, "before": before})


def _not_before(instant: Instant | None, at: dt.datetime) -> dt.datetime | None:
    """Answered before it was filed is answered at once; so is what the change of the clocks alone turned round."""
    return None if instant is None else max(instant.at, at)
