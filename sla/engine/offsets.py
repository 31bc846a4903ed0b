"""The stretches of time over which a zone keeps one UTC offset."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from sla.engine.errors import BusinessTimeError
from sla.engine.instants import DAY, EPOCH, SECOND

Stretch = tuple[int, int, int]  # begin, end (UTC microseconds), offset (microseconds to add for local time)


def find_zone(name: str) -> ZoneInfo:
    """The zone of an IANA name such as Europe/Paris. Raises ValueError if there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, TypeError, OSError):
        sentence = f"{name!r} is not a time zone like Europe/Paris."
        raise BusinessTimeError("time_zone", sentence, name=str(name)) from None


def constant_offsets(zone: ZoneInfo, first: int, last: int) -> Iterator[Stretch]:
    """From the UTC day `first` up to the UTC day `last`, excluded, cut at every change of the offset."""
    begin, offset = first * DAY, _offset(zone, first * DAY)
    for day in range(first, last):
        probe = (day + 1) * DAY
        while _offset(zone, probe) != offset:
            change = _first_change(zone, max(begin, day * DAY), probe)
            yield begin, change, offset
            begin, offset = change, _offset(zone, change)
    if begin < last * DAY:
        yield begin, last * DAY, offset


def _first_change(zone: ZoneInfo, low: int, high: int) -> int:
    """The second at which the offset at `low` gives way, given that the one at `high` is another."""
    offset = _offset(zone, low)
    while high - low > SECOND:
        middle = (low + high) // (2 * SECOND) * SECOND
        if _offset(zone, middle) == offset:
            low = middle
        else:
            high = middle
    return high


def _offset(zone: ZoneInfo, instant: int) -> int:
    utc = EPOCH.replace(tzinfo=zone) + timedelta(0, 0, instant)
    offset = zone.fromutc(utc).utcoffset() or timedelta(0)
    return (offset.days * 86_400 + offset.seconds) * SECOND
