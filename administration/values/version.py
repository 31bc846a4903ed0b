"""Which state of a setting somebody saw: two people who edit at once do not overwrite each other silently."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

Values = Mapping[str, Any]


def version_of(values: Values | None) -> str:
    """A short name for these values: the same values have the same one."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]
