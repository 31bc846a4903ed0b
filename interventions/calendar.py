"""Visits in calendars: invitations for clients (RFC 5546, 6047) and the feed of a technician (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from interventions.choices import State
from interventions.models import Intervention
from interventions.words import errand_in_words, place_in_words
from tickets.addresses import address
from tickets.models import Letterhead
from tickets.phone import readable

if TYPE_CHECKING:
    from icalendar import Calendar, Event

# REQUEST invites, and says what changed under a higher sequence; CANCEL takes back.
Method = Literal["REQUEST", "CANCEL"]
PRODUCT = "-//Astreinte//Interventions//FR"
# How often a calendar program may look at the feed.
REFRESHED = dt.timedelta(minutes=15)


def invitation(intervention: Intervention, *, method: Method, email: str, name: str, at: dt.datetime) -> bytes:
    """The visit for the calendar of one person at the client's, in the active language."""
    from icalendar import vCalAddress, vText

    calendar = _calendar()
    calendar.add("method", method)
    event = _event(intervention, at)
    house = Letterhead.of_the_house()
    organizer = vCalAddress(f"mailto:{house.email or settings.DEFAULT_FROM_EMAIL.rpartition('<')[2].rstrip('>')}")
    organizer.params["cn"] = vText(house.name or "Astreinte")
    event["organizer"] = organizer
    guest = vCalAddress(f"mailto:{email}")
    guest.params.update({"cn": vText(name), "role": vText("REQ-PARTICIPANT"), "rsvp": vText("FALSE")})
    event.add("attendee", guest, encode=False)
    event["status"] = "CANCELLED" if method == "CANCEL" else "CONFIRMED"
    if house.phone:
        event.add("contact", readable(house.phone))
    calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def feed(interventions: Iterable[Intervention], *, name: str, at: dt.datetime) -> bytes:
    """All these visits as one calendar, in the active language; cancelled ones are said to be, so that they vanish."""
    calendar = _calendar()
    calendar.add("x-wr-calname", _("Interventions of %(name)s") % {"name": name})
    calendar.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT15M")
    for intervention in interventions:
        event = _event(intervention, intervention.planned_at)
        event.add("url", address("slip_fill", intervention.pk))
        event["status"] = "CANCELLED" if intervention.state == State.CANCELLED else "CONFIRMED"
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _calendar() -> Calendar:
    # Megabytes that most processes never need.
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    return calendar


def _event(intervention: Intervention, stamped_at: dt.datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{intervention.uid}@{urlsplit(settings.SITE_URL).hostname or 'astreinte'}")
    event.add("sequence", intervention.sequence)
    event.add("dtstamp", stamped_at)
    event.add("dtstart", intervention.starts_at.astimezone(dt.UTC))
    event.add("dtend", intervention.ends_at.astimezone(dt.UTC))
    event.add("summary", f"{intervention.ticket.account}: {intervention.purpose}")
    event.add("description", errand_in_words(intervention))
    if place := place_in_words(intervention):
        event.add("location", place)
    return event
