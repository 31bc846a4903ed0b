"""Lines of supplies, as parallel lists of a form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from itertools import zip_longest
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from interventions.filling import MOST_SUPPLIES, SupplyLine
from interventions.models import CatalogueItem

NAMES = ("quantity", "unit", "designation", "reference", "item")
LONGEST = {"unit": 20, "designation": 200, "reference": 60}
# Ten digits, three of them decimals.
LARGEST, PLACES = Decimal(10_000_000), 3
_BLANKS = re.compile(r"[\s\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}]")


class TypedLine(NamedTuple):
    """A line as it was typed."""

    quantity: str
    unit: str
    designation: str
    reference: str
    item: str

    @property
    def is_blank(self) -> bool:
        return not any(self)


def typed_lines(data: Any) -> list[TypedLine]:
    """The lines of a form, those with nothing in them left out."""
    # PostgreSQL keeps every character but this one.
    columns = [[value.replace("\0", "").strip() for value in data.getlist(f"supply_{name}")] for name in NAMES]
    lines = [TypedLine(*values) for values in zip_longest(*columns, fillvalue="")]
    return [line for line in lines if not line.is_blank]


def supplies_sent(data: Any) -> tuple[list[SupplyLine], dict[str, list[str]]]:
    """The lines, and what is wrong by field: each sentence names its line."""
    lines = typed_lines(data)
    wrong: dict[str, list[str]] = {}
    if len(lines) > MOST_SUPPLIES:
        return [], {"supplies": [_("At most %(most)s lines of supplies fit on a slip.") % {"most": MOST_SUPPLIES}]}
    items = CatalogueItem.objects.in_bulk([int(line.item) for line in lines if _is_key(line.item)])
    supplies: list[SupplyLine] = []
    for number, line in enumerate(lines, 1):
        errors = _wrong(line)
        for name, sentence in errors.items():
            numbered = _("Line %(number)s: %(sentence)s") % {"number": number, "sentence": sentence}
            wrong.setdefault(f"supply_{name}", []).append(numbered)
        if not errors:
            item = items.get(int(line.item)) if _is_key(line.item) else None
            supplies.append(SupplyLine(_quantity(line), line.designation, line.unit, line.reference, item))
    return supplies, wrong


def _is_key(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 18


def _quantity(line: TypedLine) -> Decimal:
    """A number as people write it, with a comma or a point; nothing typed is one. Raises ValueError."""
    try:
        quantity = Decimal(_BLANKS.sub("", line.quantity).replace(",", ".") or "1")
    except InvalidOperation as error:
        raise ValueError(line.quantity) from error
    if not quantity.is_finite() or not 0 < quantity < LARGEST or quantity != round(quantity, PLACES):
        raise ValueError(line.quantity)
    return quantity


def _wrong(line: TypedLine) -> Mapping[str, str]:
    """What is wrong with a line, by its part."""
    wrong = {}
    try:
        _quantity(line)
    except ValueError:
        wrong["quantity"] = _("“%(text)s” is no quantity: write a number above 0, as 2 or 0,5.") % {
            "text": line.quantity
        }
    if not line.designation:
        wrong["designation"] = _("what is it? Write its designation.")
    for name, most in LONGEST.items():
        if len(getattr(line, name)) > most:
            wrong[name] = _("“%(text)s…” is too long: at most %(most)s characters fit.") % {
                "text": getattr(line, name)[:20],
                "most": most,
            }
    return wrong
