"""The clocks of a ticket as lines of text: what counted, what did not and why, and what came of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from helpdesk.templatetags.moments import clock_time, duration, moment_full
from sla.engine import Reason, Step
from tickets.choices import ClockState
from tickets.models import Clock, Pause, Ticket
from tickets.readings import explain, read

WHEN = 34


def explanation(ticket: Ticket, at: dt.datetime) -> Iterator[str]:
    """Every clock of the ticket, cycle by cycle, as it stands at an instant; in the active language and time zone."""
    yield _("Ticket %(number)s: %(title)s") % {"number": ticket.number, "title": ticket.title}
    yield ", ".join([str(ticket.account), str(ticket.policy), ticket.get_status_display()])
    pauses = list(ticket.pauses.all())
    for clock in sorted(ticket.clocks.all(), key=lambda clock: (clock.started_at, clock.metric != "response")):
        yield ""
        yield from _clock(clock, pauses, at)


def _clock(clock: Clock, pauses: Sequence[Pause], at: dt.datetime) -> Iterator[str]:
    said = {"metric": clock.get_metric_display(), "cycle": clock.cycle, "calendar": clock.calendar}
    yield _("%(metric)s, cycle %(cycle)s, %(calendar)s") % said
    yield _line(moment_full(clock.started_at, at), _("start"))
    if clock.planned_at != clock.started_at or clock.used:
        yield _line(
            moment_full(clock.planned_at, at),
            _("planned anew: %(used)s used before") % {"used": duration(clock.used)},
        )
    yield _line("", _promise(clock))
    for step in explain(clock, [pause for pause in pauses if not _is_later(pause, clock)]):
        yield _step(step, at)
    yield from _end(clock, pauses, at)


def _promise(clock: Clock) -> str:
    if clock.target is None:
        return _("priority %(priority)s, nothing is promised") % {"priority": clock.get_priority_display()}
    said = {"priority": clock.get_priority_display(), "promise": duration(clock.target)}
    return _("priority %(priority)s, promise %(promise)s") % said


def _is_later(pause: Pause, clock: Clock) -> bool:
    """A pause that began after the clock stopped is none of its own."""
    return clock.stopped_at is not None and pause.from_at >= clock.stopped_at


def _step(step: Step, at: dt.datetime) -> str:
    if step.is_counted:
        words = _("%(counted)s counted, %(left)s left") % {
            "counted": duration(step.counted),
            "left": duration(step.left),
        }
    else:
        words = _why(step)
    return _line(_span(step, at), words)


def _why(step: Step) -> str:
    words = {
        Reason.BREAK: _("lunch break"),
        Reason.CLOSED: pgettext("service", "closed"),
        Reason.WEEKEND: _("weekend"),
        Reason.HOLIDAY: _("holiday: %(name)s"),
        Reason.PAUSE: _("paused: %(name)s"),
    }[step.reason]
    return words % {"name": step.name} if step.name else words


def _span(step: Step, at: dt.datetime) -> str:
    begins = moment_full(step.begins_at, at)
    if step.ends_at is None:
        return f"{begins} –"
    is_same_day = timezone.localtime(step.begins_at).date() == timezone.localtime(step.ends_at).date()
    return f"{begins} – {clock_time(step.ends_at) if is_same_day else moment_full(step.ends_at, at)}"


def _end(clock: Clock, pauses: Sequence[Pause], at: dt.datetime) -> Iterator[str]:
    if clock.due_at is not None:
        yield _line(moment_full(clock.due_at, at), _("deadline"))
    if clock.breached_at is not None:
        yield _line(moment_full(clock.breached_at, at), _("missed since: once late, stays late"))
    reading = read(clock, pauses, at)
    used = {"used": duration(reading.elapsed), "left": duration(reading.remaining)}
    if clock.stopped_at is not None:
        verdict = clock.get_verdict_display() or _("no promise")
        told = {**used, "verdict": verdict.lower()}
        yield _line(moment_full(clock.stopped_at, at), _("stopped after %(used)s: %(verdict)s") % told)
    elif reading.state == ClockState.OVERDUE:
        late = {**used, "late": duration(reading.overdue_by)}
        yield _line(moment_full(at, at), _("running, %(used)s used, late by %(late)s") % late)
    elif clock.target is None:
        yield _line(moment_full(at, at), _("running, %(used)s used") % used)
    elif reading.state == ClockState.PAUSED:
        yield _line(moment_full(at, at), _("paused, %(used)s used, %(left)s left") % used)
    else:
        yield _line(moment_full(at, at), _("running, %(used)s used, %(left)s left") % used)


def _line(when: str, what: str) -> str:
    return f"  {when.ljust(WHEN)}  {what}"
