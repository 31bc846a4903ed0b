"""How defaults are laid down: each once, by its key."""

from __future__ import annotations

from collections.abc import Callable

from sla.models import AppliedSeed


def once(key: str, create: Callable[[], object]) -> bool:
    """Run `create` unless the seed `key` was applied before; say whether it ran."""
    _seed, is_new = AppliedSeed.objects.get_or_create(key=key)
    if is_new:
        create()
    return is_new
