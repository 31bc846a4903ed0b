"""What is known of a mail when it is decided: who wrote it, for which company, and about which ticket."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from mail.choices import Outcome, Purpose
from mail.deciding import Earlier, Facts, Found, Place, Sender
from mail.letter import Letter
from mail.models import InboundMail, Mailbox
from mail.references import FILED, referenced, tagged, written
from tickets.choices import Role
from tickets.folding import fold
from tickets.joined import Joined
from tickets.models import Account, Contact, Letterhead, Ticket, User
from tickets.permissions import accounts_seen_whole
from tickets.promises import contract_and_policy
from tickets.reopening import is_within_window

WORDS_OF_STANDSTILL = "production arretee"
HOUR = dt.timedelta(hours=1)
# In the memory of a process.
KEPT_ADDRESSES, ADDRESSES_SECONDS = "our-addresses", 10
_USERS, _CONTACTS, _ACCOUNTS = Joined(User), Joined(Contact, "user"), Joined(Account)
_ACTIVE_ACCOUNTS = """
JOIN tickets_affiliation place ON place.account_id = it.id
WHERE place.contact_id = %(contact)s AND it.is_active
ORDER BY it.id
"""


@dataclass(frozen=True)
class Writer:
    """Who wrote, as far as we know them; several people may share an address."""

    email: str
    contacts: tuple[Contact, ...]
    colleague: User | None

    @classmethod
    def of(cls, email: str) -> Writer:
        if not email:
            return cls("", (), None)
        user = _USERS.first("WHERE lower(it.email) = lower(%(email)s)", {"email": email})
        known = "WHERE upper(it.email) = upper(%(email)s) OR it.user_id = %(user)s ORDER BY it.id"
        contacts = tuple(_CONTACTS.rows(known, {"email": email, "user": user and user.pk}))
        return cls(email, contacts, user if user and user.is_active and user.is_staff_member else None)

    @property
    def kind(self) -> Sender:
        if self.email in our_addresses():
            return Sender.OURSELVES
        if self.colleague is not None:
            return Sender.HOUSE
        return Sender.CONTACT if self.contacts else Sender.STRANGER


def facts_of(letter: Letter, mail: InboundMail, writer: Writer, at: dt.datetime) -> Facts:
    """All that `decide` needs to know."""
    purpose, found = Purpose(mail.purpose), _found(letter, Purpose(mail.purpose), writer, at)
    place, why_no_place = _place(letter, writer, found)
    return Facts(
        nature=letter.nature,
        purpose=purpose,
        sender=writer.kind,
        place=place,
        why_no_place=why_no_place,
        found=found,
        earlier=_earlier(mail),
        is_loop=letter.loops > 0,
        is_too_much=_is_too_much(mail, found, at),
        is_unreadable=not letter.was_read,
        stops_production=stops_production(letter),
        has_contract=purpose != Purpose.ESCALATION or _has_contract(found, place, at),
    )


def identifier_of(letter: Letter) -> str:
    """The Message-ID; for a mail without one that says when it was written, a name made of what it says."""
    if letter.message_id or letter.sent_at is None:
        return letter.message_id
    said = f"{letter.sender.email}\n{letter.sent_at.isoformat()}\n{letter.subject}\n{letter.text}"
    return f"<{hashlib.sha256(said.encode('utf-8', 'replace')).hexdigest()}@nameless.invalid>"


def our_addresses() -> set[str]:
    """The addresses that are read here, or that we write from; for some seconds those of before."""
    kept = caches["process"]
    ours: set[str] | None = kept.get(KEPT_ADDRESSES)
    if ours is None:
        ours = _our_addresses()
        kept.set(KEPT_ADDRESSES, ours, ADDRESSES_SECONDS)
    return ours


def _our_addresses() -> set[str]:
    house = Letterhead.of_the_house()
    ours = {parseaddr(settings.DEFAULT_FROM_EMAIL)[1], house.email, house.escalation_email}
    ours.update(Mailbox.objects.values_list("address", flat=True))
    return {address.lower() for address in ours if address}


def stops_production(letter: Letter) -> bool:
    """Whether it says that production stands still, in whatever case, accents and spaces."""
    return any(WORDS_OF_STANDSTILL in fold(text) for text in (letter.subject, letter.text))


def tickets_seen(contact: Contact) -> QuerySet[Ticket]:
    """What the contact would see on the portal; who has no access yet sees by mail what they would with one."""
    if contact.user is None:
        places = Q(affiliations__contact=contact, affiliations__sees_company_tickets=True)
        accounts = Account.objects.filter(places | Q(partners__affiliations__contact=contact))
    else:
        accounts = accounts_seen_whole(contact.user)
    return Ticket.objects.filter(Q(contact=contact) | Q(account__in=accounts))


def _found(letter: Letter, purpose: Purpose, writer: Writer, at: dt.datetime) -> Found | None:
    """The ticket that it answers, else the one whose number it carries; the first one that the sender may write on."""
    answered = [_as_found(ticket, writer, at) for ticket in referenced([*letter.references, *letter.reported])]
    surest = numbers = tagged(letter.subject)
    if purpose == Purpose.ESCALATION:
        numbers = list(dict.fromkeys([*surest, *written(letter.subject, letter.text)]))
    named = [_as_found(ticket, writer, at, by_number=True) for ticket in numbers]
    # Who escalates names the ticket: the number that they write counts before the mail that they happened to answer.
    order = named + answered if purpose == Purpose.ESCALATION else answered + named
    guessed = [*answered, *named[: len(surest)]]
    return next((found for found in order if found.takes_mail), next(iter(guessed), None))


def _as_found(ticket: Ticket, writer: Writer, at: dt.datetime, *, by_number: bool = False) -> Found:
    readers = [contact for contact in writer.contacts if _sees(contact, ticket)]
    readers.sort(key=lambda contact: contact.pk != ticket.contact_id)
    is_copied = bool(writer.email) and ticket.copies.filter(email__iexact=writer.email).exists()
    writers = readers or _others(ticket, writer.contacts, is_copied=is_copied, by_number=by_number)
    return Found(
        ticket=ticket,
        writer=next(iter(writers), None),
        is_copied=is_copied,
        sees=bool(readers),
        is_late=not ticket.is_open and not is_within_window(ticket, at),
        by_number=by_number,
    )


def _sees(contact: Contact, ticket: Ticket) -> bool:
    return contact.pk == ticket.contact_id or tickets_seen(contact).filter(pk=ticket.pk).exists()


def _others(ticket: Ticket, contacts: Sequence[Contact], *, is_copied: bool, by_number: bool) -> Sequence[Contact]:
    """Who of them may write on a ticket that none of them sees.

    Who works where it is from answers a mail that a colleague of theirs sent them, too; who gets copies answers one.
    """
    if by_number and not is_copied:
        return ()
    colleagues = Contact.objects.filter(pk__in=[each.pk for each in contacts], accounts=ticket.account_id)
    return list(colleagues) or (contacts if is_copied else ())


def _place(letter: Letter, writer: Writer, found: Found | None) -> tuple[Place | None, str]:
    """For which company something new is asked; where that is not clear, why not.

    What follows an old ticket is for its company. Of several companies it is the one that the mail names; else the
    one for which they asked last. For a partner that would be a guess among clients who do not know each other.
    """
    own = [Place(contact, account) for contact in writer.contacts for account in _active_accounts(contact)]
    looked_after = [Place(place.contact, account) for place in own for account in _looked_after(place)]
    places = [*own, *looked_after]
    if not places:
        return None, _("The sender belongs to no company that we work for now.")
    if len(places) == 1:
        return places[0], ""
    last = Ticket.objects.filter(contact__in=writer.contacts).order_by("-number").first()
    account = _account_of(letter, places, found, last if not looked_after else None)
    here = [place for place in places if place.account.pk == account]
    if not here:
        return None, _("The sender belongs to several companies: choose one.")
    likely = found.writer if found and found.takes_mail else last.contact if last else None
    return min(here, key=lambda place: place.contact != likely), ""


def _account_of(letter: Letter, places: Sequence[Place], found: Found | None, last: Ticket | None) -> int | None:
    accounts = {place.account.pk: place.account for place in places}
    if len(accounts) == 1:
        return next(iter(accounts))
    if found is not None and found.takes_mail and found.ticket.account_id in accounts:
        return found.ticket.account_id
    said = f" {fold(letter.subject)} {fold(letter.text)} "
    named = [key for key, account in accounts.items() if f" {fold(account.name)} " in said]
    if len(named) == 1:
        return named[0]
    return last.account_id if last else None


def _active_accounts(contact: Contact) -> Iterable[Account]:
    return _ACCOUNTS.rows(_ACTIVE_ACCOUNTS, {"contact": contact.pk})


def _looked_after(place: Place) -> Iterable[Account]:
    """The companies that a partner looks after, for who may ask in their name."""
    user = place.contact.user
    is_able = place.account.is_partner and (user is None or user.has_role(Role.PARTNER))
    return place.account.looks_after.filter(is_active=True).order_by("pk") if is_able else ()


def count_waiting() -> int:
    """The mails that wait for somebody to decide."""
    return InboundMail.objects.filter(outcome=Outcome.TRIAGE).count()


def same_mail(mail: InboundMail) -> QuerySet[InboundMail]:
    """Other copies of a mail. A name that one program gives to all its mails makes no copies of them."""
    copies = InboundMail.objects.filter(identifier=mail.identifier, sender=mail.sender, subject=mail.subject)
    return copies.exclude(pk=mail.pk) if mail.identifier else copies.none()


def _earlier(mail: InboundMail) -> Earlier | None:
    copies = list(same_mail(mail).order_by("pk"))
    filed = [copy for copy in copies if copy.outcome in FILED and copy.ticket is not None]
    waiting = [copy for copy in copies if copy.outcome == Outcome.TRIAGE]
    first = next(iter([*filed, *waiting]), None)
    if first is None:
        return None
    was_for_escalation = any(copy.purpose == Purpose.ESCALATION for copy in filed or waiting)
    return Earlier(first.ticket, first.message, first.outcome == Outcome.TRIAGE, was_for_escalation)


def _is_too_much(mail: InboundMail, found: Found | None, at: dt.datetime) -> bool:
    ticket = found.ticket.pk if found else None
    filed = [outcome for outcome in FILED if outcome != Outcome.DUPLICATE]
    asked: dict[str, Any] = {"since": at - HOUR, "filed": filed, "sender": mail.sender, "ticket": ticket}
    with connection.cursor() as cursor:
        cursor.execute(_HANDLED, asked)
        of_sender, on_ticket = cursor.fetchone()
    if mail.sender and of_sender >= settings.MAIL_MOST_A_SENDER_AN_HOUR:
        return True
    return found is not None and on_ticket >= settings.MAIL_MOST_A_TICKET_AN_HOUR


_HANDLED = """
SELECT count(*) FILTER (WHERE sender = %(sender)s), count(*) FILTER (WHERE ticket_id = %(ticket)s)
FROM mail_inboundmail
WHERE handled_at > %(since)s AND outcome = ANY(%(filed)s) AND (sender = %(sender)s OR ticket_id = %(ticket)s)
"""


def _has_contract(found: Found | None, place: Place | None, at: dt.datetime) -> bool:
    if found is not None and found.ticket.is_open:
        return not found.ticket.policy.is_without_contract
    return place is not None and not contract_and_policy(place.account, at)[1].is_without_contract
