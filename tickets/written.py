"""New rows, written by statements that are put together once a process; rows of several tables in one round trip.

As `bulk_create`, for what every new ticket writes: Django takes longer to put such a statement together than
PostgreSQL takes to carry it out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Field, Model

OR_NOTHING = "ON CONFLICT DO NOTHING"


class _Table(NamedTuple):
    fields: tuple[Field[Any, Any], ...]
    beginning: str
    places: str


@cache
def _table(model: type[Model]) -> _Table:
    fields = tuple(field for field in model._meta.concrete_fields if field is not model._meta.auto_field)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    places = ", ".join(map(_place, fields))
    return _Table(fields, f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES', f"({places})")


def _place(field: Field[Any, Any]) -> str:
    """Where a value goes; PostgreSQL would take an array for one of texts."""
    return f"%s::{field.db_type(connection)}" if hasattr(field, "get_placeholder") else "%s"


def write_keyed(rows: Sequence[Model]) -> None:
    """Write new rows of one table, which get their keys."""
    if not rows:
        return
    key = rows[0]._meta.pk.column
    with connection.cursor() as cursor:
        cursor.execute(f'{_statement(rows)} RETURNING "{key}"', list(_values(rows)))
        for row, (found,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk, row._state.adding = found, False


def write(*lots: Sequence[Model], ending: str = "") -> None:
    """Write new rows, of one table each lot, in one round trip; they get no keys. `ending` ends each INSERT."""
    lots = tuple(lot for lot in lots if lot)
    if lots:
        statement = "; ".join(f"{_statement(lot)} {ending}" for lot in lots)
        with connection.cursor() as cursor:
            cursor.execute(statement, [value for lot in lots for value in _values(lot)])


def _statement(rows: Sequence[Model]) -> str:
    table = _table(type(rows[0]))
    return f"{table.beginning} {', '.join([table.places] * len(rows))}"


def _values(rows: Sequence[Model]) -> Iterator[Any]:
    fields = _table(type(rows[0])).fields
    for row in rows:
        # What they point to may have been written after it was named.
        row._prepare_related_fields_for_save("write")  # type: ignore[attr-defined]
        for field in fields:
            yield field.get_db_prep_save(field.pre_save(row, add=True), connection)
