"""Whether an escalation may be asked for now, or from when, or why not: one sentence for button and refusal."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from escalation.choices import OffsetTime, Purpose, RequestState, Trigger
from escalation.decider import Step, level_in_force, steps
from escalation.ladders import LadderPlan, LevelPlan, plan_of_policy
from escalation.models import Escalation, ReachInstruction
from escalation.queries.ladder import standing_of
from escalation.words import moment
from helpdesk.templatetags.moments import duration
from sla.choices import Priority
from tickets.choices import Status, Verdict
from tickets.fetched import escalations_of, pauses_of
from tickets.models import Clock, Ticket
from tickets.readings import latest_clocks


@dataclass(frozen=True)
class RequestRule:
    """The rule at one instant. Open: `next_level`, `who` and `clock` say what would happen; otherwise `sentence` says
    why not, and `opens_at` from when and `who` to whom, where that is known.
    """

    state: RequestState
    sentence: str
    opens_at: dt.datetime | None = None
    next_level: int | None = None
    who: tuple[str, ...] = ()
    clock: Clock | None = None

    @property
    def is_open(self) -> bool:
        return self.state == RequestState.OPEN


def request_rule(ticket: Ticket, at: dt.datetime) -> RequestRule:
    """The rule by which client, partner and staff may ask for an escalation of this ticket.

    It opens once a promise of the ticket is missed, plus the ladder's grace in the time of that promise's calendar
    (the matrix of escalation: one business hour; the carrier's procedure: as soon as it is overdue).
    """
    plan = plan_of_policy(ticket.policy)
    if refusal := _never(ticket, plan):
        return refusal
    opening = _opening(ticket, plan)
    if opening is None:
        return RequestRule(RequestState.KEPT, _("Nothing was promised here that could still be missed."))
    clock, opens_at = opening
    if clock.due_at is None or at < opens_at or at <= clock.due_at:
        sentence, who = _from_when(clock, plan, opens_at, at), _told_about(ticket, _first_level(clock, plan))
        return RequestRule(RequestState.TOO_EARLY, sentence, opens_at=opens_at, who=who, clock=clock)
    return _at_level(ticket, clock, plan, opens_at, at)


def _never(ticket: Ticket, plan: LadderPlan) -> RequestRule | None:
    """Why waiting would not help; None where it would."""
    if not ticket.is_open:
        sentence = _("This ticket is “%(status)s”: there is nothing left to escalate.")
        return RequestRule(RequestState.OVER, sentence % {"status": Status(ticket.status).label})
    if not plan.levels:
        return RequestRule(RequestState.NO_LADDER, _without_ladder(ticket))
    if ticket.priority not in plan.request_priorities:
        return RequestRule(RequestState.WRONG_PRIORITY, _wrong_priority(ticket, plan))
    if any(pause.until_at is None for pause in pauses_of(ticket)):
        # Clients read this: why it waits is a word of the house.
        sentence = _("The clocks stand still: it can be escalated once the work goes on.")
        return RequestRule(RequestState.PAUSED, sentence)
    return None


def _wrong_priority(ticket: Ticket, plan: LadderPlan) -> str:
    return _("“%(policy)s” escalates at these priorities alone: %(priorities)s. This ticket's is: %(own)s.") % {
        "policy": ticket.policy,
        "priorities": ", ".join(str(p.label) for p in Priority if p in plan.request_priorities),
        "own": ticket.get_priority_display(),
    }


def _without_ladder(ticket: Ticket) -> str:
    instruction = ReachInstruction.objects.filter(
        purpose=Purpose.ESCALATE, priority=ticket.priority, with_contract=not ticket.policy.is_without_contract
    ).first()
    return _("“%(policy)s” promises no escalation. %(instruction)s") % {
        "policy": ticket.policy,
        "instruction": instruction or "",
    }


def _opening(ticket: Ticket, plan: LadderPlan) -> tuple[Clock, dt.datetime] | None:
    """The promise that opens the rule first, among those that run and those that were missed."""
    found = []
    for clock in latest_clocks(ticket):
        if clock.is_running or clock.verdict == Verdict.MISSED:
            opens_at = standing_of(ticket, clock).after_deadline(plan.request_after, OffsetTime.BUSINESS)
            if opens_at is not None:
                found.append((clock, opens_at))
    return min(found, key=lambda pair: pair[1], default=None)


def _from_when(clock: Clock, plan: LadderPlan, opens_at: dt.datetime, at: dt.datetime) -> str:
    deadline = moment(clock.due_at or opens_at, at)
    if not plan.request_after:
        return _("Possible once the deadline is missed: %(deadline)s.") % {"deadline": deadline}
    return _("Possible from %(from)s on: deadline %(deadline)s + %(grace)s of business time.") % {
        "from": moment(opens_at, at),
        "deadline": deadline,
        "grace": duration(plan.request_after),
    }


def _at_level(ticket: Ticket, clock: Clock, plan: LadderPlan, opens_at: dt.datetime, at: dt.datetime) -> RequestRule:
    """The level whose time has come; the lowest one before its time, for the request is what sets it off."""
    offsets, standing = plan.offsets(clock.metric, clock.priority), standing_of(ticket, clock)
    reached = level_in_force(offsets, standing, min(at, clock.stopped_at or at))
    level = plan.level(reached) if reached else _first_level(clock, plan)
    who = _told_about(ticket, level)
    if asked := _open_request(ticket, clock, level.number):
        later = [step for step in steps(offsets, standing) if step.level > level.number] if clock.is_running else []
        return RequestRule(
            RequestState.ASKED,
            _already_asked(asked, later, at),
            opens_at=later[0].at if later else None,
            who=who,
            clock=clock,
        )
    sentence = _("Level %(level)s will be told: %(who)s.") % {"level": level.number, "who": ", ".join(who)}
    return RequestRule(RequestState.OPEN, sentence, opens_at=opens_at, next_level=level.number, who=who, clock=clock)


def _first_level(clock: Clock, plan: LadderPlan) -> LevelPlan:
    """The lowest level of the clock's ladder; the lowest of all where no rung is its own."""
    offsets = plan.offsets(clock.metric, clock.priority)
    return plan.level(min((offset.level for offset in offsets), default=plan.levels[0].number))


def _told_about(ticket: Ticket, level: LevelPlan) -> tuple[str, ...]:
    return tuple(str(contact) for contact in level.told_about(ticket.kind))


def _open_request(ticket: Ticket, clock: Clock, level: int) -> Escalation | None:
    wanted = (Trigger.REQUESTED, clock.metric, clock.cycle, level)
    return next(
        (
            told
            for told in escalations_of(ticket)
            if (told.trigger, told.metric, told.cycle, told.level) == wanted and told.acknowledged_at is None
        ),
        None,
    )


def _already_asked(asked: Escalation, later: list[Step], at: dt.datetime) -> str:
    words = {"level": asked.level, "name": asked.name, "by": asked.asker, "at": moment(asked.at, at)}
    sentence = _("%(by)s asked for level %(level)s (%(name)s) at %(at)s; it is not acknowledged yet.") % words
    if not later:
        return sentence
    return (
        sentence
        + " "
        + _("Level %(level)s is possible from %(from)s on.")
        % {
            "level": later[0].level,
            "from": moment(later[0].at, at),
        }
    )
