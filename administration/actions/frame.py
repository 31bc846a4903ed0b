"""The frame of every action on the settings: who may, one at a time, and the log with before and after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from administration.choices import Area, ChangeVerb
from administration.models import SettingChange
from tickets.models import User
from tickets.refusal import ActionRefused

Values = Mapping[str, Any]


def log_change(
    *, area: Area, subject: Model, before: Values | None, after: Values | None, by: User, at: dt.datetime
) -> SettingChange | None:
    """Write what became of a setting; `before` is None for a new one, `after` for one that is gone."""
    if before == after:
        return None
    verb = ChangeVerb.CREATED if before is None else ChangeVerb.REMOVED if after is None else ChangeVerb.CHANGED
    return SettingChange.objects.create(
        area=area,
        verb=verb,
        subject=str(subject)[:120],
        subject_id=subject.pk,
        before=before or {},
        after=after or {},
        by=by,
        at=at,
    )


@contextmanager
def refused_in_words() -> Iterator[None]:
    """What a model refuses to become is refused with its sentence."""
    try:
        yield
    except ValidationError as error:
        raise ActionRefused(" ".join(error.messages)) from error
