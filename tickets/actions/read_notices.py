"""Read what one was told."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from tickets.models import Notice, User


def read_notices(*, notices: QuerySet[Notice], by: User, at: dt.datetime) -> int:
    """Those of `notices` that are `by`'s own and not read yet are read from now on; returns how many."""
    return notices.order_by().filter(user=by, read_at=None).update(read_at=at)
