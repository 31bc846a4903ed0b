"""What a content says, part by part, in the words and for the eyes of a reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from helpdesk.templatetags.moments import duration
from interventions.content import Content


def written(name: str, value: Any, content: Content) -> str:
    """A part of the content, or one line of its lists, in the active language and the time zone of the house."""
    return _WRITTEN.get(name, _text)(value, content)


def said_instant(text: str | None, time_zone: str) -> str:
    """An instant of a content, day and hour, in the time zone of the house."""
    if not text:
        return ""
    local = timezone.localtime(dt.datetime.fromisoformat(text), ZoneInfo(time_zone))
    return f"{date_format(local, 'j F Y')}, {local.hour}:{local.minute:02}"


def said_supply(line: Mapping[str, Any]) -> str:
    """A line of supplies: quantity and unit, designation, reference."""
    amount = " ".join(filter(None, (localize(Decimal(line["quantity"])), line["unit"])))
    reference = f" ({line['reference']})" if line["reference"] else ""
    return f"{amount} × {line['designation']}{reference}"


def _text(value: object, _content: Content) -> str:
    return str(value or "")


def _instant(text: str | None, content: Content) -> str:
    return said_instant(text, content["time_zone"])


def _place(place: Mapping[str, str] | None, _content: Content) -> str:
    return "\n".join(filter(None, (place["name"], place["address"]))) if place else ""


def _house(house: Mapping[str, str], _content: Content) -> str:
    return "\n".join(filter(None, (house["name"], house["address"], house["phone"], house["email"])))


def _ticket(ticket: Mapping[str, Any], _content: Content) -> str:
    return f"{ticket['number']} {ticket['title']}"


def _photo(photo: Mapping[str, str], content: Content) -> str:
    return f"{photo['caption'] or _('Photo')}, {said_instant(photo['taken_at'], content['time_zone'])}"


def _travel(minutes: int, _content: Content) -> str:
    return duration(dt.timedelta(minutes=minutes))


def _language(code: str, _content: Content) -> str:
    return str(dict(settings.LANGUAGES).get(code, code))


LABELS: dict[str, str | Promise] = {
    "number": gettext_lazy("Number"),
    "account": gettext_lazy("Client"),
    "contact": gettext_lazy("Contact"),
    "site": gettext_lazy("Site"),
    "ticket": gettext_lazy("Ticket"),
    "purpose": gettext_lazy("What for"),
    "technicians": gettext_lazy("Technicians"),
    "arrived_at": gettext_lazy("Arrival"),
    "departed_at": gettext_lazy("Departure"),
    "travel_minutes": gettext_lazy("Travel"),
    "work_type": gettext_lazy("Work type"),
    "findings": gettext_lazy("State found before the intervention"),
    "observations": gettext_lazy("General observations"),
    "supplies": gettext_lazy("Supplies"),
    "photos": gettext_lazy("Photos"),
    "house": gettext_lazy("Letterhead"),
    "language": gettext_lazy("Language"),
    "time_zone": pgettext_lazy("slip", "Time zone"),
}
_WRITTEN: dict[str, Callable[[Any, Content], str]] = {
    "site": _place,
    "ticket": _ticket,
    "arrived_at": _instant,
    "departed_at": _instant,
    "travel_minutes": _travel,
    "supplies": lambda line, _content: said_supply(line),
    "photos": _photo,
    "house": _house,
    "language": _language,
}
