"""What becomes of a mail: decided from what is known of it, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.utils.translation import gettext as _

from mail.choices import Purpose
from mail.letter import Nature
from tickets.models import Account, Contact, Message, Ticket


class Sender(Enum):
    """Who wrote."""

    OURSELVES = "ourselves"
    HOUSE = "house"
    CONTACT = "contact"
    STRANGER = "stranger"


@dataclass(frozen=True)
class Place:
    """A person, and the company for which they ask."""

    contact: Contact
    account: Account


@dataclass(frozen=True)
class Found:
    """The ticket that a mail is about.

    `writer` is in whose name the sender may write on it; `is_copied` says that the address gets a copy of what we
    write there. `sees` says whether they may read it, and so have it escalated. `is_late`: it was done so long ago
    that what is written now is a matter of its own. `by_number`: only its number in the subject leads there.
    """

    ticket: Ticket
    writer: Contact | None = None
    is_copied: bool = False
    sees: bool = False
    is_late: bool = False
    by_number: bool = False

    @property
    def takes_mail(self) -> bool:
        return self.writer is not None or self.is_copied


@dataclass(frozen=True)
class Earlier:
    """The same mail, as it came before: to the other mailbox, or delivered twice."""

    ticket: Ticket | None
    message: Message | None
    waits: bool
    was_for_escalation: bool


@dataclass(frozen=True)
class Facts:
    """All that a decision needs.

    `place` is for whom a new ticket would be, `why_no_place` why there is none. `stops_production` and `has_contract`
    matter to escalations alone.
    """

    nature: Nature
    purpose: Purpose
    sender: Sender
    place: Place | None = None
    found: Found | None = None
    earlier: Earlier | None = None
    is_loop: bool = False
    is_too_much: bool = False
    is_unreadable: bool = False
    stops_production: bool = False
    has_contract: bool = True
    why_no_place: str = ""


class Act(Enum):
    """What is done with a mail."""

    IGNORE = "ignore"
    TRIAGE = "triage"
    KEEP_ONE = "keep_one"
    NOTE = "note"
    NOTE_BOUNCE = "note_bounce"
    ANSWER = "answer"
    APPEND = "append"
    OPEN = "open"
    ESCALATE = "escalate"
    ESCALATE_FILED = "escalate_filed"


@dataclass(frozen=True)
class Decision:
    """What is done, and why where that cannot be seen; `is_critical` where production stands still.

    OPEN with a ticket opens another that follows it.
    """

    act: Act
    why: str = ""
    is_critical: bool = False


def decide(facts: Facts) -> Decision:
    """What becomes of the mail. Nothing is answered but what a person wrote (RFC 3834)."""
    return _of_ourselves(facts) or _of_a_machine(facts) or _of_nobody_known(facts) or _of_a_contact(facts)


def _of_ourselves(facts: Facts) -> Decision | None:
    """Our own mails, and the same mail again."""
    if facts.is_loop or facts.sender == Sender.OURSELVES:
        return Decision(Act.IGNORE, _("This mail is one of ours."))
    earlier = facts.earlier
    if earlier is None:
        return None
    for_escalation = facts.purpose == Purpose.ESCALATION and not earlier.was_for_escalation
    if earlier.ticket is not None and not earlier.waits:
        is_asked = for_escalation and facts.nature == Nature.PERSON and facts.sender == Sender.CONTACT
        act = Act.ESCALATE_FILED if is_asked else Act.KEEP_ONE
        return Decision(act, is_critical=facts.stops_production and facts.has_contract)
    if earlier.waits and not for_escalation:
        return Decision(Act.IGNORE, _("The same mail already waits for somebody to decide."))
    return None


def _of_a_machine(facts: Facts) -> Decision | None:
    """What no person wrote opens nothing."""
    if facts.is_unreadable:
        return Decision(Act.TRIAGE, _("The mail could not be read."))
    if facts.nature in (Nature.BOUNCE, Nature.AUTOMATIC):
        if facts.found is None or (facts.found.by_number and not facts.found.takes_mail):
            words = {
                Nature.BOUNCE: _("A mail that could not be delivered; it names no ticket."),
                Nature.AUTOMATIC: _("An automatic answer; it names no ticket."),
            }
            return Decision(Act.IGNORE, words[facts.nature])
        if facts.is_too_much:
            return Decision(Act.IGNORE, _too_much())
        return Decision(Act.NOTE_BOUNCE if facts.nature == Nature.BOUNCE else Act.NOTE)
    if facts.nature == Nature.LIST and not (facts.found and facts.found.takes_mail):
        is_known = facts.sender in (Sender.CONTACT, Sender.HOUSE)
        return Decision(Act.TRIAGE if is_known else Act.IGNORE, _("It came through a mailing list."))
    return None


def _of_nobody_known(facts: Facts) -> Decision | None:
    """What somebody of the house has to look at."""
    found = facts.found
    if facts.is_too_much:
        return Decision(Act.TRIAGE, _too_much())
    if facts.sender == Sender.HOUSE:
        if found is not None and not found.by_number:
            return Decision(Act.ANSWER)
        return Decision(Act.TRIAGE, _("A colleague wrote it, and it answers no ticket."))
    if found is not None and found.takes_mail:
        return None
    if found is not None and not found.by_number:
        return Decision(Act.TRIAGE, _("It answers a ticket that its sender may not read."))
    if facts.sender == Sender.STRANGER:
        return Decision(Act.TRIAGE, _("The sender is not known."))
    return None


def _of_a_contact(facts: Facts) -> Decision:
    found = facts.found if facts.found and facts.found.takes_mail else None
    is_critical = facts.purpose == Purpose.ESCALATION and facts.stops_production
    if found is not None and not found.ticket.is_open and (found.is_late or is_critical):
        # A copied address has no company for which to ask anew.
        found = None if facts.place else found
    if found is not None:
        return Decision(Act.ESCALATE if facts.purpose == Purpose.ESCALATION else Act.APPEND, is_critical=is_critical)
    if facts.place is None:
        return Decision(Act.TRIAGE, facts.why_no_place)
    return Decision(Act.OPEN, is_critical=is_critical and facts.has_contract)


def _too_much() -> str:
    return _("Too many mails within an hour: nothing is answered.")
