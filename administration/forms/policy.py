"""The form of a policy: the matrix of its promises, and its rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from administration.actions.policy import write_policy
from administration.forms.amounts import AmountField
from administration.forms.sheet import Sheet
from administration.supposing import supposing
from administration.values.policy import CELLS, DURATIONS, RULES, calendar_named, cell_name
from sla.choices import Metric, Priority
from sla.models import Calendar, Policy

# The parts of a cell of the matrix; `cell__part` is the name of its input.
PARTS = ("duration", "calendar", "objective", "needs_guaranteed_repair")


class PolicyForm(forms.Form):
    """Everything of a policy but the cells of its matrix, which are made from the priorities and metrics."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    calendar = forms.ModelChoiceField(
        Calendar.objects.all(), label=gettext_lazy("Calendar of the rules"), empty_label=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in RULES:
            self.fields[rule] = _rule_field(rule)
        self.fields["reopening_window"] = AmountField(label=_("Reopening window"), zero=True)
        self.fields["reopening_window"].help_text = _(
            "A ticket reopened within it goes on with the time already used; in hours of the calendar of the rules."
        )
        self.fields["pause_reminder_after"] = AmountField(label=_("Bring up a pause after"), required=False)
        self.fields["pause_reminder_after"].help_text = _("In the same hours; left empty, a pause is never brought up.")
        calendars = list(Calendar.objects.all())
        for metric, priority in CELLS:
            self._add_cell(cell_name(metric, priority), f"{priority.label}, {metric.label}", calendars)

    def _add_cell(self, cell: str, label: str, calendars: list[Calendar]) -> None:
        says = {"cell": label}
        choices = [(calendar.pk, calendar.name) for calendar in calendars]
        self.fields[f"{cell}__duration"] = AmountField(label=_("%(cell)s: time") % says, required=False)
        self.fields[f"{cell}__calendar"] = forms.TypedChoiceField(
            label=_("%(cell)s: calendar") % says, choices=choices, coerce=int
        )
        self.fields[f"{cell}__objective"] = forms.IntegerField(
            label=_("%(cell)s: objective in percent") % says, min_value=0, max_value=100, required=False
        )
        self.fields[f"{cell}__needs_guaranteed_repair"] = forms.BooleanField(
            label=_("%(cell)s: only with a guaranteed repair time") % says, required=False
        )

    @property
    def matrix(self) -> list[dict[str, Any]]:
        """A row a priority, a cell a metric; each cell has its four inputs."""
        return [
            {"priority": priority, "cells": [self._cell(metric, priority) for metric in Metric]}
            for priority in Priority
        ]

    def _cell(self, metric: Metric, priority: Priority) -> dict[str, Any]:
        parts = {part: self[f"{cell_name(metric, priority)}__{part}"] for part in PARTS}
        return parts | {"metric": metric, "errors": [error for part in parts.values() for error in part.errors]}

    @property
    def rules(self) -> list[forms.BoundField]:
        return [self[rule] for rule in RULES if not rule.endswith("objective")]


class PolicySheet(Sheet):
    """All of a policy on one page."""

    main_form = PolicyForm
    rows = {}

    @classmethod
    def typed(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        """What the form shows of a policy that is saved."""
        cells = {
            f"{cell}__{part}": target["calendar"]["id"] if part == "calendar" else target[part]
            for cell, target in values["targets"].items()
            for part in PARTS
        }
        return {"main": {**values, **cells, "calendar": values["calendar"]["id"]}}

    @property
    def values(self) -> dict[str, Any]:
        """The policy as `policy_values` gives it."""
        given = self.main.cleaned_data
        calendars = {calendar.pk: calendar_named(calendar) for calendar in Calendar.objects.all()}
        return {
            **{name: given[name] for name in ("name", *RULES, *DURATIONS)},
            "calendar": calendar_named(given["calendar"]),
            "targets": {
                cell: {part: given[f"{cell}__{part}"] for part in PARTS}
                | {"calendar": calendars[given[f"{cell}__calendar"]]}
                for cell in (cell_name(metric, priority) for metric, priority in CELLS)
            },
        }

    def check_whole(self) -> None:
        """Raises ValidationError where the policy may not become this: its name is taken."""
        with supposing():
            write_policy(self.values, self._row())

    @contextmanager
    def supposed(self) -> Iterator[Policy | None]:
        """The policy as it would be, as long as one looks; None while what was typed makes no sense."""
        values = self.supposed_values
        with supposing():
            yield self._written(values) if values else None

    def _written(self, values: Mapping[str, Any]) -> Policy | None:
        row = self._row()
        try:
            write_policy({**values, "name": values["name"] or "…"}, row)
        except ValidationError:
            return None
        return row

    def _row(self) -> Policy:
        return Policy.objects.get(pk=self.subject.pk) if self.subject else Policy()


def _rule_field(rule: str) -> forms.Field:
    field: Any = Policy._meta.get_field(rule)
    made: forms.Field = field.formfield()
    made.label = str(field.verbose_name).capitalize()
    return made
