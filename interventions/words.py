"""A visit in words, in the active language and time zone: for mails, notices and calendars."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from helpdesk.templatetags.moments import clock_time
from interventions.models import Intervention


def when_in_words(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """“Tuesday 13 October 2026, 10:00 to 11:00”; over midnight, both days."""
    start, end = timezone.localtime(starts_at), timezone.localtime(ends_at)
    values = {"day": date_format(start, "l j F Y"), "start": clock_time(start), "end": clock_time(end)}
    if start.date() == end.date():
        return _("%(day)s, %(start)s to %(end)s") % values
    values["last"] = date_format(end, "l j F Y")
    return _("%(day)s, %(start)s to %(last)s, %(end)s") % values


def place_in_words(intervention: Intervention) -> str:
    """Name and address of the site, on one line; nothing where it is not known."""
    site = intervention.site
    parts = (site.name, *site.address.splitlines()) if site else ()
    return ", ".join(part.strip() for part in parts if part.strip())


def people_in_words(intervention: Intervention) -> str:
    """Who comes."""
    people = sorted(intervention.technicians.all(), key=lambda person: person.pk)
    return ", ".join(person.name for person in people)


def errand_in_words(intervention: Intervention) -> str:
    """What for, who comes, and the ticket."""
    values = {"number": intervention.ticket_id, "title": intervention.ticket.title}
    lines = [
        intervention.purpose,
        _("Who comes: %(people)s") % {"people": people_in_words(intervention)},
        _("Ticket %(number)s: %(title)s") % values,
    ]
    return "\n".join(lines)
