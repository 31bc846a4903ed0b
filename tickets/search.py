"""Full-text search of tickets, on PostgreSQL: every word, blind to case and accents, the last one by its beginning.

The documents are kept by triggers (migration 0004). Staff search all that was said, others what a client may read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.utils.html import escape
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
        text = text[:MOST_CHARACTERS]
        return cls(tuple(fold(text).split()[:MOST_WORDS]), _phone(text))

    def __bool__(self) -> bool:
        return bool(self.words)

    def matches(self, word: str) -> bool:
        """Whether a folded word of a text is one of those that were typed."""
        return word in self.words or (len(self.words[-1]) >= SHORTEST_BEGINNING and word.startswith(self.words[-1]))

    def is_end_of(self, number: str) -> bool:
        """Whether a phone number in E.164 ends in digits that were typed."""
        ends = (self.phone, *(word for word in self.words if word.isdecimal() and len(word) >= SHORTEST_PHONE))
        return any(end and number.endswith(end) for end in ends)

    def query(self) -> SearchQuery:
        """Every word; or the phone number, in whatever way it was typed."""
        every_word = " & ".join(self.terms())
        return _query(f"({every_word}) | {_phone_word(self.phone)}" if self.phone else every_word)

    def terms(self, weight: str = "") -> list[str]:
        """A term of a tsquery for each word, of one weight or of any."""
        last = len(self.words) - 1
        return [_term(word, weight, is_last=place == last) for place, word in enumerate(self.words)]


def found(user: User, text: str) -> QuerySet[Ticket]:
    """The tickets that `user` may see with every word of `text`, best first; none for a text without a word.

    The more words stand in the title, then in the names and numbers of a ticket, the better; of equals the newest.
    Four digits or more are also the end of a phone number of the contact or the account.
    """
    words = Words.of(text)
    if not words:
        return Ticket.objects.none()
    document = "search_document__internal" if allows(user, Permission.NOTE_VIEW) else "search_document__public"
    matching = visible_tickets(user).filter(**{document: words.query()})
    return matching.alias(score=_score(words, document)).order_by("-score", "-number")


def ranked(tickets: QuerySet[Ticket]) -> tuple[QuerySet[Ticket], int]:
    """What `found` gave, perhaps filtered further, best first among the newest MOST_RANKED; and how many there are,
    where MOST_RANKED + 1 stands for any more.
    """
    count = tickets.order_by()[: MOST_RANKED + 1].count()
    if count > MOST_RANKED:
        newest = tickets.order_by("-number").values("pk")[:MOST_RANKED]
        tickets = tickets.filter(pk__in=newest)
    return tickets, count


def marked(text: str, query: str) -> SafeString:
    """`text`, escaped, as it was written, with each word that `query` finds inside a <mark>."""
    return _marked(text, Words.of(query))


def excerpt(text: str, query: str, length: int = EXCERPT) -> SafeString:
    """About `length` characters of `text` around the first word that `query` finds, marked; empty without one."""
    words, text = Words.of(query), " ".join(text.split())
    first = next(_spans(text, words), None)
    if first is None:
        return SafeString("")
    start = 0 if len(text) <= length else text.rfind(" ", 0, max(first[0] - length // 4, 1)) + 1
    end = len(text) if len(text) <= start + length else max(text.rfind(" ", 0, start + length), first[1])
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return SafeString(f"{before}{_marked(text[start:end], words)}{after}")


def _marked(text: str, words: Words) -> SafeString:
    shown, here = "", 0
    for start, end in _spans(text, words):
        shown += f"{escape(text[here:start])}<mark>{escape(text[start:end])}</mark>"
        here = end
    return SafeString(shown + escape(text[here:]))


def _spans(text: str, words: Words) -> Iterator[tuple[int, int]]:
    """From where to where in `text` each word stands that was typed."""
    if not words:
        return
    # Folding may lengthen (œ) or drop (a combining accent) a character: each folded one knows where it came from.
    folded = [(letter, place) for place, character in enumerate(text) for letter in _folded(character)]
    for word in re.finditer("[0-9a-z]+", "".join(letter for letter, _place in folded)):
        if words.matches(word.group()):
            end = folded[word.end() - 1][1] + 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            yield folded[word.start()][1], end


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    """A space for what separates words, nothing for an accent that stands alone."""
    return "" if unicodedata.combining(character) else fold(character) or " "


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
