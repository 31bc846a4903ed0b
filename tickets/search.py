"""Full-text search of tickets, on PostgreSQL: every word, blind to case and accents, the last one by its beginning.

The documents are kept by triggers (migration 0004). Staff search all that was said, others what a client may read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import escape

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils.safestring import SafeString

from tickets.folding import fold
from tickets.models import Ticket, User
from tickets.permissions import Permission, allows, visible_tickets
from tickets.phone import looks_like_number, to_e164

MOST_WORDS = 12
MOST_CHARACTERS = 200
SHORTEST_BEGINNING = 2
SHORTEST_PHONE = 4
EXCERPT = 160
# How many characters are remembered as they are folded; those of one language are a few hundred.
MOST_LETTERS = 4096
# Whoever finds more than these has to add a word: of so many the newest are ranked, in a few milliseconds.
MOST_RANKED = 1000
# Points for a word in the title, and in the names and numbers of the ticket; elsewhere it earns none.
POINTS = {"A": 3, "B": 1}


@dataclass(frozen=True)
class Words:
    """What somebody typed: folded words, and the digits of a phone number where it is one."""

    words: tuple[str, ...]
    phone: str = ""

    @classmethod
    def of(cls, text: str) -> Words:
        return _words(text[:MOST_CHARACTERS])

    def __bool__(self) -> bool:
        return bool(self.words)

    def spans(self, letters: str) -> Iterator[tuple[int, int]]:
        """From where to where in `letters`, a folded text, each word stands that was typed."""
        # Most texts have none of the words: a regular expression would look at every letter of them.
        if any(word in letters for word in self.words):
            yield from (found.span() for found in self._pattern.finditer(letters))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        *whole, last = self.words
        beginning = f"{last}[0-9a-z]*" if len(last) >= SHORTEST_BEGINNING else last
        return re.compile(f"(?<![0-9a-z])(?:{'|'.join((*whole, beginning))})(?![0-9a-z])")

    @cached_property
    def _ends(self) -> tuple[str, ...]:
        """The digits in which a phone number may end."""
        typed = (word for word in self.words if word.isdecimal() and len(word) >= SHORTEST_PHONE)
        return tuple(filter(None, (self.phone, *typed)))

    @property
    def may_be_phone(self) -> bool:
        """Whether there is an end of a phone number among them."""
        return bool(self._ends)

    def is_end_of(self, number: str) -> bool:
        """Whether a phone number in E.164 ends in digits that were typed."""
        return number.endswith(self._ends)

    def query(self) -> SearchQuery:
        """Every word; or the phone number, in whatever way it was typed."""
        every_word = " & ".join(self.terms())
        return _query(f"({every_word}) | {_phone_word(self.phone)}" if self.phone else every_word)

    def terms(self, weight: str = "") -> list[str]:
        """A term of a tsquery for each word, of one weight or of any."""
        last = len(self.words) - 1
        return [_term(word, weight, is_last=place == last) for place, word in enumerate(self.words)]


@lru_cache(maxsize=256)
def _words(text: str) -> Words:
    """A page asks for the same words at each of its texts."""
    return Words(tuple(fold(text).split()[:MOST_WORDS]), _phone(text))


def found(user: User, text: str) -> QuerySet[Ticket]:
    """The tickets that `user` may see with every word of `text`, best first; none for a text without a word.

    The more words stand in the title, then in the names and numbers of a ticket, the better; of equals the newest.
    Four digits or more are also the end of a phone number of the contact or the account.
    """
    words = Words.of(text)
    if not words:
        return Ticket.objects.none().alias(score=Value(0))
    document = "search_document__internal" if allows(user, Permission.NOTE_VIEW) else "search_document__public"
    matching = visible_tickets(user).filter(**{document: words.query()})
    return matching.alias(score=_score(words, document)).order_by("-score", "-number")


def ranked(tickets: QuerySet[Ticket]) -> tuple[list[int], bool]:
    """The numbers of what `found` gave, perhaps filtered further, best first among the newest MOST_RANKED; and
    whether there are more.
    """
    scored = tickets.values_list(F("score"), "number")
    best = list(scored.order_by()[: MOST_RANKED + 1])
    has_more = len(best) > MOST_RANKED
    if has_more:
        best = list(scored.order_by("-number")[:MOST_RANKED])
    return [number for _points, number in sorted(best, reverse=True)], has_more


def marked(text: str, query: str) -> SafeString:
    """`text`, escaped, as it was written, with each word that `query` finds inside a <mark>."""
    return _marked(text, _spans(text, Words.of(query)), 0, len(text))


def excerpt(text: str, query: str, length: int = EXCERPT) -> SafeString:
    """About `length` characters of `text` around the first word that `query` finds, marked; empty without one."""
    text = " ".join(text.split())
    spans = list(_spans(text, Words.of(query)))
    if not spans:
        return SafeString("")
    first = spans[0]
    start = 0 if len(text) <= length else text.rfind(" ", 0, max(first[0] - length // 4, 1)) + 1
    end = len(text) if len(text) <= start + length else max(text.rfind(" ", 0, start + length), first[1])
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return SafeString(f"{before}{_marked(text, (span for span in spans if span[1] <= end), start, end)}{after}")


def _marked(text: str, spans: Iterable[tuple[int, int]], here: int, until: int) -> SafeString:
    shown = ""
    for start, end in spans:
        # A fraction is two words of one character.
        if start >= here:
            shown += f"{escape(text[here:start])}<mark>{escape(text[start:end])}</mark>"
            here = end
    return SafeString(shown + escape(text[here:until]))


def _spans(text: str, words: Words) -> Iterator[tuple[int, int]]:
    """From where to where in `text` each word stands that was typed."""
    if text.isascii():
        yield from words.spans(text.lower())
        return
    places: list[int] = []
    for start, end in words.spans(text.translate(_LETTERS)):
        # Folding may lengthen (œ) or drop (a combining accent) a character: each letter knows where it came from.
        places = places or [place for place, character in enumerate(text) for _letter in _LETTERS[ord(character)]]
        behind = places[end - 1] + 1
        while behind < len(text) and unicodedata.combining(text[behind]):
            behind += 1
        yield places[start], behind


class _Letters(dict[int, str]):
    """What a character is folded to: a space for what separates words, nothing for an accent that stands alone."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = "" if unicodedata.combining(character) else fold(character) or " "
        if len(self) < MOST_LETTERS:
            self[code] = folded
        return folded


