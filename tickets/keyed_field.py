"""Fields of a form that each name a row by its key; all of them are read at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms import Form, ModelChoiceField

from tickets.joined import Together
from tickets.numbers import LARGEST_NUMBER


class KeyedField(ModelChoiceField):  # type: ignore[type-arg]
    """As its parent, with the same errors; its row comes from `read_rows`.

    `is_offered` says of a row whether it is one of `queryset`, which is what a page offers.
    """

    row: Model | None = None

    def __init__(self, queryset: QuerySet[Any], is_offered: Callable[[Any], bool], **options: Any) -> None:
        super().__init__(queryset, **options)
        self.is_offered = is_offered

    def to_python(self, value: Any) -> Model | None:
        if value in self.empty_values:
            return None
        if self.row is None or not self.is_offered(self.row):
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": value})
        return self.row


def read_rows(form: Form, rows: Together) -> None:
    """Give the keyed fields of a bound form the rows that its data name; `rows` knows each by the name of its field."""
    fields = {name: field for name, field in form.fields.items() if isinstance(field, KeyedField)}
    found = rows.read({name: _key(form[name].data) for name in fields})
    for name, field in fields.items():
        field.row = found[name]


def _key(value: Any) -> int | None:
    text = str(value).strip()
    return int(text) if text.isdecimal() and int(text) <= LARGEST_NUMBER else None
