"""What the edits of all settings share: one at a time in each part, checked by the model, plain values for the log."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.utils.functional import Promise

from administration.actions.frame import log_change, refused_in_words
from administration.choices import Area
from tickets.models import User

Row = TypeVar("Row", bound=Model)
UP, DOWN = -1, 1


def take_turn(area: Area) -> None:
    """Nobody else edits this part of the settings until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"settings:{area}"])


def names_of(plan: Any) -> tuple[str, ...]:
    """The fields that a plan sets."""
    return tuple(field.name for field in fields(plan))


def values_of(row: Model, names: Iterable[str]) -> dict[str, Any]:
    """The setting under the names of its fields, as the log keeps it."""
    return {name: _plain(getattr(row, name)) for name in names}


def apply_plan(row: Model, plan: Any) -> None:
    """The row becomes what is planned. Raises ActionRefused where its model refuses."""
    for name in names_of(plan):
        setattr(row, name, getattr(plan, name))
    with refused_in_words():
        row.full_clean()
    row.save()


def create_row(*, row: Row, plan: Any, area: Area, by: User, at: dt.datetime) -> Row:
    """Save a new setting as planned, and log it. Raises ActionRefused where the model refuses."""
    apply_plan(row, plan)
    log_change(area=area, subject=row, before=None, after=values_of(row, names_of(plan)), by=by, at=at)
    return row


def change_row(*, row: Row, plan: Any, area: Area, by: User, at: dt.datetime) -> Row:
    """Save a setting as planned, and log what changed. Raises ActionRefused where the model refuses."""
    before = values_of(row, names_of(plan))
    apply_plan(row, plan)
    log_change(area=area, subject=row, before=before, after=values_of(row, names_of(plan)), by=by, at=at)
    return row


def move_row(*, row: Row, among: Sequence[Row], step: int, area: Area, by: User, at: dt.datetime) -> None:
    """The row changes places with its neighbour, up (-1) or down (1); at the end nothing changes."""
    old = [one.pk for one in among].index(row.pk)
    new = old + step
    if not 0 <= new < len(among):
        return
    ordered = list(among)
    ordered[old], ordered[new] = ordered[new], ordered[old]
    for place, one in enumerate(ordered):
        one.order = place  # type: ignore[attr-defined]
    type(row)._default_manager.bulk_update(ordered, ["order"])
    log_change(area=area, subject=row, before={"order": old + 1}, after={"order": new + 1}, by=by, at=at)


def _plain(value: Any) -> Any:
    if isinstance(value, Model | Promise | FieldFile):
        return str(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return [str(one) for one in value] if isinstance(value, list | tuple) else value
