"""Records of an export, each with its line; what cannot be read as a record is a reject, and the rest goes on."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from tickets.imports.failure import CannotImport

GZIP = b"\x1f\x8b"


@dataclass(frozen=True)
class Record:
    """One record of the file: the line it begins on (the header is line 1) and its fields by column."""

    line: int
    fields: dict[str, str]


@dataclass(frozen=True)
class Reject:
    """What was not imported: its line, why, and what stood there."""

    line: int
    reason: str
    fields: dict[str, str]


class Export:
    """The text of an export, packed by gzip or not.

    Raises CannotImport where the file cannot be opened, is empty or is not in the encoding.
    """

    def __init__(self, path: Path, delimiter: str = ",", encoding: str = "utf-8-sig") -> None:
        text = _decode(path, _read(path), encoding)
        self.lines = list(io.StringIO(text, newline=""))
        self.delimiter = delimiter
        self.header = self._header(path)

    def records(self) -> Iterator[Record | Reject]:
        """Every record below the header, in order. After one that is malformed it goes on with the next line."""
        line = self._body
        while line <= len(self.lines):
            line = yield from self._run(line)

    def _run(self, first: int) -> Generator[Record | Reject, None, int]:
        """Records from a line on, until the end or a malformed one; returns the line to go on with."""
        reader = csv.reader((self.lines[i] for i in range(first - 1, len(self.lines))), self.dialect, strict=True)
        line = first
        while True:
            try:
                values = next(reader)
            except StopIteration:
                return len(self.lines) + 1
            except csv.Error as error:
                reason = _("This line is no record: %(why)s.") % {"why": error}
                yield Reject(line, reason, {"": self.lines[line - 1].rstrip("\r\n")})
                return line + 1
            if values:
                yield self._record(line, values)
            line = first + reader.line_num

    def _record(self, line: int, values: list[str]) -> Record | Reject:
        fields = dict(zip(self.header, values, strict=False))
        if len(values) == len(self.header):
            return Record(line, fields)
        reason = _("This line has %(found)s fields where the header has %(expected)s.") % {
            "found": len(values),
            "expected": len(self.header),
        }
        return Reject(line, reason, fields | {"": self.delimiter.join(values[len(self.header) :])})

    def _header(self, path: Path) -> list[str]:
        reader = csv.reader(self.lines, self.dialect)
        try:
            header = [name.strip() for name in next(reader)]
        except (StopIteration, csv.Error) as error:
            raise CannotImport(_("%(path)s is empty: there is not even a header.") % {"path": path}) from error
        if not any(header):
            raise CannotImport(_("%(path)s does not begin with a header.") % {"path": path})
        self._body = reader.line_num + 1
        return header

    @property
    def dialect(self) -> type[csv.Dialect]:
        return type("Dialect", (csv.excel,), {"delimiter": self.delimiter})


def _read(path: Path) -> bytes:
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if data.startswith(GZIP) else data
    except OSError as error:
        why = error.strerror or error
        raise CannotImport(_("%(path)s cannot be read: %(why)s.") % {"path": path, "why": why}) from error
    except (EOFError, zlib.error) as error:
        raise CannotImport(_("%(path)s is damaged: its compressed data ends early.") % {"path": path}) from error


def _decode(path: Path, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise CannotImport(
            _("%(path)s is not in the encoding %(encoding)s: see line %(line)s. Name the right one in a mapping.")
            % {"path": path, "encoding": encoding.removesuffix("-sig").upper(), "line": line}
        ) from error
