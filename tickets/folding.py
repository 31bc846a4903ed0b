"""Names without case, accents and punctuation: "Étoile-du-Sud" is found as "etoile du sud".

The same folding twice, in Python and in PostgreSQL, without its contrib extensions.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.db.models import CharField, Func
from django.db.models.expressions import Combinable

_LIGATURES = {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"}


def fold(text: str) -> str:
    """Lower-case words of a-z and 0-9 with one space between them; empty where nothing is left."""
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[^0-9a-z]+", " ", bare.lower()).strip()


class Folded(Func):
    """`fold` of a column, in SQL, with a space before the first word too: LIKE '% word%' finds a word by its start."""

    template = (
        "(' ' || btrim(regexp_replace(lower(regexp_replace(normalize("
        + "replace(" * len(_LIGATURES)
        + "%(expressions)s"
        + "".join(f", '{ligature}', '{letters}')" for ligature, letters in _LIGATURES.items())
        + ", NFKD), '[\u0300-\u036f]', '', 'g')), '[^0-9a-z]+', ' ', 'g')))"
    )
    output_field = CharField()

    def __init__(self, expression: str | Combinable, **extra: Any) -> None:
        super().__init__(expression, **extra)
