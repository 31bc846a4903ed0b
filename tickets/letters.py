"""The words of every kind of mail: those of the product, or what an administrator wrote instead."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.translation import gettext as _

from tickets.choices import MailKind
from tickets.joined import Joined
from tickets.letter_words import DRAFTS, TEXTS
from tickets.models import MailTemplate
from tickets.refusal import ActionRefused

# What is put in: text, or what makes it; read only where the words name it.
Values = Mapping[str, object]
LONGEST_SUBJECT = 250
_TEMPLATES = Joined(MailTemplate)
_PLACE = re.compile(r"\{([a-z_]+)\}")
# Whatever looks like one to who wrote it: {Number}, { number }, {{number}}.
_BRACES = re.compile(r"\{+[^{}\n]*\}+")


@dataclass(frozen=True)
class Words:
    """Subject and text: with variables between braces, or with what was put in for them."""

    subject: str
    body: str


@dataclass(frozen=True)
class Phrases:
    """The words of one kind of mail, read once for any number of them; `own` are those of the house, by language."""

    kind: MailKind
    own: Mapping[str, Words]

    @classmethod
    def of(cls, kind: MailKind) -> Phrases:
        rows = _TEMPLATES.rows("WHERE it.kind = %(kind)s", {"kind": kind})
        return cls(kind, {row.language: Words(row.subject, row.body) for row in rows})

    def compose(self, language: str, words: Values) -> Words:
        """The mail in a language, with `words` put in; what is put in is never read for variables again.

        What is put in cannot begin a header: a subject is one line. HTML it contains is shown as text, once the
        mail is made.
        """
        own = self.own.get(language) or product_words(self.kind, language)
        with translation.override(language):
            subject, body = (_filled(text, words) for text in (own.subject, own.body))
        return Words(" ".join(subject.split())[:LONGEST_SUBJECT], body.strip())


def compose(kind: MailKind, language: str, words: Values) -> Words:
    """One mail of this kind in a language, with `words` put in for its variables."""
    return Phrases.of(kind).compose(language, words)


def product_words(kind: MailKind, language: str) -> Words:
    """What the product says where the house has no words of its own."""
    draft = DRAFTS[kind]
    with translation.override(language):
        return Words(str(draft.subject), str(draft.body))


def examples(kind: MailKind, language: str) -> dict[str, str]:
    """A value for each variable of a kind, to show how its mail will read."""
    with translation.override(language):
        return {name: str(variable.example) for name, variable in DRAFTS[kind].variables.items()}


def refuse_unfit(kind: MailKind, *, subject: str, body: str) -> None:
    """Raise ActionRefused, naming it, for a variable that this kind of mail does not have, or lacks."""
    draft = DRAFTS[kind]
    known = {f"{{{name}}}" for name in draft.variables}
    unknown = next((found for found in _BRACES.findall(f"{subject}\n{body}") if found not in known), None)
    if unknown:
        raise ActionRefused(
            _("%(place)s is no variable of this mail: choose one of those beside the text.") % {"place": unknown}
        )
    if draft.needed and f"{{{draft.needed}}}" not in body:
        raise ActionRefused(
            _("The text lacks {%(name)s}: without it this mail would not say what it is for.") % {"name": draft.needed}
        )


def _filled(text: str, words: Values) -> str:
    return _PLACE.sub(lambda place: _value(place[1], words) if place[1] in words else place[0], text)


def _value(name: str, words: Values) -> str:
    value = words[name]
    text = str(value() if callable(value) else value)
    return text if name in TEXTS else " ".join(text.split())
