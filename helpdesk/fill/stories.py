"""One invented ticket: it lives through the ledger, as the imported histories do, and tells what was said."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from random import Random
from typing import Any

from escalation.actions.tell_level import Climb
from escalation.ladders import plan_of_policy
from escalation.models import Escalation
from helpdesk.fill import words
from helpdesk.fill.clients import Client, Desk, House
from helpdesk.fill.fates import OVER, Fate, opened_at
from sla.choices import Metric, Priority
from sla.seeds import STANDARD
from tickets.choices import EventKind, Kind, MessageKind, Source, Status
from tickets.clocks import Ledger, spans
from tickets.models import Event, Message, Ticket, TimeEntry, User

MARK = "fill-"
_PRIORITIES = {Priority.CRITICAL: 6, Priority.HIGH: 22, Priority.MEDIUM: 44, Priority.LOW: 28}
_SOURCES = {Source.PHONE: 60, Source.EMAIL: 22, Source.PORTAL: 14, Source.MONITORING: 4}
_KINDS = {Kind.INCIDENT: 72, Kind.SERVICE_REQUEST: 26, Kind.PROBLEM: 2}
_STATUSES = {
    Fate.DUE: Status.ASSIGNED,
    Fate.ANSWERED: Status.IN_PROGRESS,
    Fate.LATE: Status.IN_PROGRESS,
    Fate.WAITING: Status.WAITING_CLIENT,
    Fate.THIRD_PARTY: Status.WAITING_THIRD_PARTY,
    Fate.SCHEDULED: Status.SCHEDULED,
    Fate.RESOLVED: Status.RESOLVED,
    Fate.CLOSED: Status.CLOSED,
    Fate.CANCELLED: Status.CANCELLED,
}
_UNANSWERED = (Fate.FRESH, Fate.DUE, Fate.CANCELLED)


@dataclass
class Story:
    """A ticket in memory with all that hangs on it; an event about a message names it."""

    ledger: Ledger
    messages: list[Message] = field(default_factory=list)
    events: list[tuple[Event, Message | None]] = field(default_factory=list)
    escalations: list[Escalation] = field(default_factory=list)
    entries: list[TimeEntry] = field(default_factory=list)

    @property
    def ticket(self) -> Ticket:
        return self.ledger.ticket

    def tell(
        self, kind: EventKind, by: User, at: dt.datetime, new: str = "", message: Message | None = None, **data: Any
    ) -> None:
        """One line of history, and the message it is about."""
        event = Event(ticket=self.ticket, kind=kind, by=by, at=at, new=new, data=data)
        self.events.append((event, message))
        self.ticket.last_activity_at = max(self.ticket.last_activity_at, at)
        if message is not None:
            self.messages.append(message)


class Teller:
    """Tells one story after the other; the same chance tells the same."""

    def __init__(self, house: House, chance: Random, at: dt.datetime, devices: int) -> None:
        self.house, self.chance, self.at, self.devices = house, chance, at, devices
        self.standard = [client for client in house.clients if client.terms.policy.name == STANDARD]

    def story(self, number: int, fate: Fate) -> Story:
        """The ticket with this running number."""
        client = self.chance.choice(self.standard if fate == Fate.DUE else self.house.clients)
        desk, trouble = self._trouble()
        ticket = self._ticket(number, fate, client, desk, trouble)
        story = Story(Ledger(ticket, client.terms))
        opened, last = ticket.opened_at, self._last_at(ticket.opened_at, fate)
        story.ledger.start(opened)
        self._open(story, trouble)
        if fate not in _UNANSWERED:
            answered = opened + (last - opened) * self.chance.uniform(0.02, 0.3)
            self._answer(story, answered)
            self._talk(story, answered, last)
        self._end(story, fate, last)
        if fate == Fate.LATE:
            self._climb(story)
        ticket.next_due_at = story.ledger.next_due_at()
        ticket.version = len(story.events) + 1
        return story

    # The ticket -------------------------------------------------------------------------------
    def _trouble(self) -> tuple[Desk, words.Trouble]:
        desk = self.chance.choices(self.house.desks, [7, 3][: len(self.house.desks)])[0]
        troubles = words.IT_TROUBLES if desk is self.house.desks[0] else words.TELECOM_TROUBLES
        return desk, self.chance.choice(troubles)

    def _ticket(self, number: int, fate: Fate, client: Client, desk: Desk, trouble: words.Trouble) -> Ticket:
        priority = self._drawn(_PRIORITIES)
        is_guaranteed = self.chance.random() < 0.3
        promises = {metric: client.terms.promise(metric, priority, is_guaranteed) for metric in Metric}
        opened = opened_at(self.chance, fate, promises, self.at)
        is_new = fate == Fate.FRESH and self.chance.random() < 0.3
        level, people = desk.levels[0 if fate in (Fate.FRESH, Fate.DUE) else self.chance.choice((0, 0, 1))]
        site, since = self.chance.choice(words.SITES), self.chance.choice(words.SINCE)
        return Ticket(
            external_number=f"{MARK}{number:07d}",
            title=f"{trouble.title} {site}",
            description=f"{trouble.says} C’est ainsi {since}. Matériel : PST{self.chance.randrange(self.devices):05d}.",
            kind=self._drawn(_KINDS),
            source=self._drawn(_SOURCES),
            status=Status.NEW if is_new else _STATUSES.get(fate, Status.ASSIGNED),
            priority=priority,
            account=client.account,
            contact=self.chance.choice(client.contacts),
            contract=client.contract,
            policy=client.terms.policy,
            has_guaranteed_repair=is_guaranteed,
            queue=desk.queue,
            level=level,
            technician=None if is_new else self.chance.choice(people),
            issue_type=self.house.issues.get((None, trouble.issue)),
            sub_issue_type=self.house.issues.get((trouble.issue, trouble.sub_issue)),
            work_type=self.chance.choice(self.house.work_types),
            opened_at=opened,
            opened_by=self.chance.choice(self.house.operators),
            last_activity_at=opened,
        )

    def _last_at(self, opened: dt.datetime, fate: Fate) -> dt.datetime:
        """Until when something happened: long ago where all is over."""
        if fate in OVER:
            return opened + dt.timedelta(hours=self.chance.expovariate(1 / 30) + 0.2)
        return opened + (self.at - opened) * self.chance.uniform(0.5, 1)

    # What happens to it -----------------------------------------------------------------------
    def _open(self, story: Story, trouble: words.Trouble) -> None:
        ticket = story.ticket
        story.tell(
            EventKind.OPENED,
            ticket.opened_by,
            ticket.opened_at,
            str(Priority(ticket.priority).label),
            source=ticket.source,
        )
        if ticket.source == Source.PHONE:
            call = self._message(story, MessageKind.CALL, ticket.description, ticket.opened_at, of_client=True)
            call.author, call.source, call.is_intake = ticket.opened_by, Source.PHONE, True
            story.messages.append(call)

    def _answer(self, story: Story, at: dt.datetime) -> None:
        ticket = story.ticket
        technician = ticket.technician or self.house.automation
        ticket.taken_at = at
        story.tell(EventKind.TAKEN, technician, at)
        story.ledger.respond(at)
        self._reply(story, words.REPLIES, at)

    def _talk(self, story: Story, since: dt.datetime, until: dt.datetime) -> None:
        for at in sorted(
            since + (until - since) * self.chance.random() for _ in range(self.chance.choice((0, 1, 2, 4)))
        ):
            said = self.chance.random()
            if said < 0.4:
                self._reply(story, words.ANSWERS, at, of_client=True)
            elif said < 0.7:
                self._reply(story, words.REPLIES, at)
            else:
                note = self._message(story, MessageKind.NOTE, self.chance.choice(words.NOTES), at)
                story.tell(EventKind.NOTED, self._technician(story), at, message=note)
        if self.chance.random() < 0.5:
            story.entries.append(
                TimeEntry(
                    ticket=story.ticket,
                    technician=self._technician(story),
                    work_type=story.ticket.work_type,
                    minutes=self.chance.choice((10, 15, 25, 40, 60)),
                    worked_at=until,
                )
            )

    def _end(self, story: Story, fate: Fate, at: dt.datetime) -> None:
        ticket, ledger, by = story.ticket, story.ledger, self._technician(story)
        if fate == Fate.WAITING:
            reason = self.chance.choice(words.REASONS)
            ledger.pause(at, reason, by)
            story.tell(EventKind.WAITED, by, at, str(Status.WAITING_CLIENT.label), reason=reason)
        elif fate == Fate.CANCELLED:
            ledger.cancel(at)
            story.tell(EventKind.CANCELLED, by, at, reason="Doublon")
        elif fate in (Fate.RESOLVED, Fate.CLOSED):
            ledger.resolve(at)
            ticket.resolved_at = at
            solution = self._message(story, MessageKind.REPLY, self.chance.choice(words.SOLUTIONS), at)
            story.tell(EventKind.RESOLVED, by, at, message=solution)
        if fate == Fate.CLOSED:
            ticket.closed_at = at + dt.timedelta(days=3)
            story.tell(EventKind.CLOSED, self.house.automation, ticket.closed_at)

    def _climb(self, story: Story) -> None:
        """Tell every level whose time has come, as the sweep did then."""
        ticket, by = story.ticket, self.house.automation
        plan, pauses = plan_of_policy(ticket.policy), tuple(spans(story.ledger.pauses))
        for clock in story.ledger.running():
            climb = Climb(ticket, clock, plan, pauses, frozenset())
            while (step := climb.due_step(self.at)) is not None:
                name = plan.level(step.level).name
                fields = {"metric": clock.metric, "level": step.level}
                story.escalations.append(
                    Escalation(ticket=ticket, cycle=clock.cycle, name=name, at=step.at, by=by, **fields)
                )
                data = {**fields, "trigger": "automatic", "reason": ""}
                story.tell(EventKind.ESCALATED, by, step.at, name, **data)
                climb.told |= {step.level}

    # How --------------------------------------------------------------------------------------
    def _reply(self, story: Story, texts: tuple[str, ...], at: dt.datetime, *, of_client: bool = False) -> None:
        message = self._message(story, MessageKind.REPLY, self.chance.choice(texts), at, of_client=of_client)
        by = self.house.automation if of_client else self._technician(story)
        story.tell(EventKind.REPLIED, by, at, message=message)

    def _message(
        self, story: Story, kind: MessageKind, body: str, at: dt.datetime, *, of_client: bool = False
    ) -> Message:
        author = None if of_client else self._technician(story)
        contact = None if kind == MessageKind.NOTE else story.ticket.contact
        source = Source.EMAIL if of_client else Source.PORTAL
        return Message(ticket=story.ticket, kind=kind, body=body, at=at, author=author, contact=contact, source=source)

    def _technician(self, story: Story) -> User:
        return story.ticket.technician or story.ticket.opened_by

    def _drawn(self, weighted: dict[Any, int]) -> Any:
        return self.chance.choices(list(weighted), list(weighted.values()))[0]
