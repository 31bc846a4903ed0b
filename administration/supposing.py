"""What if: a change is made as it would be, looked at, and undone. So what is shown is what would be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def supposing() -> Iterator[None]:
    """Nothing that is written inside stays, and nobody else ever sees it.

    Calendars and ladders draw a version with every change, so nobody is given hours that never were.
    """
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
