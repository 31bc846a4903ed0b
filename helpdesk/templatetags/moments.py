"""Instants and durations in the reader's words: `14:15`, `jeu. 15:27`, `1 h 08`. In the active time zone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import Any, cast

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

NO_BREAK = "\N{NO-BREAK SPACE}"
MINUTE, HOUR, DAY = 60, 3_600, 86_400


@dataclass(frozen=True)
class Notation:
    """How a language writes days: Django date formats and the letter for a day."""

    weekday: str
    day: str
    month: str
    year: str
    day_letter: str


NOTATIONS = {
    "fr": Notation(weekday="D.", day="D. j", month="D. j N", year="D. j N Y", day_letter="j"),
    "en": Notation(weekday="D", day="D j", month="D j N", year="D j N Y", day_letter="d"),
}


def _notation() -> Notation:
    return NOTATIONS.get((get_language() or "en")[:2], NOTATIONS["en"])


def _written(day: date, style: str) -> str:
    """A day in the words of the active language."""
    return _written_in(get_language(), date(day.year, day.month, day.day), style)


@lru_cache(maxsize=4096)
def _written_in(_language: str | None, day: date, style: str) -> str:
    """Pages name the same few days again and again, and Django looks up every word of a format."""
    return date_format(day, style)


@register.filter
def duration(amount: timedelta | None) -> str:
    """Business time in hours, minutes or seconds, never in days: a business day is not 24 h."""
    if amount is None:
        return ""
    seconds = int(abs(amount).total_seconds())
    hours, minutes = seconds // HOUR, seconds % HOUR // MINUTE
    if hours:
        return f"{hours}{NO_BREAK}h{NO_BREAK}{minutes:02}" if minutes else f"{hours}{NO_BREAK}h"
    if minutes or not seconds:
        return f"{minutes}{NO_BREAK}min"
    return f"{seconds}{NO_BREAK}s"


@register.filter
def total(amount: timedelta) -> str:
    """A running total, always with its minutes: `0 h 45`, `8 h 00`."""
    hours, seconds = divmod(int(amount.total_seconds()), HOUR)
    return f"{hours}{NO_BREAK}h{NO_BREAK}{seconds // MINUTE:02}"


@register.filter
def age(amount: timedelta | None) -> str:
    """Real time, rounded down: `41 min`, `5 h`, `2 j 4 h`, and from a week on days alone."""
    if amount is None:
        return ""
    seconds = int(abs(amount).total_seconds())
    days, hours = seconds // DAY, seconds % DAY // HOUR
    if not days:
        return duration(timedelta(hours=hours) if hours else amount)
    in_days = f"{days}{NO_BREAK}{_notation().day_letter}"
    return f"{in_days} {hours}{NO_BREAK}h" if hours and days < 7 else in_days


def _is_same_week(one: datetime, other: datetime) -> bool:
    return one.isocalendar()[:2] == other.isocalendar()[:2]


def _day(local: datetime, year: int) -> str:
    """A day as one says it in a year: its own need not be named."""
    notation = _notation()
    return _written(local, notation.month if local.year == year else notation.year)


@register.filter
def clock_time(at: datetime | None) -> str:
    """The time of day alone: `14:15`."""
    return _clock_time(timezone.localtime(at)) if at else ""


def _clock_time(local: datetime) -> str:
    return f"{local.hour}:{local.minute:02}"


@register.filter
def day_name(day: date) -> str:
    """A date among others of its week or month: `lun. 12`."""
    return _written(day, _notation().weekday + " j")


@register.filter
def moment(at: datetime | None, now: datetime) -> str:
    """As short as is clear: `14:15` today, `jeu. 15:27` this week (from Monday) or `mar. 6 oct., 11:45`."""
    if at is None:
        return ""
    local, here = timezone.localtime(at), timezone.localtime(now)
    if local.date() == here.date():
        return _clock_time(local)
    if _is_same_week(local, here):
        return f"{_written(local, _notation().weekday)} {_clock_time(local)}"
    return f"{_day(local, here.year)}, {_clock_time(local)}"


def coming(at: datetime, now: datetime) -> str:
    """An instant ahead: `14:15`, `lun. 9:29`, also on Saturday, or `mar. 6 oct., 11:45`."""
    local, here = timezone.localtime(at), timezone.localtime(now)
    if 0 < (local.date() - here.date()).days < 7:
        return f"{_written(local, _notation().weekday)} {clock_time(at)}"
    return moment(at, now)


@register.filter
def moment_full(at: datetime | None, now: datetime) -> str:
    """Always with its day: `mar. 6 oct., 11:45`, and the year where it is not this one."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{_day(local, timezone.localtime(now).year)}, {_clock_time(local)}"


def _weekday(at: datetime, now: datetime) -> str:
    return _written(timezone.localtime(at), _notation().day)


STYLES: dict[str, Callable[[datetime, datetime], str]] = {
    "short": moment,
    "full": moment_full,
    "time": lambda at, now: clock_time(at),
    "day": _weekday,
    "dated": lambda at, now: f"{_weekday(at, now)}, {clock_time(at)}",
    "coming": coming,
}


def now_of(context: Context) -> datetime:
    """The instant of the page: the request's `now`, which reaches into `{% include ... only %}` too."""
    if "now" in context:
        return cast(datetime, context["now"])
    return cast(datetime, cast(Any, context).request.now)


@register.filter
def is_same_day(at: datetime, other: datetime | None) -> bool:
    """Whether both fall on one day of the reader's."""
    return other is not None and timezone.localtime(at).date() == timezone.localtime(other).date()


@register.simple_tag(takes_context=True)
def when(context: Context, at: datetime | None, style: str = "short") -> SafeString | str:
    """A `<time>` in words of a style: `short` and `full`, or a part: `time` 14:15, `day` mar. 6, `dated` both.

    `coming` is for what lies ahead: within six days the weekday is clear, also beyond Sunday.
    """
    if at is None:
        return ""
    return spoken(at, now_of(context), style)


def spoken(at: datetime, now: datetime, style: str = "short") -> SafeString:
    """The same for a page that is drawn without a template."""
    zone = timezone.get_current_timezone()
    return _when(get_language(), zone, at, timezone.localtime(now, zone).date(), style)


@lru_cache(maxsize=4096)
def _when(_language: str | None, zone: tzinfo, at: datetime, today: date, style: str) -> SafeString:
    """Any instant of the reader's day gives the same words, and a page names some instants several times."""
    noon = datetime.combine(today, time(12), zone)
    return element(at, noon, STYLES[style](at, noon))


@register.simple_tag(takes_context=True)
def since(context: Context, at: datetime | None) -> SafeString | str:
    """How long ago, in real time, as a `<time>`: `41 min`."""
    if at is None:
        return ""
    now = now_of(context)
    return element(at, now, age(now - at))


def element(at: datetime, now: datetime, words: str) -> SafeString:
    """A `<time>`: digits, and words of ours, nothing that a person typed."""
    zone = timezone.get_current_timezone()
    opening = _opening(get_language(), zone, at, timezone.localtime(now, zone).year)
    return SafeString(f"{opening}{words}</time>")


@lru_cache(maxsize=4096)
def _opening(_language: str | None, zone: tzinfo, at: datetime, year: int) -> str:
    """A list names the same instants from page to page, and only its words for them move on with the hour."""
    local = timezone.localtime(at, zone)
    full = f"{_day(local, year)}, {_clock_time(local)}"
    return f'<time datetime="{local.isoformat(timespec="seconds")}" title="{full}">'
