"""The resources matrix as it is drawn: a row a queue, a column a level."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Prefetch

from tickets.choices import Role
from tickets.models import Absence, Queue, Resource, ResourceLevel, User


def matrix(at: dt.datetime) -> dict[str, Any]:
    """Queues in use with their cells; who is absent at that instant, until when; who can be added where."""
    technicians = list(User.objects.filter(roles__contains=[Role.TECHNICIAN], is_active=True).order_by("name"))
    away = {one.user_id: one.until_at for one in Absence.objects.filter(from_at__lte=at, until_at__gt=at)}
    queues = _queues()
    most = max((len(queue.levels.all()) for queue in queues), default=0)
    return {
        "numbers": range(1, most + 1),
        "rows": [{"queue": queue, "cells": _cells(queue, most, technicians, away)} for queue in queues],
    }


def _queues() -> list[Queue]:
    asked = Resource.objects.select_related("technician").order_by("order", "pk")
    levels = ResourceLevel.objects.order_by("number").prefetch_related(Prefetch("resources", asked))
    return list(Queue.objects.filter(is_active=True).prefetch_related(Prefetch("levels", levels)))


def _cells(queue: Queue, most: int, technicians: list[User], away: dict[int, dt.datetime]) -> list[dict[str, Any]]:
    levels = list(queue.levels.all())
    cells: list[dict[str, Any]] = [_cell(level, technicians, away) for level in levels]
    if cells:
        last = cells[-1]
        last["is_removable"] = levels[-1].number > 1 and not last["people"]
    empty = [{"number": number, "level": None} for number in range(len(levels) + 1, most + 1)]
    return [*cells, *empty]


def _cell(level: ResourceLevel, technicians: list[User], away: dict[int, dt.datetime]) -> dict[str, Any]:
    asked = list(level.resources.all())
    people = [
        {
            "resource": one,
            "name": one.technician.name,
            "away_until": away.get(one.technician_id),
            "is_gone": not one.technician.is_active,
            "is_first": place == 0,
            "is_last": place == len(asked) - 1,
        }
        for place, one in enumerate(asked)
    ]
    here = {one.technician_id for one in asked}
    return {
        "number": level.number,
        "level": level,
        "people": people,
        "others": [person for person in technicians if person.pk not in here],
        "is_removable": False,
    }
