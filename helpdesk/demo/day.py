"""Plays the day of the demo through the same actions as the people of a real helpdesk."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from escalation.actions.acknowledge import acknowledge_escalation
from escalation.actions.sweep import sweep
from escalation.models import Alarm
from sla.engine import ServiceHours
from sla.models import Policy
from tickets.actions.call import log_call
from tickets.actions.close import close_ticket
from tickets.actions.note import add_note
from tickets.actions.open import open_ticket
from tickets.actions.reply import receive_reply, reply_and_wait, reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.schedule import schedule_ticket
from tickets.actions.take import take_ticket
from tickets.actions.time import log_time
from tickets.actions.wait import wait_for
from tickets.choices import Kind, Source, Status
from tickets.days import day_of
from tickets.models import Account, Contact, IssueType, OutboxMail, Queue, Ticket, User, WorkType
from tickets.promises import Intake

_FILE = Path(__file__).with_name("day.toml")
_AGO = re.compile(r"(\d+)h(\d\d)$")


def play_day(now: dt.datetime) -> int:
    """Open and work every ticket of the day, relative to `now`; return how many there are."""
    told = tomllib.loads(_FILE.read_text())["ticket"]
    scenes = sorted((Scene(ticket, now) for ticket in told), key=lambda scene: scene.opened_at)
    for scene in scenes:
        scene.play()
    # These mails left long ago, in a day that was invented.
    OutboxMail.objects.filter(created_at__lt=now).update(sent_at=now)
    return len(scenes)


class Scene:
    """One ticket: who called about what, and what was done since."""

    def __init__(self, told: dict[str, Any], now: dt.datetime) -> None:
        self.told, self.now = told, now
        self.account = Account.objects.get(name=told["account"])
        self.contact = Contact.objects.get(accounts=self.account, name=told["contact"])
        self.hours = self._hours()
        self.opened_at = self._at(told["opened"])
        self.automation = User.objects.automation()

    def play(self) -> None:
        """Open the ticket, then let time pass from step to step, escalating what falls due."""
        operator = User.objects.get(email="operator@example.org")
        ticket = open_ticket(intake=self._intake(), by=operator, at=self.opened_at)
        for step in self.told["steps"]:
            ago, verb, who, text = (*step.split(" ", 3), "")[:4]
            at = self._at(ago)
            self._let_time_pass(ticket, at)
            VERBS[verb](self, ticket, who, text, at)
        self._let_time_pass(ticket, self.now)

    def staff(self, name: str) -> User:
        """A technician by first name."""
        return User.objects.get(name=name, contact__isnull=True)

    def _hours(self) -> ServiceHours:
        contract = self.account.contract_on(day_of(self.now))
        policy = contract.policy if contract else Policy.objects.get(is_without_contract=True)
        target = policy.targets.filter(priority=self.told["priority"]).order_by("metric").last()
        return (target.calendar if target else policy.calendar).service_hours()

    def _at(self, ago: str) -> dt.datetime:
        found = _AGO.match(ago)
        if found is None:
            raise ValueError(f"{ago} is no time such as 1h05: {self.told['title']}")
        return self.hours.before(self.now, dt.timedelta(hours=int(found[1]), minutes=int(found[2])))

    def _intake(self) -> Intake:
        issue, sub_issue = self.told["issue"].split("/")
        return Intake(
            account=self.account,
            contact=self.contact,
            queue=Queue.objects.get(shortcut=self.told["queue"]),
            title=self.told["title"],
            description=self.told["says"],
            priority=self.told["priority"],
            kind=self.told.get("kind", Kind.INCIDENT),
            issue_type=IssueType.objects.get(name=issue, parent=None),
            sub_issue_type=IssueType.objects.get(name=sub_issue, parent__name=issue),
            has_guaranteed_repair=self.told.get("guaranteed", False),
        )

    def _let_time_pass(self, ticket: Ticket, until: dt.datetime) -> None:
        alarms = Alarm.objects.filter(clock__ticket=ticket, at__lte=until).order_by("at")
        while (alarm := alarms.first()) is not None:
            sweep(at=alarm.at)


Step = Callable[[Scene, Ticket, str, str, dt.datetime], object]


def _wait(scene: Scene, ticket: Ticket, who: str, text: str, at: dt.datetime, status: Status) -> None:
    wait_for(ticket=ticket, status=status, reason=text, by=scene.staff(who), at=at)


def _reply_wait(scene: Scene, ticket: Ticket, who: str, text: str, at: dt.datetime) -> None:
    reply_and_wait(
        ticket=ticket,
        body=text,
        status=Status.WAITING_CLIENT,
        reason="Réponse attendue du client",
        by=scene.staff(who),
        at=at,
    )


def _answer(scene: Scene, ticket: Ticket, who: str, text: str, at: dt.datetime) -> None:
    receive_reply(ticket=ticket, contact=scene.contact, body=text, source=Source.EMAIL, by=scene.automation, at=at)


def _call(scene: Scene, ticket: Ticket, who: str, text: str, at: dt.datetime) -> None:
    log_call(ticket=ticket, body=text, with_requester=True, seconds=240, by=scene.staff(who), at=at)


def _time(scene: Scene, ticket: Ticket, who: str, text: str, at: dt.datetime) -> None:
    log_time(
        ticket=ticket,
        minutes=int(text),
        work_type=WorkType.objects.get(is_default=True),
        by=scene.staff(who),
        at=at,
    )


def _acknowledge(scene: Scene, ticket: Ticket, who: str, text: str, at: dt.datetime) -> None:
    for escalation in ticket.escalations.filter(acknowledged_at=None):
        acknowledge_escalation(escalation=escalation, by=scene.staff(who), at=at)


VERBS: dict[str, Step] = {
    "take": lambda scene, ticket, who, text, at: take_ticket(ticket=ticket, by=scene.staff(who), at=at),
    "reply": lambda scene, ticket, who, text, at: reply_to_ticket(ticket=ticket, body=text, by=scene.staff(who), at=at),
    "reply_wait": _reply_wait,
    "answer": _answer,
    "note": lambda scene, ticket, who, text, at: add_note(ticket=ticket, body=text, by=scene.staff(who), at=at),
    "call": _call,
    "time": _time,
    "wait_client": lambda *step: _wait(*step, status=Status.WAITING_CLIENT),
    "wait_third": lambda *step: _wait(*step, status=Status.WAITING_THIRD_PARTY),
    "schedule": lambda scene, ticket, who, text, at: schedule_ticket(ticket=ticket, by=scene.staff(who), at=at),
    "resolve": lambda scene, ticket, who, text, at: resolve_ticket(
        ticket=ticket, solution=text, by=scene.staff(who), at=at
    ),
    "close": lambda scene, ticket, who, text, at: close_ticket(ticket=ticket, by=scene.staff(who), at=at),
    "acknowledge": _acknowledge,
}
