"""The parts of a mail (MIME), by where they lie in the file: only headers are ever held in memory.

The parser of the standard library keeps every line of a mail as an object of its own: 25 MB of short lines take
800 MB, and its attachments stand in memory encoded and decoded at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import BinaryIO

from mail.parsing.headers import FIELD, Headers
from mail.parsing.parameters import Parametrised

MOST_PARTS = 500
_DEEPEST = 30
_LONGEST_LINE = 65_536
_LARGEST_HEADER = 262_144
_CHUNK = 65_536
# RFC 2046 allows 70.
_LONGEST_BOUNDARY = 200
_GUESS = re.compile(rb"^--(-*[^\s-]\S{0,69})[ \t]*\r?$", re.MULTILINE)


@dataclass
class Part:
    """A part with its header. `start` and `end` are where its body lies in the file; children are parts of its own."""

    headers: Headers
    start: int
    end: int
    children: list[Part] = field(default_factory=list)

    @cached_property
    def content(self) -> Parametrised:
        return self.headers.parametrised("content-type")

    @cached_property
    def content_type(self) -> str:
        """The type in lower case; without a header, or with a broken one, it is text (RFC 2045)."""
        value = self.content.value.split()[0] if self.content.value else ""
        return value if re.fullmatch(r"[\w.+-]+/[\w.+-]+", value) else {"html": "text/html"}.get(value, "text/plain")

    @cached_property
    def disposition(self) -> Parametrised:
        return self.headers.parametrised("content-disposition")

    def walk(self) -> Iterator[Part]:
        yield self
        for child in self.children:
            yield from child.walk()


def read_structure(file: BinaryIO, start: int = 0, end: int | None = None) -> Part:
    """The mail between two places of the file. A boundary that is missing, or never comes, is guessed from the body."""
    return _Reader(file, end).read(start)


class _Reader:
    """One pass over the lines, with the multiparts that are open in `open`, the outermost first."""

    def __init__(self, file: BinaryIO, end: int | None) -> None:
        self.file = file
        self.end = file.seek(0, 2) if end is None else end
        self.open: list[tuple[bytes, Part]] = []
        self.parts = 0
        self.begun = 0

    def read(self, start: int) -> Part:
        self.file.seek(start)
        top = self._headed(is_top=True)
        self._read_body(self._opened(top))
        for part in list(top.walk()):
            self._guess_boundary(part)
        return top

    def _read_body(self, leaf: Part | None) -> None:
        """Read on to the end; `leaf` is the part that the next lines belong to."""
        for position, line, ending in self._marks():
            found = self._boundary(line)
            if found is None:
                continue
            level, is_last = found
            over = [part for _, part in self.open[level + 1 :]]
            del self.open[level + 1 :]
            for part in [leaf, *over] if leaf else over:
                part.end = max(position - ending, part.start)
            leaf = None
            if is_last:
                self.open.pop()[1].end = position
            elif self.parts < MOST_PARTS:
                child = self._headed()
                self.open[level][1].children.append(child)
                leaf = self._opened(child)

    def _opened(self, part: Part) -> Part | None:
        """None for a multipart, whose boundary is waited for; any other part itself."""
        boundary = part.content.parameters.get("boundary", "").strip()
        is_open = part.content_type.startswith("multipart/") and 0 < len(boundary.encode()) <= _LONGEST_BOUNDARY
        if not is_open or len(self.open) >= _DEEPEST:
            return part
        self.open.append((boundary.encode(), part))
        return None

    def _boundary(self, line: bytes) -> tuple[int, bool] | None:
        """Which open multipart goes on (its level, False) or is over (True), by a line; the innermost first."""
        bare = line[2:].rstrip()
        for level in range(len(self.open) - 1, -1, -1):
            boundary = self.open[level][0]
            if bare in (boundary, boundary + b"--"):
                return level, bare != boundary
        return None

    def _guess_boundary(self, part: Part) -> None:
        """A multipart whose boundary is not given, or wrong, is cut at the first line that looks like one."""
        if not part.content_type.startswith("multipart/") or part.children or self.parts >= MOST_PARTS:
            return
        self.file.seek(part.start)
        guess = _GUESS.search(self.file.read(min(8192, part.end - part.start)))
        if guess:
            whole_end, self.end = self.end, part.end
            self.open = [(guess[1], part)]
            self.file.seek(part.start)
            self._read_body(None)
            self.end = whole_end

    def _headed(self, *, is_top: bool = False) -> Part:
        """The header that begins here; it ends at an empty line, or where no field can begin."""
        lines: list[bytes] = []
        size = 0
        self.parts += 1
        while line := self._line(_LONGEST_LINE):
            if is_top and not lines:
                line = line.removeprefix(b"\xef\xbb\xbf")
                if not line.strip() or line.startswith((b"From ", b">From ")):
                    continue
            if not line.strip(b"\r\n"):
                break
            if not self._is_of_header(line, lines):
                self.file.seek(self.begun)
                break
            size += len(line)
            if size <= _LARGEST_HEADER:
                lines.append(line)
        return Part(Headers(lines), min(self.file.tell(), self.end), self.end)

    def _is_of_header(self, line: bytes, before: list[bytes]) -> bool:
        """A field, a folded line, or one that lost its fold: a field comes after it."""
        if FIELD.match(line):
            return True
        if line[:1] in b" \t" or not before:
            return bool(before)
        begun, here = self.begun, self.file.tell()
        is_followed = FIELD.match(self._line(_LONGEST_LINE)) is not None
        self.begun = begun
        self.file.seek(here)
        return is_followed

    def _line(self, longest: int) -> bytes:
        """The next line, of a very long one its beginning; `begun` is where it begins."""
        self.begun = self.file.tell()
        line = rest = self.file.readline(max(0, min(longest, self.end - self.begun)))
        while rest and not rest.endswith(b"\n"):
            rest = self.file.readline(max(0, min(longest, self.end - self.file.tell())))
        return line

    def _marks(self) -> Iterator[tuple[int, bytes, int]]:
        """Lines that may be boundaries: where each begins, the line, and the length of the line end before it.

        That line end belongs to the boundary. Where a header was read meanwhile, the search goes on after it.
        """
        position, is_start, before = self.file.tell(), True, 0
        while self.open and position < self.end:
            self.file.seek(position)
            chunk = self.file.read(min(_CHUNK, self.end - position))
            is_last = not chunk or position + len(chunk) >= self.end
            # What may begin a boundary at the end of a chunk is looked at again with the next one.
            following, next_start = position + len(chunk) - (0 if is_last else _LONGEST_BOUNDARY + 4), False
            for mark in self._pattern().finditer(chunk):
                begins = position + mark.start(2)
                if mark.start(2) == 0 and not is_start:
                    continue
                ending = before if mark.start(2) == 0 else len(mark[1])
                if mark.end() == len(chunk) and not is_last and mark.start(2) > 0:
                    following, next_start, before = begins, True, ending
                    break
                after = min(begins + len(mark[2]) + 1, self.end)
                self.file.seek(after)
                yield begins, mark[2], ending
                if self.file.tell() != after or not self.open:
                    following, next_start, before = self.file.tell(), True, 0
                    break
                if after >= following:
                    following, next_start, before = after, True, 1
            position, is_start = following, next_start

    def _pattern(self) -> re.Pattern[bytes]:
        boundaries = b"|".join(re.escape(boundary) for boundary, _ in self.open)
        return re.compile(rb"(\r?\n|\A)(--(?:" + boundaries + rb")[^\n]*)(?=\n|\Z)")
