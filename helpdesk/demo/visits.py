"""Plays the visits of the demo through the same actions as the people of a real helpdesk."""

from __future__ import annotations

import datetime as dt
import math
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from interventions.actions.arrive import start_intervention
from interventions.actions.fill import fill_slip
from interventions.actions.leave import leave_site
from interventions.actions.mail_slips import mail_slips
from interventions.actions.plan import Appointment, Errand, plan_intervention
from interventions.actions.prepaid import buy_hours
from interventions.actions.sign import sign_slip
from interventions.actions.sign_later import ask_to_sign_later
from interventions.choices import SignatureKind
from interventions.content import contact_of
from interventions.filling import Filled, SupplyLine
from interventions.models import Intervention, Site
from interventions.signing import Given
from sla.models import Calendar
from sla.seeds import BUSINESS_HOURS
from tickets.actions.reclassify import reclassify_ticket
from tickets.choices import Kind, WorkUse
from tickets.models import Account, OutboxMail, Ticket, User, WorkType

_FILE = Path(__file__).with_name("visits.toml")
_HALF_HOUR = 30 * 60
# The hours that the clinic paid in advance.
_PREPAID = ("Clinique des Tamarins", 20 * 60)


def load_visits(now: dt.datetime) -> None:
    """Sites, hours paid in advance, and the visits of these days: done, under way and to come, relative to `now`."""
    told = tomllib.loads(_FILE.read_text())
    for site in told["site"]:
        account = Account.objects.get(name=site["account"])
        said = {"name": site.get("name", ""), "address": site["address"], "access_notes": site.get("access", "")}
        Site.objects.create(account=account, **said)
    _buy_hours(now)
    for title in told["to_plan"]:
        _wait_for_a_visit(Ticket.objects.get(title=title, external_number=""), now)
    for visit in told["visit"]:
        Visit(visit, now).play()
    mail_slips(at=now)
    # These mails left long ago, in a day that was invented.
    OutboxMail.objects.filter(created_at__lte=now, sent_at=None).update(sent_at=now)


def _buy_hours(now: dt.datetime) -> None:
    name, minutes = _PREPAID
    contract = Account.objects.get(name=name).contracts.get()
    manager = User.objects.get(email="manager@example.org")
    buy_hours(contract=contract, minutes=minutes, note="Carnet de 20 h", by=manager, at=now - dt.timedelta(days=40))


def _wait_for_a_visit(ticket: Ticket, now: dt.datetime) -> None:
    reclassify_ticket(
        ticket=ticket,
        kind=Kind(ticket.kind),
        issue_type=ticket.issue_type,
        sub_issue_type=ticket.sub_issue_type,
        work_type=WorkType.objects.get(use=WorkUse.ON_SITE),
        by=User.objects.get(email="operator@example.org"),
        at=now,
    )


class Visit:
    """One visit: who goes where, and what became of it."""

    def __init__(self, told: dict[str, Any], now: dt.datetime) -> None:
        self.told, self.now = told, now
        self.hours = Calendar.objects.get(name=BUSINESS_HOURS).service_hours()
        self.people = [User.objects.get(name=name, roles__contains=["technician"]) for name in told["who"]]
        self.starts_at = self._start()
        self.ends_at = self.starts_at + _amount(told["lasts"])

    def play(self) -> None:
        """Plan it, then let happen what has happened by now."""
        ticket = Ticket.objects.get(title=self.told["title"], external_number="")
        site = Site.objects.filter(account=ticket.account).first()
        errand = Errand(
            self.told["purpose"], site=site, contact=ticket.contact, instructions=self.told.get("instructions", "")
        )
        appointment = Appointment(self.starts_at, self.ends_at, self.people, despite=True)
        operator = User.objects.get(email="operator@example.org")
        planned_at = min(self.now, max(ticket.opened_at, self.starts_at - dt.timedelta(hours=2)))
        visit = plan_intervention(ticket=ticket, appointment=appointment, errand=errand, by=operator, at=planned_at)
        if "under_way" in self.told:
            self._begin(visit, self.told["under_way"])
        elif "done" in self.told:
            self._finish(visit, self.told["done"])

    def _begin(self, visit: Intervention, said: dict[str, Any]) -> None:
        by, at = self.people[0], self.starts_at
        slip = start_intervention(intervention=visit, by=by, at=at)
        lines = tuple(
            SupplyLine(Decimal(quantity), designation, unit, reference)
            for quantity, unit, designation, reference in said.get("supplies", ())
        )
        filled = Filled(
            findings=said["findings"],
            observations=said.get("observations", ""),
            work_type=slip.work_type,
            travel_minutes=said.get("travel", 0),
            supplies=lines,
        )
        fill_slip(intervention=visit, filled=filled, seen=None, by=by, at=at)

    def _finish(self, visit: Intervention, said: dict[str, Any]) -> None:
        self._begin(visit, said)
        by, at = self.people[0], self.ends_at
        leave_site(intervention=visit, by=by, at=at)
        if "signed" in said:
            surname, first_name, quality = said["signed"]
            given = Given(SignatureKind.DRAWN, surname, first_name, quality, strokes=_signature())
        elif "refused" in said:
            given = Given(SignatureKind.REFUSED, reason=said["refused"])
        else:
            given = Given(SignatureKind.ABSENT, reason=said["absent"])
        sign_slip(intervention=visit, given=given, by=by, at=at)
        contact = contact_of(visit)
        if "signed" not in said and contact:
            ask_to_sign_later(intervention=visit, contact=contact, by=by, at=at)

    def _start(self) -> dt.datetime:
        """On the half hour, so long ago or ahead."""
        amount = _amount(self.told.get("ago") or self.told["ahead"])
        if "ago" in self.told:
            start = self.now - amount if "clock" in self.told else self.hours.before(self.now, amount)
        elif "clock" in self.told:
            start = self.now + amount
        else:
            start = self.hours.due_at(self.now, amount) or self.now
        return dt.datetime.fromtimestamp(start.timestamp() // _HALF_HOUR * _HALF_HOUR, dt.UTC)


def _amount(text: str) -> dt.timedelta:
    hours, minutes = text.split("h")
    return dt.timedelta(hours=int(hours), minutes=int(minutes))


def _signature() -> list[list[list[float]]]:
    """A hand that is in a hurry."""
    swing = [55 * math.sin(step / 4) * math.exp(-(((step - 40) / 42) ** 2)) for step in range(96)]
    wave = [[60 + 5.0 * step, 120 - high] for step, high in enumerate(swing)]
    return [[[round(x, 1), round(y, 1)] for x, y in wave], [[150.0, 176.0], [330.0, 168.0], [500.0, 171.0]]]
