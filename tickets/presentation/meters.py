"""From what a clock says to its drawing and its explanation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _

from escalation.ladders import plan_of_policy
from escalation.queries import offsets_of
from helpdesk.templatetags.moments import duration
from helpdesk.templatetags.ui import overrun
from sla.engine import Reason, Step
from tickets.meter import Level, Meter
from tickets.models import Clock, Pause, Ticket
from tickets.readings import Reading, explain


def meter_of(reading: Reading, cuts: Sequence[dt.timedelta] = (), *, of_house: bool) -> Meter:
    """The drawing of a reading with the client's grace; the levels of the ladder are for the house."""
    levels = offsets_of(reading.clock) if of_house else ()
    return Meter(
        reading.state,
        reading.elapsed,
        reading.target,
        overdue_by=overrun(reading),
        levels=_named(_("L%s"), levels),
        grace=_grace(reading.clock.ticket, _("client") if of_house else _("escalation")),
        cuts=tuple(cuts),
    )


def _grace(ticket: Ticket, label: str) -> Level | None:
    """How long after a missed deadline the client may escalate; None where they never may."""
    plan = plan_of_policy(ticket.policy)
    return Level(plan.request_after, label) if ticket.priority in plan.request_priorities else None


@lru_cache(maxsize=512)
def _named(pattern: str, levels: tuple[Level, ...]) -> tuple[Level, ...]:
    """A list draws the same few ladders hundreds of times: each is named once a process and language."""
    return tuple(replace(level, label=pattern % level.label) for level in levels)


def explained(reading: Reading, pauses: Sequence[Pause], *, of_house: bool) -> dict[str, Any]:
    """What components/clock-explained.html takes. Why the clock was paused is told to the house."""
    clock = reading.clock
    steps = explain(clock, _judged(clock, pauses))
    cuts = [clock.used + step.total for step in steps if not step.is_counted]
    return {
        "clock": reading,
        "meter": meter_of(reading, cuts, of_house=of_house),
        "steps": steps if of_house else [_without_reason(step) for step in steps],
        "opening": _opening(clock),
        "subtitle": str(clock.calendar),
    }


def _judged(clock: Clock, pauses: Sequence[Pause]) -> list[Pause]:
    """The pauses that its deadline knows of: none that began after it stopped."""
    return [pause for pause in pauses if clock.stopped_at is None or pause.from_at < clock.stopped_at]


def _opening(clock: Clock) -> str:
    said = {
        "priority": clock.get_priority_display(),
        "promise": duration(clock.target),
        "used": duration(clock.used),
    }
    if clock.used:
        return _("planned anew, priority %(priority)s, promise %(promise)s, of which %(used)s were used") % said
    if clock.planned_at != clock.started_at:
        return _("planned anew, priority %(priority)s, promise %(promise)s") % said
    return _("start, priority %(priority)s, promise %(promise)s") % said


def _without_reason(step: Step) -> Step:
    return replace(step, name=_("waiting for an answer")) if step.reason == Reason.PAUSE else step
