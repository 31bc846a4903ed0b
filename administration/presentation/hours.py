"""A calendar as lines of words: for the log, and before an edit is saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from administration.forms.opening import written
from sla.engine.weekly import WEEKDAYS


def calendar_lines(values: Mapping[str, Any]) -> dict[str, str]:
    """The name, the zone, each day of each week, each closure and opening."""
    lines = {
        _("Name"): values["name"],
        _("Time zone"): values["time_zone"],
        _("Always open, 24/7"): pgettext("value", "yes") if values["is_round_the_clock"] else "",
        _("Public holidays of"): " ".join(filter(None, (values["country"], values["subdivision"]))),
    }
    for season in values["seasons"]:
        lines |= _week(season)
    for closure in values["closures"]:
        label = _("Closed: %(name)s") % {"name": closure["name"]}
        lines[label] = _joined(lines.get(label), _closure(closure))
    for opening in values["special_openings"]:
        label = _("Special opening: %(name)s, %(date)s") % {"name": opening["name"], "date": _date(opening["date"])}
        lines[label] = _joined(lines.get(label), written([[opening["opens"], opening["closes"]]]))
    return {label: text for label, text in lines.items() if text}


def _week(season: Mapping[str, Any]) -> dict[str, str]:
    period = _period(season["valid_from"], season["valid_until"])
    return {
        _in_period(_(day).capitalize(), period): written(season["weekly"].get(str(number), []))
        for number, day in enumerate(WEEKDAYS)
    }


def _in_period(day: str, period: str) -> str:
    return _("%(day)s, %(period)s") % {"day": day, "period": period} if period else day


def _period(first: str | None, last: str | None) -> str:
    if first and last:
        return _("from %(first)s to %(last)s") % {"first": _date(first), "last": _date(last)}
    if first:
        return _("from %(first)s on") % {"first": _date(first)}
    return _("until %(last)s") % {"last": _date(last)} if last else ""


def _closure(closure: Mapping[str, Any]) -> str:
    dates = _date(closure["from_date"])
    if closure["until_date"] != closure["from_date"]:
        dates = _period(closure["from_date"], closure["until_date"])
    return _("%(dates)s, every year") % {"dates": dates} if closure["is_yearly"] else dates


def _date(text: str) -> str:
    return date_format(dt.date.fromisoformat(text), "j N Y")


def _joined(known: str | None, more: str) -> str:
    return f"{known}, {more}" if known else more
