"""How far the edit under way has come: told to Valkey, because its transaction tells nobody before it is over."""

from __future__ import annotations

from typing import NamedTuple

from django.core.cache import cache

# Longer than any edit; what a killed worker leaves behind is gone after it.
KEPT_FOR = 3_600


class Progress(NamedTuple):
    """So many tickets are planned anew, of so many."""

    done: int
    total: int

    @property
    def left(self) -> int:
        return self.total - self.done


def tell(job_id: int, done: int, total: int) -> None:
    cache.set(_key(job_id), (done, total), KEPT_FOR)


def read(job_id: int) -> Progress | None:
    """Where the edit stands; None while nobody has begun it."""
    told = cache.get(_key(job_id))
    return Progress(*told) if told else None


def forget(job_id: int) -> None:
    cache.delete(_key(job_id))


def _key(job_id: int) -> str:
    return f"setting-job:{job_id}"
