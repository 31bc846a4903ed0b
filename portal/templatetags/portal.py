"""What the portal says of promises and of ways to reach the house."""

from __future__ import annotations

import re

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from helpdesk.templatetags.clocks import say
from helpdesk.templatetags.moments import duration, when
from helpdesk.templatetags.ui import overrun
from sla.choices import Metric
from tickets.choices import ClockState
from tickets.models import Letterhead
from tickets.permissions import accounts_seen_whole
from tickets.phone import to_e164
from tickets.readings import Reading

register = template.Library()

_RUNS = (ClockState.RUNNING, ClockState.RISK)
WORDS = {
    Metric.RESPONSE: {
        ClockState.RUNNING: _("answer promised before %(due)s"),
        ClockState.RISK: _("answer promised before %(due)s"),
        ClockState.OVERDUE: _("answer promised before %(due)s: we are late"),
        ClockState.PAUSED: _("answer: the clock stands still since %(pause)s"),
        ClockState.MET: _("answered in %(time)s, as promised"),
        ClockState.MISSED: _("answered %(time)s late"),
        ClockState.NONE: _("answer: no time is promised"),
    },
    Metric.RESOLUTION: {
        ClockState.RUNNING: _("solution promised before %(due)s"),
        ClockState.RISK: _("solution promised before %(due)s"),
        ClockState.OVERDUE: _("solution promised before %(due)s: we are late"),
        ClockState.PAUSED: _("solution: the clock stands still since %(pause)s"),
        ClockState.MET: _("solved in %(time)s, as promised"),
        ClockState.MISSED: _("solved %(time)s late"),
        ClockState.NONE: _("solution: no time is promised"),
    },
}
WITHIN = {
    Metric.RESPONSE: _("we answer within %(time)s of business time"),
    Metric.RESOLUTION: _("solved within %(time)s of business time"),
}
WITHIN_DAY_AND_NIGHT = {
    Metric.RESPONSE: _("we answer within %(time)s, day and night"),
    Metric.RESOLUTION: _("solved within %(time)s, day and night"),
}
_PHONE = re.compile(r"(?<![\w+])\+?\d(?:[\s.\u00a0\u202f]?\d){8,13}(?!\w)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@register.simple_tag
def letterhead() -> Letterhead:
    """The house, as it names itself on paper."""
    return Letterhead.of_the_house()


@register.simple_tag(takes_context=True)
def sees_a_company(context: Context) -> bool:
    """Whether the reader sees every ticket of some company, and so its compliance sheet."""
    return accounts_seen_whole(context["request"].user).exists()


@register.simple_tag(takes_context=True)
def promise_kept(context: Context, reading: Reading) -> SafeString:
    """What was promised and what became of it, as one says it to a client."""
    late = overrun(reading)
    text = WORDS[reading.metric][reading.state]
    if reading.state == ClockState.MISSED and not late:
        text = _("answered late") if reading.metric == Metric.RESPONSE else _("solved late")
    return say(
        text,
        due=when(context, reading.due_at, "coming" if reading.state in _RUNS else "short"),
        pause=when(context, reading.paused_since),
        time=duration(late or reading.elapsed),
    )


@register.filter
def time_left(reading: Reading) -> SafeString | str:
    """How much time is left, or by how much it is over; beside a promise that is done, what was promised."""
    if reading.state == ClockState.NONE:
        return ""
    if reading.state == ClockState.OVERDUE:
        return say(_("late by %(time)s"), time=duration(overrun(reading)))
    if reading.state in (ClockState.MET, ClockState.MISSED):
        return say(_("promised %(time)s"), time=duration(reading.target))
    text = _("%(time)s left") if reading.clock.calendar.is_round_the_clock else _("%(time)s of business time left")
    return say(text, time=duration(reading.remaining))


@register.filter
def promised_within(reading: Reading) -> SafeString | str:
    """The rule behind a promise: how long, in which hours."""
    if reading.target is None:
        return ""
    rules = WITHIN_DAY_AND_NIGHT if reading.clock.calendar.is_round_the_clock else WITHIN
    text = rules[reading.metric]
    return say(text, time=duration(reading.target))


@register.filter
def callable_numbers(text: str) -> SafeString:
    """An instruction with its telephone numbers and addresses as links."""
    shown, here = "", 0
    for match in sorted([*_PHONE.finditer(text), *_EMAIL.finditer(text)], key=lambda found: found.start()):
        shown += conditional_escape(text[here : match.start()]) + _link(match[0])
        here = match.end()
    return mark_safe(shown + conditional_escape(text[here:]))


def _link(text: str) -> str:
    if "@" in text:
        return format_html('<a href="mailto:{}">{}</a>', text, text)
    try:
        return format_html('<a href="tel:{}">{}</a>', to_e164(text), text)
    except ValueError:
        return conditional_escape(text)
