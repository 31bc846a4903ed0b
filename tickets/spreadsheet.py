"""Lines of CSV as spreadsheets read them: in the reader's language, and nothing in them runs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

# Without it Excel takes the file for one of before Unicode.
BYTE_ORDER_MARK = "\ufeff"
# A spreadsheet would take what begins like this for a formula, and run it.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(DANGEROUS) else text


def separator_in(language: str) -> str:
    """French spreadsheets expect semicolons: their commas are in numbers."""
    return ";" if language.startswith("fr") else ","


def csv_lines(rows: Iterable[Iterable[str]], separator: str) -> str:
    """The rows as they stand in a file."""
    written = io.StringIO()
    csv.writer(written, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return written.getvalue()
