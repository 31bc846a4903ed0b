"""Settings in a few words, for their lists and forms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from administration.presentation.summary import hours_in_short
from helpdesk.templatetags.moments import duration
from sla.models import Calendar

register = template.Library()


@register.filter
def opening_words(calendar: Calendar) -> str:
    """`Monday to Friday 9:00 – 12:30 and 14:00 – 18:00`."""
    return hours_in_short(calendar)


@register.filter
def seconds_words(seconds: int | None) -> str:
    """A length of time that is kept in seconds: `1 h 30`."""
    return "" if seconds is None else duration(dt.timedelta(seconds=seconds))


@register.filter
def date_words(date: dt.date) -> str:
    """A date alone, with its weekday: `ven. 25 déc. 2026`."""
    return date_format(date, "D j M Y")


@register.filter
def get(mapping: dict[Any, Any], key: Any) -> Any:
    """What a mapping has under a key that is known only to the template's loop."""
    return mapping.get(key)


@register.filter
def used_by(use: Any) -> str:
    """Who counts in a calendar, in one sentence."""
    names = [*use.policies, *use.queues]
    if not names:
        return _("Nobody uses it yet.")
    return _("Used by %(names)s.") % {"names": ", ".join(names)}
