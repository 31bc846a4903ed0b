"""A visit for who goes there: where it is, whom to call, what is known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from interventions.choices import State
from interventions.content import contact_of
from interventions.models import Intervention, Slip
from interventions.queries.day import MOST_TICKETS, last_messages, other_open_tickets
from tickets.choices import Status
from tickets.models import Contact, Message, Ticket
from tickets.phone import readable

MAP = "https://www.openstreetmap.org/search"


@dataclass(frozen=True)
class Phone:
    """A number in E.164, and as it is read aloud; `who` has it."""

    number: str
    words: str
    who: str


@dataclass(frozen=True)
class OpenTicket:
    """Another ticket of the client."""

    ticket: Ticket
    status: Status


@dataclass(frozen=True)
class Stop:
    """A visit on somebody's way."""

    intervention: Intervention
    slip: Slip | None
    contact: Contact | None
    phones: Sequence[Phone]
    messages: Sequence[Message]
    others: Sequence[OpenTicket]
    has_more: bool

    @property
    def state(self) -> State:
        return State(self.intervention.state)

    @property
    def address(self) -> str:
        return self.intervention.site.address if self.intervention.site else ""

    @property
    def map_url(self) -> str:
        """A map for every screen."""
        return f"{MAP}?{urlencode({'query': self._on_one_line()})}"

    @property
    def geo_url(self) -> str:
        """What opens the phone's own way of getting there (RFC 5870, with the query that Android added)."""
        return f"geo:0,0?q={quote(self._on_one_line())}"

    def _on_one_line(self) -> str:
        return ", ".join(line.strip() for line in self.address.splitlines() if line.strip())


def stops_of(interventions: Iterable[Intervention]) -> list[Stop]:
    """Each visit, with what was said last and what else the client waits for: two statements for all of them."""
    visits = list(interventions)
    tickets = [visit.ticket for visit in visits]
    messages, opened = last_messages(tickets), other_open_tickets(tickets)
    return [
        _stop(visit, messages.get(visit.ticket_id, []), opened.get(visit.ticket.account_id, [])) for visit in visits
    ]


def slip_if_any(intervention: Intervention) -> Slip | None:
    """The slip of a visit; None before the first arrival."""
    return getattr(intervention, "slip", None)


def _stop(visit: Intervention, messages: Sequence[Message], opened: Sequence[Ticket]) -> Stop:
    others = [ticket for ticket in opened if ticket.pk != visit.ticket_id]
    contact = contact_of(visit)
    return Stop(
        visit,
        slip_if_any(visit),
        contact,
        _phones(visit, contact),
        messages,
        [OpenTicket(ticket, Status(ticket.status)) for ticket in others[:MOST_TICKETS]],
        len(others) > MOST_TICKETS,
    )


def _phones(visit: Intervention, contact: Contact | None) -> list[Phone]:
    """The numbers of the contact, then the switchboard, where it is another."""
    account = visit.ticket.account
    owners = {phone.number: contact.name for phone in contact.phones.all()} if contact else {}
    if account.phone:
        owners.setdefault(account.phone, account.name)
    return [Phone(number, readable(number), who) for number, who in owners.items()]
