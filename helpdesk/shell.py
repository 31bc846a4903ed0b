"""The rail: what a person may go to, with live counts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def rail(request: HttpRequest) -> list[dict[str, Any]]:
    """Groups of items; the pages' room fills them."""
    return []
