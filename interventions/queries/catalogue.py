"""What technicians leave at clients, found by the words they type."""

from __future__ import annotations

from django.db.models import QuerySet, Value
from django.db.models.functions import Concat

from interventions.models import CatalogueItem
from tickets.folding import Folded, fold

MOST = 500


def catalogue_items(text: str) -> QuerySet[CatalogueItem]:
    """Items in use in which a word begins with each of the words, whatever their accents; all without a word."""
    return named(CatalogueItem.objects.filter(is_active=True), text).order_by("designation", "pk")[:MOST]


def named(items: QuerySet[CatalogueItem], text: str) -> QuerySet[CatalogueItem]:
    """Those in whose designation or reference a word begins with each of the words."""
    found = items.alias(folded=Folded(Concat("designation", Value(" "), "reference")))
    for word in fold(text).split():
        found = found.filter(folded__contains=f" {word}")
    return found
