"""Ladders as values: what is written, copied, and read by every action without asking the database again."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from functools import cached_property, lru_cache

from escalation.choices import OffsetTime, Service
from escalation.decider import Offset
from escalation.models import Ladder, Level, LevelContact, Rung
from sla.models import Policy
from tickets.choices import Kind


@dataclass(frozen=True)
class ContactPlan:
    """Somebody told at a level; `user_id` where they sign in here."""

    name: str
    email: str
    role: str = ""
    phone: str = ""
    service: str = Service.ALL
    user_id: int | None = None

    def __str__(self) -> str:
        """By name and role: all that whoever asks for an escalation reads of them."""
        return f"{self.name} ({self.role})" if self.role and self.role != self.name else self.name


@dataclass(frozen=True)
class RungPlan:
    """When the level is reached, for one metric and priority."""

    metric: str
    priority: str
    offset: dt.timedelta
    offset_time: str = OffsetTime.BUSINESS


@dataclass(frozen=True)
class LevelPlan:
    """One level: who is told, when, and to which resource level the ticket moves."""

    number: int
    name: str
    contacts: tuple[ContactPlan, ...]
    rungs: tuple[RungPlan, ...]
    moves_to_level: int | None = None
    must_acknowledge: bool = True

    def told_about(self, kind: str) -> tuple[ContactPlan, ...]:
        """Who answers for this kind of ticket; all of them where nobody does, for somebody has to know."""
        service = Service.PRODUCTION if kind == Kind.SERVICE_REQUEST else Service.SUPPORT
        meant = tuple(contact for contact in self.contacts if contact.service in (Service.ALL, service))
        return meant or self.contacts


@dataclass(frozen=True)
class LadderPlan:
    """The levels of one policy, from the lowest, and when they may be asked for."""

    levels: tuple[LevelPlan, ...]
    request_after: dt.timedelta = dt.timedelta(hours=1)
    request_priorities: tuple[str, ...] = ()

    def offsets(self, metric: str, priority: str) -> tuple[Offset, ...]:
        """The rungs of one metric and priority."""
        return self._offsets.get((metric, priority), ())

    @cached_property
    def _offsets(self) -> dict[tuple[str, str], tuple[Offset, ...]]:
        found: dict[tuple[str, str], tuple[Offset, ...]] = {}
        for level in self.levels:
            for rung in level.rungs:
                known = found.get((rung.metric, rung.priority), ())
                found[rung.metric, rung.priority] = (*known, Offset(level.number, rung.offset, rung.offset_time))
        return found

    def level(self, number: int) -> LevelPlan:
        return next(level for level in self.levels if level.number == number)


NO_LADDER = LadderPlan(())


def plan_of_policy(policy: Policy) -> LadderPlan:
    """The ladder of a policy, as it was when `policy.ladder` was read; an empty one where it has none."""
    ladder: Ladder | None = getattr(policy, "ladder", None)
    return plan_of(ladder.pk, ladder.version) if ladder else NO_LADDER


@lru_cache(maxsize=256)
def plan_of(ladder_id: int, version: uuid.UUID) -> LadderPlan:
    """One version of a ladder, read once a process."""
    ladder = Ladder.objects.get(pk=ladder_id)
    levels = ladder.levels.prefetch_related("contacts", "rungs").order_by("number")
    return LadderPlan(tuple(_level(level) for level in levels), ladder.request_after, tuple(ladder.request_priorities))


def _level(level: Level) -> LevelPlan:
    return LevelPlan(
        number=level.number,
        name=level.name,
        contacts=tuple(_contact(contact) for contact in level.contacts.all()),
        rungs=tuple(_rung(rung) for rung in level.rungs.all()),
        moves_to_level=level.moves_to_level,
        must_acknowledge=level.must_acknowledge,
    )


def _contact(contact: LevelContact) -> ContactPlan:
    return ContactPlan(
        name=contact.name,
        email=contact.email,
        role=contact.role,
        phone=contact.phone,
        service=contact.service,
        user_id=contact.user_id,
    )


def _rung(rung: Rung) -> RungPlan:
    return RungPlan(rung.metric, rung.priority, rung.offset, rung.offset_time)
