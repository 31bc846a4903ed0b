"""A setting on one page: a form, and rows of forms of which there may be more. Nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms.formsets import BaseFormSet, formset_factory
from django.http import QueryDict

MOST_ROWS = 100


class Rows(NamedTuple):
    """A part of a sheet that is as long as one wants."""

    form: type[forms.Form]
    at_least: int = 0


def date_field(label: Any, *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, required=required, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))


class Sheet:
    """Shown with the values of a setting, or with what was typed. `subject` is None for a new one.

    `add=closures` among what was typed asks for one more row of them.
    """

    main_form: ClassVar[type[forms.Form]]
    rows: ClassVar[Mapping[str, Rows]]

    def __init__(
        self, typed: QueryDict | None = None, *, values: Mapping[str, Any] | None = None, subject: Model | None = None
    ) -> None:
        self.subject = subject
        self.given = values
        self.refusals: list[str] = []
        self._is_valid: bool | None = None
        shown = self.typed(values) if values else {}
        self.main = self.main_form(typed, initial=shown.get("main"), prefix=None)
        for name, rows in self.rows.items():
            setattr(self, name, self._formset(name, rows, typed, shown.get(name, [])))

    @classmethod
    def typed(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the forms show of values that are saved, by the name of the part; "main" is the form itself."""
        raise NotImplementedError

    @property
    def values(self) -> dict[str, Any]:
        """The whole setting as plain values. The sheet has to be valid."""
        raise NotImplementedError

    def check_whole(self) -> None:
        """Raises ValidationError where the parts are right and the whole is not."""

    def is_valid(self) -> bool:
        if self._is_valid is None:
            self._is_valid = self.main.is_bound and self._check()
        return self._is_valid

    @property
    def supposed_values(self) -> Mapping[str, Any] | None:
        """What was typed, or what is shown while nothing was; None where it makes no sense yet."""
        if not self.main.is_bound:
            return self.given
        return self.values if self.is_valid() else None

    def _check(self) -> bool:
        parts = [self.main.is_valid(), *(self.part(name).is_valid() for name in self.rows)]
        if not all(parts):
            return False
        try:
            self.check_whole()
        except ValidationError as error:
            self.refusals = list(error.messages)
        return not self.refusals

    def part(self, name: str) -> BaseFormSet[Any]:
        return getattr(self, name)  # type: ignore[no-any-return]

    def filled(self, name: str) -> list[Any]:
        """The rows of a part that say something and are not to be removed."""
        return [
            form
            for form in self.part(name)
            if form.cleaned_data and form.has_changed() and not form.cleaned_data.get("DELETE")
        ]

    @property
    def parts(self) -> list[BaseFormSet[Any]]:
        return [self.part(name) for name in self.rows]

    def _formset(self, name: str, rows: Rows, typed: QueryDict | None, shown: list[dict[str, Any]]) -> BaseFormSet[Any]:
        extra = max(rows.at_least - len(shown), 0)
        made = formset_factory(rows.form, extra=extra, can_delete=True, absolute_max=MOST_ROWS, max_num=MOST_ROWS)
        return made(_with_row(typed, name), initial=shown, prefix=name)


def _with_row(typed: QueryDict | None, name: str) -> QueryDict | None:
    """What was typed, with the row that was asked for. An empty row is none, also where one was saved."""
    if typed is None:
        return None
    rows = typed.copy()
    rows[f"{name}-INITIAL_FORMS"] = "0"
    total = rows.get(f"{name}-TOTAL_FORMS", "")
    rows[f"{name}-TOTAL_FORMS"] = str((int(total) if total.isdecimal() else 0) + (typed.get("add") == name))
    return rows
