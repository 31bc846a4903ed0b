"""The words of a slip on paper, in the active language: what papers/templates/slip.typ prints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from helpdesk.templatetags.moments import clock_time, duration
from interventions.differences import Difference

Content = Mapping[str, Any]
# Rows of the printed form, and heights of its boxes in millimetres; more is printed where more was written, and a form
# to be filled in by pen has room to write.
LEAST_ROWS, FINDINGS_HEIGHT, OBSERVATIONS_HEIGHT = 6, 14, 22
FINDINGS_BY_PEN, OBSERVATIONS_BY_PEN = 18, 30


def numbers(content: Content) -> list[tuple[str, str]]:
    """What the slip and its ticket are called, where they have a number."""
    said = [(_("No."), content["number"])] if content["number"] else []
    return [*said, *([(_("ticket"), str(content["ticket"]["number"]))] if content["ticket"] else [])]


def facts(content: Content) -> list[dict[str, Any]]:
    """The boxes of the head: who and when."""
    arrived, departed = _local(content, "arrived_at"), _local(content, "departed_at")
    site = content["site"] or {"name": "", "address": ""}
    place = ", ".join(part for part in (site["name"], " ".join(site["address"].split())) if part)
    is_blank = not content["number"]
    return [
        _fact(_("Client"), content["account"]),
        _fact(_("Contact"), content["contact"]),
        *([_fact(_("Site"), place, wide=True)] if place or is_blank else []),
        _fact(pgettext("slip", "Date"), date_format(arrived, "l j F Y") if arrived else ""),
        _fact(
            ngettext("Technician", "Technicians", max(len(content["technicians"]), 1)),
            ", ".join(content["technicians"]),
        ),
        _fact(_("Arrival"), clock_time(arrived) if arrived else ""),
        _fact(_("Departure"), _departure(arrived, departed)),
        _fact(_("Travel"), duration(dt.timedelta(minutes=minutes)) if (minutes := content["travel_minutes"]) else ""),
        _fact(_("Work type"), content["work_type"]),
    ]


def texts(content: Content) -> list[dict[str, Any]]:
    """The two large boxes."""
    by_pen = not content["number"]
    found, observed = (FINDINGS_BY_PEN, OBSERVATIONS_BY_PEN) if by_pen else (FINDINGS_HEIGHT, OBSERVATIONS_HEIGHT)
    return [
        {"name": _("State found before the intervention"), "text": content["findings"], "height": found},
        {"name": _("General observations"), "text": content["observations"], "height": observed},
    ]


def supplies(content: Content) -> dict[str, Any]:
    """The table of supplies, with as many rows as the printed form at least."""
    rows = [{**line, "quantity": localize(Decimal(line["quantity"]))} for line in content["supplies"]]
    head = [_("Quantity"), _("Unit"), _("Designation"), _("Reference")]
    is_by_pen = not content["number"]
    return {"name": _("Supplies"), "head": head, "rows": rows, "least": LEAST_ROWS, "by-pen": is_by_pen}


def changes(differences: Sequence[Difference], reason: str) -> dict[str, Any]:
    """What this version changed in the one before, and why."""
    name = _("Corrected: %(reason)s") % {"reason": reason} if differences else ""
    head = [pgettext("correction", "What"), pgettext("correction", "Before"), pgettext("correction", "Now")]
    return {"name": name, "head": head, "rows": [list(each) for each in differences]}


def foot(content: Content) -> str:
    """How long it took, and where the rest stands."""
    if not content["number"]:
        return _("Intervention slip to be filled in by hand. Its scan is added to the ticket.")
    arrived, departed = _local(content, "arrived_at"), _local(content, "departed_at")
    number = content["ticket"]["number"]
    if not arrived or not departed:
        return _("What was promised and kept stands on ticket %(number)s.") % {"number": number}
    values = {"time": duration(departed - arrived) or duration(dt.timedelta(0)), "number": number}
    return _("Time on site: %(time)s. What was promised and kept stands on ticket %(number)s.") % values


def _fact(name: str, value: str, *, wide: bool = False) -> dict[str, Any]:
    return {"name": name, "value": value, "wide": wide}


def _local(content: Content, name: str) -> dt.datetime | None:
    """The instant in the zone that the slip was written in."""
    text = content[name]
    return dt.datetime.fromisoformat(text).astimezone(ZoneInfo(content["time_zone"])) if text else None


def _departure(arrived: dt.datetime | None, departed: dt.datetime | None) -> str:
    if departed is None:
        return ""
    time = clock_time(departed)
    if arrived is None or arrived.date() == departed.date():
        return time
    return f"{date_format(departed, 'l j F')}, {time}"


def in_zone_of(content: Content) -> timezone.override:
    """Instants are read in the zone that the slip was written in."""
    return timezone.override(ZoneInfo(content["time_zone"]))
