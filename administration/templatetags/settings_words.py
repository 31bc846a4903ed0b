"""Settings in a few words, for their lists and forms."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from administration.presentation.summary import hours_in_short
from helpdesk.templatetags.moments import NOTATIONS
from sla.models import Calendar

register = template.Library()


@register.filter
def opening_words(calendar: Calendar) -> str:
    """`Monday to Friday 9:00 – 12:30 and 14:00 – 18:00`."""
    return hours_in_short(calendar)


@register.filter
def date_words(date: dt.date) -> str:
    """A date of a year that is known, with its weekday: `ven. 25 déc.`."""
    return date_format(date, NOTATIONS.get((get_language() or "en")[:2], NOTATIONS["en"]).month)


@register.filter
def used_by(use: Any) -> str:
    """Who counts in a calendar, in one sentence."""
    names = [*use.policies, *use.queues]
    if not names:
        return _("Nobody uses it yet.")
    return _("Used by %(names)s.") % {"names": ", ".join(names)}
