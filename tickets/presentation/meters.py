"""From what a clock says to its drawing and its explanation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from helpdesk.templatetags.moments import duration
from helpdesk.templatetags.ui import overrun
from sla.engine import Reason, Step
from tickets.meter import Level, Meter
from tickets.models import Clock, Pause
from tickets.readings import Reading, explain


@dataclass(frozen=True)
class Ticks:
    """What stands on a meter beyond the promise: the levels of the ladder, and the client's grace."""

    levels: tuple[Level, ...] = ()
    grace: Level | None = None


def meter_of(reading: Reading, ticks: Ticks, cuts: Sequence[Any] = ()) -> Meter:
    """The drawing of a reading with its ticks; `cuts` as Meter takes them."""
    return Meter(
        reading.state,
        reading.elapsed,
        reading.target,
        overdue_by=overrun(reading),
        levels=ticks.levels,
        grace=ticks.grace,
        cuts=tuple(cuts),
    )


def explained(reading: Reading, pauses: Sequence[Pause], ticks: Ticks, *, with_reasons: bool) -> dict[str, Any]:
    """What components/clock-explained.html takes. The reasons of pauses are words of the house."""
    clock = reading.clock
    steps = explain(clock, _judged(clock, pauses))
    return {
        "clock": reading,
        "meter": meter_of(reading, ticks, [clock.used + step.total for step in steps if not step.is_counted]),
        "steps": steps if with_reasons else [_without_reason(step) for step in steps],
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
