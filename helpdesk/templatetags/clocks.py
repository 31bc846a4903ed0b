"""What a clock says: in a few words of a list, in a sentence of its own, and line by line in its explanation."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from django import template
from django.template import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from helpdesk.templatetags.moments import duration, is_same_day, now_of, spoken, when
from helpdesk.templatetags.ui import metric_word, overrun
from sla.engine import Reason, Step
from tickets.choices import ClockState
from tickets.meter import Meter, Scale
from tickets.readings import Reading

register = template.Library()

# What was late before its promise was taken back is missed, but by no time that anybody could tell.
MISSED_BY_NO_TIME = "missed by no time"
WORDS = {
    ClockState.RUNNING: _("in %(time)s"),
    ClockState.RISK: _("in %(time)s"),
    ClockState.OVERDUE: _("late by %(time)s"),
    ClockState.PAUSED: _("since %(pause)s"),
    ClockState.MET: _("kept in %(time)s"),
    ClockState.MISSED: _("missed by %(time)s"),
    MISSED_BY_NO_TIME: _("missed"),
    ClockState.NONE: _("no promise"),
}
SENTENCES = {
    ClockState.RUNNING: _("%(metric)s in %(time)s of business time"),
    ClockState.RISK: _("%(metric)s in %(time)s of business time"),
    ClockState.OVERDUE: _("%(metric)s late by %(time)s"),
    ClockState.PAUSED: _("%(metric)s paused since %(pause)s"),
    ClockState.MET: _("%(metric)s kept in %(time)s"),
    ClockState.MISSED: _("%(metric)s missed by %(time)s"),
    MISSED_BY_NO_TIME: _("%(metric)s missed"),
    ClockState.NONE: _("%(metric)s: no promise"),
}
# Round the clock, no time is business time alone.
IN_REAL_TIME = _("%(metric)s in %(time)s")
CLOSED = {
    Reason.BREAK: _("lunch break"),
    Reason.WEEKEND: _("closed for the weekend"),
    Reason.HOLIDAY: _("closed: %(holiday)s"),
}


def say(text: object, **parts: str) -> SafeString:
    """A sentence of ours with its parts: these are escaped, unless they are HTML already."""
    return mark_safe(str(text) % {name: conditional_escape(part) for name, part in parts.items()})


@register.simple_tag(takes_context=True)
def clock_words(context: Context, reading: Reading) -> SafeString:
    """A few words for a list: `in 42 min`, `late by 37 min`, `kept in 34 min`."""
    return words_of(reading, now_of(context))


def words_of(reading: Reading, now: datetime) -> SafeString:
    """The same for a page that is drawn without a template."""
    since = reading.paused_since
    pause = spoken(since, now) if since else ""
    # Digits, and words of ours: nothing that a person typed.
    return SafeString(str(WORDS[_case(reading)]) % {"time": _time(reading), "pause": pause})


@register.simple_tag(takes_context=True)
def clock_sentence(context: Context, reading: Reading, metric: str = "") -> SafeString:
    """The same with what is measured: `response in 42 min of business time`. `metric` is said instead of its own."""
    return say(
        IN_REAL_TIME if _counts_real_time(reading) else SENTENCES[_case(reading)],
        metric=metric or metric_word(reading.metric),
        time=_time(reading),
        pause=when(context, reading.paused_since),
    )


@register.simple_tag(takes_context=True)
def clock_beside(context: Context, reading: Reading, metric: str = "") -> SafeString | str:
    """What stands beside the words in a list: which deadline and when, or what was promised."""
    return beside_of(reading, now_of(context), metric)


def beside_of(reading: Reading, now: datetime, metric: str = "") -> SafeString:
    """The same, escaped, for a page that is drawn without a template."""
    if reading.state == ClockState.NONE:
        return mark_safe("")
    if reading.state in (ClockState.MET, ClockState.MISSED):
        return _promised(reading)
    word = conditional_escape(metric or metric_word(reading.metric))
    due = reading.due_at
    if due is None or reading.state not in (ClockState.RUNNING, ClockState.RISK):
        return word
    return SafeString(f"{word} {spoken(due, now, 'coming')}")


@register.simple_tag(takes_context=True)
def clock_beside_sentence(context: Context, reading: Reading) -> SafeString | str:
    """What stands beside the sentence: what is left while it is paused, what was promised, or when it is due."""
    if reading.state == ClockState.PAUSED:
        return say(_("%(time)s left"), time=duration(reading.remaining))
    if reading.state in (ClockState.MET, ClockState.MISSED):
        return _promised(reading)
    return say(_("due %(due)s"), due=when(context, reading.due_at)) if reading.due_at else ""


@register.simple_tag
def meter_line(meter: Meter, state: str) -> SafeString:
    """The meter of one promise as the line of a list, 14 px high. Drawn without a template: a list has hundreds.

    Every part of it is a percentage of ours: nothing a person typed.
    """
    lines = [TRACK] if state == ClockState.NONE else _meter_lines(meter, state)
    return SafeString(f'<svg class="clock-meter" aria-hidden="true">{"".join(lines)}</svg>')


def _line(name: str, x1: str, x2: str, y1: int = 7, y2: int = 7, *, fired: bool = False) -> str:
    mark = " data-fired" if fired else ""
    return f'<line class="clock-{name}"{mark} x1="{x1}" x2="{x2}" y1="{y1}" y2="{y2}"/>'


BEYOND, TRACK = _line("beyond", "60%", "100%"), _line("track", "0", "60%")
PROMISE = _line("promise", "60%", "60%", 0, 14)


def _meter_lines(meter: Meter, state: str) -> list[str]:
    lines = [BEYOND, TRACK, _line("fill", "0", meter.fill)]
    if meter.fuse:
        lines.append(_line("rest", meter.fuse, "60%"))
    if meter.over:
        lines.append(_line("over", "60%", meter.over))
    return [*lines, _marks(meter.scale), PROMISE, _head(meter, state)]


@lru_cache(maxsize=512)
def _marks(scale: Scale) -> str:
    lines = [_line("level", mark.at, mark.at, 8, 14, fired=mark.fired) for mark in scale.marks]
    if diamond := scale.diamond:
        fired = " data-fired" if diamond.fired else ""
        shape = f'<path class="clock-grace"{fired} d="M0 -3.4 L3.4 0 L0 3.4 L-3.4 0 Z"/>'
        lines.append(f'<svg x="{diamond.at}" y="3.4" overflow="visible">{shape}</svg>')
    return "".join(lines)


def _head(meter: Meter, state: str) -> str:
    """Where the clock stands: a dot where the promise was kept, two bars where it is paused."""
    if state == ClockState.MET:
        dot = '<circle class="clock-dot" cx="0" cy="7" r="4"/>'
        return f'<svg x="{meter.head}" overflow="visible">{dot}</svg>'
    if state == ClockState.PAUSED:
        bars = _line("head", "1.5", "1.5", 2, 12) + _line("head", "5.5", "5.5", 2, 12)
        return f'<svg x="{meter.head}" overflow="visible">{bars}</svg>'
    return "" if meter.over or state == ClockState.MISSED else _line("head", meter.head, meter.head, 2, 12)


@register.simple_tag(takes_context=True)
def promise_words(context: Context, reading: Reading) -> SafeString:
    """What is promised to a caller while they are on the line."""
    metric = reading.clock.get_metric_display()
    if reading.target is None:
        return say(_("%(metric)s: no commitment"), metric=metric)
    if reading.state == ClockState.MET:
        return say(_("%(metric)s kept by this call"), metric=metric)
    return say(_("%(metric)s before %(due)s"), metric=metric, due=when(context, reading.due_at))


@register.filter
def promised_time(reading: Reading) -> SafeString | str:
    """How long was promised, and of which hours."""
    if reading.target is None:
        return ""
    text = _("%(time)s, 24/7") if reading.clock.calendar.is_round_the_clock else _("%(time)s of business time")
    return say(text, time=duration(reading.target))


@register.filter
def step_kind(step: Step) -> str:
    """How a line of an explanation is drawn: time ran, a person stopped it, or the shop was closed."""
    if step.is_counted:
        return "open"
    return "pause" if step.reason is Reason.PAUSE else "closed"


@register.simple_tag(takes_context=True)
def step_when(context: Context, step: Step) -> SafeString | str:
    """From when to when, in the margin; a longer closure is named by the day that ends it."""
    if step_kind(step) == "closed":
        return "" if step.reason is Reason.BREAK else when(context, step.ends_at, "day")
    begin = when(context, step.begins_at, "time")
    if step.is_counted or is_same_day(step.begins_at, step.ends_at):
        return say("%(begin)s – %(end)s", begin=begin, end=when(context, step.ends_at, "time"))
    return begin


@register.simple_tag(takes_context=True)
def step_words(context: Context, step: Step) -> SafeString | str:
    """What happened to the time: how much of it counted, or why none did."""
    if step.is_counted:
        return duration(step.counted)
    if step.reason is Reason.PAUSE:
        return _pause_words(context, step)
    return say(CLOSED.get(step.reason, _("closed for the night")), holiday=step.name)


def _pause_words(context: Context, step: Step) -> SafeString:
    if step.ends_at is None:
        return say(_("paused, still: %(reason)s"), reason=step.name)
    if is_same_day(step.begins_at, step.ends_at):
        return say(_("paused: %(reason)s"), reason=step.name)
    return say(_("paused until %(until)s: %(reason)s"), until=when(context, step.ends_at), reason=step.name)


def _promised(reading: Reading) -> SafeString:
    return say(_("promised %(time)s"), time=duration(reading.target))


def _counts_real_time(reading: Reading) -> bool:
    counts_down = reading.state in (ClockState.RUNNING, ClockState.RISK)
    return counts_down and reading.clock.calendar.is_round_the_clock


def _case(reading: Reading) -> str:
    is_untold = reading.state == ClockState.MISSED and not overrun(reading)
    return MISSED_BY_NO_TIME if is_untold else reading.state


def _time(reading: Reading) -> str:
    """The time that the words of its state name."""
    times: dict[str, timedelta] = {
        ClockState.OVERDUE: overrun(reading),
        ClockState.MISSED: overrun(reading),
        ClockState.MET: reading.elapsed,
    }
    return duration(times.get(reading.state, reading.remaining))
