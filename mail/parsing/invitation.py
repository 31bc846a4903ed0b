"""Invitations of calendars (RFC 5545, RFC 5546), said in words."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from mail.parsing.charsets import decode, printable

if TYPE_CHECKING:
    from icalendar.cal import Component

LARGEST = 1024 * 1024
_MOST_EVENTS = 5


def in_words(data: bytes) -> str:
    """What, when, where and by whom, one a line; "" where it is no calendar that can be read."""
    try:
        from icalendar import Calendar  # ten megabytes, for the few mails that invite

        calendar = Calendar.from_ical(decode(data, "utf-8"))
        events = calendar.walk("VEVENT")[:_MOST_EVENTS]
        return "\n\n".join(_event(event, str(calendar.get("METHOD", "")).upper()) for event in events)
    # The library raises its own errors, and those of what it is made of, on broken calendars.
    except Exception:
        return ""


def _event(event: Component, method: str) -> str:
    heading = {
        "CANCEL": _("Meeting cancelled: %(what)s"),
        "REPLY": _("Answer to an invitation: %(what)s"),
    }.get(method, _("Invitation: %(what)s"))
    lines = [heading % {"what": _text(event, "SUMMARY")}, _("When: %(when)s") % {"when": _when(event)}]
    if where := _text(event, "LOCATION"):
        lines.append(_("Where: %(where)s") % {"where": where})
    if organiser := _organiser(event):
        lines.append(_("Organiser: %(who)s") % {"who": organiser})
    return "\n".join(lines)


def _text(event: Component, name: str) -> str:
    value = event.get(name, "")
    return " ".join(printable(str(value[0] if isinstance(value, list) else value)).split())[:300]


def _when(event: Component) -> str:
    start = _moment(event, "DTSTART")
    end = _moment(event, "DTEND")
    return f"{start} – {end}" if end and end != start else start


def _moment(event: Component, name: str) -> str:
    """In the reader's time zone; a time without a zone stands as it is, a day is a day."""
    property_ = event.get(name)
    moment = getattr(property_, "dt", None)
    if isinstance(moment, dt.datetime):
        return date_format(timezone.localtime(moment) if moment.tzinfo else moment, "DATETIME_FORMAT")
    return date_format(moment, "DATE_FORMAT") if isinstance(moment, dt.date) else ""


def _organiser(event: Component) -> str:
    organiser = event.get("ORGANIZER")
    if organiser is None:
        return ""
    email = printable(str(organiser)).partition(":")[2] or printable(str(organiser))
    name = printable(str(getattr(organiser, "params", {}).get("CN", "")))
    return f"{name} <{email}>" if name and name != email else email
