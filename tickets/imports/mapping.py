"""How the columns and words of another system's export become ours; docs/import.md describes the TOML file."""

from __future__ import annotations

import codecs
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sla.choices import Priority
from tickets.choices import Kind, Source
from tickets.imports.failure import CannotImport

REQUIRED = ("number", "priority", "opened")
OPTIONAL = ("response", "resolved", "closed", "type", "queue", "source", "title", "description")


@dataclass(frozen=True)
class ExportMapping:
    """What to read from which column (`title` may join several), and what a word of theirs means here.

    An empty `date_format` is ISO 8601. Words that no table names are tried as our own.
    """

    columns: Mapping[str, tuple[str, ...]]
    priorities: Mapping[str, str] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)
    queues: Mapping[str, str] = field(default_factory=dict)
    date_format: str = ""
    delimiter: str = ","
    encoding: str = "utf-8-sig"

    def check_header(self, header: Collection[str]) -> None:
        """Raise CannotImport, naming the first column that the header lacks."""
        for name, columns in self.columns.items():
            for column in columns:
                if column not in header:
                    raise CannotImport(
                        _("The file has no column “%(column)s”, which should hold the field “%(field)s”.")
                        % {"column": column, "field": name}
                    )


# The incident log of the UCI repository (no. 498, DOI 10.24432/C57S4H) as cleaned for this project.
UCI = ExportMapping(
    columns={
        "number": ("number",),
        "priority": ("priority",),
        "opened": ("opened_at",),
        "response": ("first_left_new_at",),
        "resolved": ("resolved_at_filled",),
        "closed": ("closed_at",),
        "queue": ("assignment_group",),
        "source": ("contact_type",),
        "title": ("category", "subcategory"),
    },
    priorities={
        "1 - Critical": Priority.CRITICAL,
        "2 - High": Priority.HIGH,
        "3 - Moderate": Priority.MEDIUM,
        "4 - Low": Priority.LOW,
    },
    sources={
        "Phone": Source.PHONE,
        "IVR": Source.PHONE,
        "Email": Source.EMAIL,
        "Self service": Source.PORTAL,
        "Direct opening": Source.IMPORT,
    },
)
_MEANINGS: dict[str, Collection[str]] = {
    "priorities": Priority.values,
    "types": Kind.values,
    "sources": Source.values,
}


def load_mapping(path: Path) -> ExportMapping:
    """The mapping of a TOML file. Raises CannotImport with a sentence that names what is wrong in it."""
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CannotImport(_("The mapping %(path)s cannot be read: %(why)s.") % {"path": path, "why": error}) from error
    _refuse_unknown(document)
    columns = {name: _columns(name, value) for name, value in _table(document, "columns").items()}
    if missing := next((name for name in REQUIRED if name not in columns), None):
        raise CannotImport(_("The mapping names no column for “%(field)s” under [columns].") % {"field": missing})
    return ExportMapping(
        columns,
        priorities=_words(document, "priorities"),
        types=_words(document, "types"),
        sources=_words(document, "sources"),
        queues=_words(document, "queues"),
        **_file(document),
    )


def _refuse_unknown(document: Mapping[str, Any]) -> None:
    known = {"columns", "priorities", "types", "sources", "queues", "file"}
    for name in document:
        if name not in known:
            raise CannotImport(
                _("The mapping has a table [%(name)s]; known are: %(known)s.")
                % {"name": name, "known": ", ".join(sorted(known))}
            )


def _table(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = document.get(name, {})
    if not isinstance(table, dict):
        raise CannotImport(_("In the mapping, “%(name)s” must be a table: [%(name)s].") % {"name": name})
    return table


def _columns(name: str, value: object) -> tuple[str, ...]:
    if name not in REQUIRED + OPTIONAL:
        raise CannotImport(
            _("The mapping has a field “%(field)s” under [columns]; known are: %(known)s.")
            % {"field": name, "known": ", ".join(REQUIRED + OPTIONAL)}
        )
    columns = tuple(value) if isinstance(value, list) else (value,)
    if not columns or not all(isinstance(column, str) and column for column in columns):
        raise CannotImport(_("In the mapping, the field “%(field)s” must name its column.") % {"field": name})
    return columns


def _words(document: Mapping[str, Any], name: str) -> dict[str, str]:
    words = dict(_table(document, name))
    for word, meaning in words.items():
        if name in _MEANINGS and meaning not in _MEANINGS[name]:
            raise CannotImport(
                _("In the mapping, [%(table)s] gives “%(word)s” the meaning “%(meaning)s”; possible are: %(known)s.")
                % {"table": name, "word": word, "meaning": meaning, "known": ", ".join(_MEANINGS[name])}
            )
    return words


def _file(document: Mapping[str, Any]) -> dict[str, Any]:
    table = dict(_table(document, "file"))
    known = {"date_format", "delimiter", "encoding"}
    for name, value in table.items():
        if name not in known or not isinstance(value, str):
            raise CannotImport(
                _("In the mapping, [file] has “%(name)s”; known are: %(known)s, each a text.")
                % {"name": name, "known": ", ".join(sorted(known))}
            )
    if len(table.get("delimiter", ",")) != 1:
        raise CannotImport(_("In the mapping, the delimiter under [file] must be a single character."))
    _check_encoding(table.get("encoding", "utf-8"))
    return table


def _check_encoding(name: str) -> None:
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise CannotImport(_("In the mapping, the encoding “%(name)s” is unknown.") % {"name": name}) from error
