"""Which ticket a mail is about, by what it answers or by the number that it names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mail.choices import Outcome
from mail.models import InboundMail
from tickets.identifiers import number_of
from tickets.joined import Joined
from tickets.models import OutboxMail, Ticket
from tickets.numbers import LARGEST_NUMBER

# What stands on a ticket; in triage the ticket is a guess.
FILED = (Outcome.OPENED, Outcome.APPENDED, Outcome.ESCALATED, Outcome.REFUSED, Outcome.DUPLICATE)
_RELATED = ("account", "contact", "policy__calendar", "merged_into__account", "merged_into__policy__calendar")
_TICKETS = Joined(Ticket, *_RELATED)
_TAG = re.compile(r"\[#(\d{1,18})\]")
_MARKED = re.compile(
    r"(?:#|\bn\s?[°ºo]\.?\s?|\b(?:ticket|demande|incident|request)s?\s*:?\s?)(\d{1,18})\b", re.IGNORECASE
)
# Neither a date, an hour, a price nor a part of a phone number.
_BARE = re.compile(r"(?<![\w.,/:+@-])(?<!\d[\s\u00a0])([1-9]\d{0,17})(?![\w/:@%€-]|[.,]\d|[\s\u00a0](?:\d|h\b|€|%))")


def referenced(message_ids: Sequence[str]) -> list[Ticket]:
    """The tickets that these Message-IDs lead to, in their order; a merged one is the one that it was merged into."""
    said = {each: number_of(each) for each in message_ids}
    numbers = _filed([each for each, number in said.items() if not number])
    named = [said[each] or numbers.get(each) for each in message_ids]
    return _tickets([number for number in named if number])


def _filed(message_ids: Sequence[str]) -> dict[str, int]:
    """The tickets of those that came in or left, by Message-ID."""
    numbers: dict[str, int] = {}
    if message_ids:
        inbound = InboundMail.objects.filter(identifier__in=message_ids, outcome__in=FILED, ticket__isnull=False)
        numbers.update(inbound.order_by("-pk").values_list("identifier", "ticket"))
        sent = OutboxMail.objects.filter(identifier__in=message_ids, ticket__isnull=False)
        numbers.update(sent.values_list("identifier", "ticket"))
    return numbers


def tagged(subject: str) -> list[Ticket]:
    """The tickets whose `[#123]` the subject carries."""
    return _tickets(_numbers(_TAG.findall(subject)))


def written(subject: str, text: str) -> list[Ticket]:
    """The tickets whose numbers somebody wrote, the surest writing first; a number may still be anything else."""
    found = [match for pattern in (_TAG, _MARKED, _BARE) for part in (subject, text) for match in pattern.findall(part)]
    return _tickets(_numbers(found[:100]))


def without_tags(subject: str) -> str:
    """The subject without `[#123]`, which would be taken for the number of its ticket."""
    return " ".join(_TAG.sub(" ", subject).split())


def _numbers(texts: Sequence[str]) -> list[int]:
    return [number for number in map(int, texts) if 0 < number <= LARGEST_NUMBER]


def _tickets(numbers: Sequence[int]) -> list[Ticket]:
    if not numbers:
        return []
    rows = _TICKETS.rows("WHERE it.number = ANY(%(numbers)s)", {"numbers": list(set(numbers))})
    known = {ticket.number: ticket for ticket in rows}
    found = [known[number] for number in numbers if number in known]
    return list(dict.fromkeys(ticket.merged_into or ticket for ticket in found))
