"""Lists as files for spreadsheets: CSV and XLSX, in the reader's language and zone. Nothing in them runs."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import get_language

from interventions.content import written_quantity
from tickets.spreadsheet import BYTE_ORDER_MARK, csv_lines, safe, separator_in

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cell = str | int | Decimal | dt.datetime | None
CSV, XLSX = "csv", "xlsx"
FORMATS = (CSV, XLSX)
CONTENT_TYPES = {
    CSV: "text/csv; charset=utf-8",
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# As wide as its widest cell, from this to that many characters.
NARROWEST, WIDEST = 8, 60


@dataclass(frozen=True)
class Table:
    """A sheet with its head. Instants are aware."""

    name: str
    heads: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def file_of(tables: dict[str, Callable[[], Table]], *, what: str, kind: str, name: str) -> HttpResponse:
    """As CSV the table `what`; as XLSX all of them, a sheet each."""
    content = csv_of(tables[what]()).encode() if kind == CSV else xlsx_of([table() for table in tables.values()])
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=CONTENT_TYPES[kind], headers=headers)


def csv_of(table: Table) -> str:
    """The head and a line a row."""
    lines = [list(table.heads), *([_text(cell) for cell in row] for row in table.rows)]
    return BYTE_ORDER_MARK + csv_lines(lines, separator_in(get_language() or "fr"))


def xlsx_of(tables: Iterable[Table]) -> bytes:
    """A workbook: text stays text whatever it begins with, and addresses are no links."""
    # Fourteen megabytes that a process which exports nothing never needs.
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        head = book.add_format({"bold": True, "bottom": 1})
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for table in tables:
            _fill_in(book.add_worksheet(table.name[:31]), table, head, instant)
    return file.getvalue()


def _fill_in(sheet: Worksheet, table: Table, head: object, instant: object) -> None:
    sheet.freeze_panes(1, 0)
    widths = [len(label) for label in table.heads]
    for column, label in enumerate(table.heads):
        sheet.write_string(0, column, label, head)
    for line, row in enumerate(table.rows, 1):
        for column, cell in enumerate(row):
            _write(sheet, line, column, cell, instant)
            widths[column] = max(widths[column], len(_text(cell)))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width + 1, NARROWEST), WIDEST))


def _write(sheet: Worksheet, line: int, column: int, cell: Cell, instant: object) -> None:
    if isinstance(cell, dt.datetime):
        sheet.write_datetime(line, column, timezone.localtime(cell).replace(tzinfo=None), instant)
    elif isinstance(cell, int | Decimal):
        sheet.write_number(line, column, cell)
    elif cell:
        sheet.write_string(line, column, cell)


def _text(cell: Cell) -> str:
    """A cell of CSV. Instants as spreadsheets of all languages read them: 2026-10-12 14:15."""
    if isinstance(cell, dt.datetime):
        return timezone.localtime(cell).strftime("%Y-%m-%d %H:%M")
    if isinstance(cell, Decimal):
        return written_quantity(cell).replace(".", str(get_format("DECIMAL_SEPARATOR")))
    return str(cell) if isinstance(cell, int) else safe(cell or "")
