"""What became of a setting, line by line, in the reader's words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from administration.choices import Area
from administration.presentation.hours import calendar_lines
from administration.presentation.house import people_lines, resource_lines, work_type_lines
from administration.presentation.plain import plain_lines
from administration.presentation.promises import ladder_lines, policy_lines

Values = Mapping[str, Any]
# A setting as lines: what a line is about, and what it says. What was empty has no line.
Lines = dict[str, str]

# How the settings of an area are written down, where `plain_lines` is not enough.
DESCRIBED: dict[Area, Callable[[Values], Lines]] = {
    Area.CALENDARS: calendar_lines,
    Area.POLICIES: policy_lines,
    Area.LADDERS: ladder_lines,
    Area.RESOURCES: resource_lines,
    Area.PEOPLE: people_lines,
    Area.WORK_TYPES: work_type_lines,
}


class Difference(NamedTuple):
    """One line that is not as it was; `old` or `new` is empty where there was or is nothing."""

    label: str
    old: str
    new: str


def lines_of(area: str, values: Values) -> Lines:
    """The whole setting in words; nothing where there is no setting."""
    return DESCRIBED.get(Area(area), plain_lines)(values) if values else {}


def differences(area: str, before: Values, after: Values) -> list[Difference]:
    """The lines that differ, in the order of the setting; those that are gone come last."""
    old, new = lines_of(area, before), lines_of(area, after)
    labels = [*new, *(label for label in old if label not in new)]
    return [
        Difference(label, old.get(label, ""), new.get(label, ""))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    ]
