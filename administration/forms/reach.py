"""The matrices of how to reach us and how to escalate: one text field a cell."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from administration.actions.reach import Cell
from escalation.choices import Purpose
from escalation.models import ReachInstruction
from sla.choices import Priority

LONGEST = 300


class ReachForm(forms.Form):
    """Fields are named purpose-priority-contract, such as `trigger-high-1`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        said = {(row.purpose, row.priority, row.with_contract): row.text for row in ReachInstruction.objects.all()}
        for cell in _cells():
            self.fields[_name(cell)] = forms.CharField(
                label=_label(cell),
                max_length=LONGEST,
                initial=said.get(cell, ""),
                widget=forms.Textarea(attrs={"rows": 3}),
                error_messages={"required": _("Say what the caller should do.")},
            )

    def texts(self) -> dict[Cell, str]:
        """What each cell says."""
        return {cell: self.cleaned_data[_name(cell)] for cell in _cells()}

    def tables(self) -> Iterator[tuple[Purpose, list[tuple[Priority, BoundField, BoundField]]]]:
        """Per purpose, one line a priority, the gravest first: without contract, with contract."""
        for purpose in Purpose:
            lines = [
                (priority, self[_name((purpose, priority, False))], self[_name((purpose, priority, True))])
                for priority in Priority
            ]
            yield purpose, lines


def _cells() -> list[Cell]:
    return [(purpose, priority, has) for purpose in Purpose for priority in Priority for has in (False, True)]


def _name(cell: Cell) -> str:
    purpose, priority, with_contract = cell
    return f"{purpose}-{priority}-{int(with_contract)}"


def _label(cell: Cell) -> str:
    purpose, priority, with_contract = cell
    contract = gettext("with contract") if with_contract else gettext("without contract")
    return f"{Purpose(purpose).label}, {Priority(priority).label}, {contract}"
