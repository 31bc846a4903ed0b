"""A form's field for one of a few rows, named by its key."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import ModelChoiceField

from tickets.joined import Joined


class KeyedField(ModelChoiceField):  # type: ignore[type-arg]
    """As its parent, with the same errors; the row is looked for by a statement that is written once a process.

    `is_offered` says of a row whether it is one of `queryset`, which is what a page offers.
    """

    def __init__(
        self, queryset: QuerySet[Any], rows: Joined[Any], is_offered: Callable[[Any], bool], **options: Any
    ) -> None:
        super().__init__(queryset, **options)
        self._rows, self._is_offered = rows, is_offered

    def to_python(self, value: Any) -> Model | None:
        if value in self.empty_values:
            return None
        row = self._row(value)
        if row is None or not self._is_offered(row):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})
        return row

    def _row(self, key: Any) -> Model | None:
        try:
            asked = {"key": int(key)}
        except ValueError:
            return None
        row: Model | None = self._rows.first("WHERE it.id = %(key)s", asked)
        return row