_LETTERS = _Letters()


def _score(words: Words, document: str) -> Combinable:
    score: Combinable = Value(0)
    for terms in zip(*(words.terms(weight) for weight in POINTS), strict=True):
        cases = [
            When(**{document: _query(term)}, then=points) for term, points in zip(terms, POINTS.values(), strict=True)
        ]
        score = score + Case(*cases, default=0, output_field=IntegerField())
    return score


def _query(raw: str) -> SearchQuery:
    return SearchQuery(raw, config="simple", search_type="raw")


def _term(word: str, weight: str, *, is_last: bool) -> str:
    """Folded words are of a-z and 0-9 alone: there is nothing to quote."""
    beginning = "*" if is_last and len(word) >= SHORTEST_BEGINNING else ""
    term = f"{word}:{beginning}{weight}".rstrip(":")
    is_phone = word.isdecimal() and len(word) >= SHORTEST_PHONE
    return f"({term} | {_phone_word(word)}{weight})" if is_phone else term


def _phone_word(digits: str) -> str:
    """Numbers are kept backwards, so that their end is a beginning (tickets_phone_word)."""
    return f"zt{digits[::-1]}:*"


def _phone(text: str) -> str:
    """The digits of a text that is a phone number, whole in E.164, or a part of one as it stands; else nothing."""
    if not looks_like_number(text):
        return ""
    digits = "".join(filter(str.isdecimal, text))
    try:
        return to_e164(text).lstrip("+")
    except ValueError:
        return digits if len(digits) >= SHORTEST_PHONE else ""
