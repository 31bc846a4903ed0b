"""Clients and contacts by the words of their names."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from tickets.folding import Folded, fold


def with_name(rows: QuerySet[Any], text: str) -> QuerySet[Any]:
    """Those whose name has all these words, by their beginnings; none for no word."""
    words = fold(text.replace("\0", "")).split()
    named = rows.alias(folded=Folded("name"))
    for word in words:
        named = named.filter(folded__contains=f" {word}")
    return named if words else rows.none()
