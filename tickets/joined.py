"""Rows of joined tables, read by a statement whose columns are written once a process.

As `select_related`, for what every new ticket and every page asks: Django takes ten times as long to put such a
statement together as PostgreSQL takes to answer it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model
from django.db.models.base import ModelState

Row = TypeVar("Row", bound=Model)


class Joined(Generic[Row]):
    """The rows of `model`, each with the rows that `relations` lead to: foreign keys, and one-to-ones from the other
    end, as "policy__calendar", with all on the way. In a statement, a table is called as its relation, and that of
    `model` is called `it`.

    Of a relation in `only`, these columns are read beside its key. `also` are expressions: what each gives stands under
    its name in the row.
    """

    def __init__(
        self,
        model: type[Row],
        *relations: str,
        only: Mapping[str, Collection[str]] | None = None,
        also: Mapping[str, str] | None = None,
    ) -> None:
        self._model, self._relations = model, relations
        self._only, self._also = only or {}, also or {}

    def first(self, ending: str, asked: Mapping[str, Any]) -> Row | None:
        """The first of `rows`."""
        return next(self._read(ending, asked), None)

    def one(self, ending: str, asked: Mapping[str, Any]) -> Row:
        """The first of `rows`; raises the model's DoesNotExist where there is none."""
        row = self.first(ending, asked)
        if row is None:
            raise self._model.DoesNotExist(f"There is no {self._model.__name__} {dict(asked)}.")  # type: ignore[attr-defined]
        return row

    def rows(self, ending: str, asked: Mapping[str, Any]) -> list[Row]:
        """Those that `ending` names: WHERE and what follows it, with `%(name)s` for each value in `asked`."""
        return list(self._read(ending, asked))

    def _read(self, ending: str, asked: Mapping[str, Any]) -> Iterator[Row]:
        with connection.cursor() as cursor:
            cursor.execute(f"{self._beginning} {ending}", asked)
            found = cursor.fetchall()
        return (self._row(iter(values)) for values in found)

    def _row(self, values: Iterator[Any]) -> Row:
        row: Row = self._tables.row(values)
        for name in self._also:
            setattr(row, name, next(values))
        return row

    @cached_property
    def _tables(self) -> _Table:
        return self._with_relations(_Table("it", self._model))

    def named(self, name: str) -> _Table:
        """As one of several tables in a statement that gives the key under the same name."""
        table, key = self._model._meta.db_table, self._model._meta.pk.column
        return self._with_relations(
            _Table(name, self._model, f'LEFT JOIN "{table}" "{name}" ON "{name}"."{key}" = %({name})s')
        )

    def _with_relations(self, table: _Table) -> _Table:
        for relation in self._relations:
            end = table
            for step in relation.split("__"):
                end = end.joined(step)
            if relation in self._only:
                end.show_only(self._only[relation])
        return table

    @cached_property
    def _beginning(self) -> str:
        tables = list(self._tables.all())
        columns = ", ".join([*_columns(tables), *self._also.values()])
        return f"SELECT {columns} FROM {_sources(tables)}"


class Together:
    """Rows of several tables, each named by its key, read by one statement that is written once a process."""

    def __init__(self, **named: Joined[Any]) -> None:
        self._named = named

    def read(self, keys: Mapping[str, int | None]) -> dict[str, Any]:
        """The row of each name whose key is among `keys`; None where there is none."""
        asked = {name: keys.get(name) for name in self._named}
        with connection.cursor() as cursor:
            cursor.execute(self._statement, asked)
            values = iter(cursor.fetchone())
        return {name: table.row(values) for name, table in self._tables.items()}

    @cached_property
    def _tables(self) -> dict[str, _Table]:
        return {name: joined.named(name) for name, joined in self._named.items()}

    @cached_property
    def _statement(self) -> str:
        tables = [table for root in self._tables.values() for table in root.all()]
        return f"SELECT {', '.join(_columns(tables))} FROM (SELECT) nothing {_sources(tables)}"


def _columns(tables: Iterable[_Table]) -> list[str]:
    return [f'"{table.name}"."{each.column}"' for table in tables for each in table.fields]


def _sources(tables: Iterable[_Table]) -> str:
    return " ".join(table.source for table in tables)


@dataclass
class _Table:
    """One table of a statement, and those joined to it by the name of their relation."""

    name: str
    model: type[Model]
    source: str = ""
    ends: dict[str, _Table] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.source = self.source or f'"{self.model._meta.db_table}" "{self.name}"'
        self._show(self.model._meta.concrete_fields)

    def show_only(self, names: Collection[str]) -> None:
        """These columns and the key; the others are asked for by who reads them."""
        self._show([each for each in self.fields if each.primary_key or each.attname in names])

    def _show(self, fields: Sequence[Any]) -> None:
        self.fields = fields
        self.names = [each.attname for each in fields]
        # What the driver does not read by itself: JSON.
        self.conversions: list[tuple[int, Callable[..., Any]]] = [
            (place, each.from_db_value) for place, each in enumerate(self.fields) if hasattr(each, "from_db_value")
        ]

    def joined(self, relation: str) -> _Table:
        if relation not in self.ends:
            self.ends[relation] = self._join(relation)
        return self.ends[relation]

    def _join(self, relation: str) -> _Table:
        name = relation if self.name == "it" else f"{self.name}__{relation}"
        end: Any = self.model._meta.get_field(relation)
        model = end.related_model
        key = end.field if end.auto_created else end
        here, there = key, key.target_field
        if end.auto_created:
            here, there = there, here
        on = f'"{name}"."{there.column}" = "{self.name}"."{here.column}"'
        return _Table(name, model, f'LEFT JOIN "{model._meta.db_table}" "{name}" ON {on}')

    def all(self) -> Iterator[_Table]:
        yield self
        for end in self.ends.values():
            yield from end.all()

    def row(self, values: Iterator[Any]) -> Any:
        """The row that begins with the next of these values, with the rows joined to it; None where there is none."""
        own = list(islice(values, len(self.fields)))
        for place, convert in self.conversions:
            own[place] = convert(own[place], None, connection)
        row = None if own[0] is None else _known(self.model, self.names, own)
        for relation, end in self.ends.items():
            other = end.row(values)
            if row is not None:
                _introduce(row, relation, other)
        return row


def _known(model: type[Model], names: list[str], values: list[Any]) -> Model:
    """As Model.from_db for a whole row: it takes what is read, and asks no field for what is not."""
    row = model.__new__(model)
    row.__dict__.update(zip(names, values, strict=True))
    row._state = ModelState()
    row._state.db, row._state.adding = DEFAULT_DB_ALIAS, False
    return row


def _introduce(row: Model, relation: str, other: Model | None) -> None:
    """The row knows who its relation leads to, and the other end of a one-to-one knows the row."""
    end: Any = row._meta.get_field(relation)
    end.set_cached_value(row, other)
    if other is not None and end.one_to_one:
        end.remote_field.set_cached_value(other, row)
