"""What stands in the way of a visit: its technicians are elsewhere then, or not there at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from interventions.choices import TAKES_TIME
from interventions.models import Crew, Intervention
from tickets.models import Absence, User
from tickets.refusal import ActionRefused
from tickets.spans import Span


@dataclass(frozen=True)
class Clash:
    """A technician, the part of the visit that is taken, and by what: another visit, or an absence."""

    technician: User
    span: Span
    visit: Intervention | None = None
    absence: Absence | None = None

    def __str__(self) -> str:
        values = {
            "name": self.technician,
            "day": date_format(timezone.localtime(self.span.start), "l j F"),
            "start": date_format(timezone.localtime(self.span.start), "TIME_FORMAT"),
            "end": date_format(timezone.localtime(self.span.end), "TIME_FORMAT"),
        }
        if self.visit is None:
            return _("%(name)s is absent on %(day)s from %(start)s to %(end)s.") % values
        values["account"] = self.visit.ticket.account
        return _("%(name)s is at %(account)s on %(day)s from %(start)s to %(end)s.") % values


class Overlap(ActionRefused):
    """Somebody would be in two places. Who means it says so, and plans over it."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        self.clashes = clashes
        way = _("Choose another time or person, or plan over it on purpose.")
        super().__init__(" ".join([*map(str, clashes), way]))


def clashes(technicians: Iterable[User], span: Span, *, beside: Intervention | None = None) -> list[Clash]:
    """What these people have in that time, in its order; `beside` is the visit itself."""
    people = list(technicians)
    places = Crew.objects.filter(technician__in=people, span__overlap=span, intervention__state__in=TAKES_TIME)
    if beside is not None:
        places = places.exclude(intervention=beside)
    away = Absence.objects.filter(user__in=people, from_at__lt=span.end, until_at__gt=span.start)
    found = [
        *(
            Clash(place.technician, _common(place.span.lower, place.span.upper, span), visit=place.intervention)
            for place in places.select_related("technician", "intervention__ticket__account")
        ),
        *(
            Clash(absence.user, _common(absence.from_at, absence.until_at, span), absence=absence)
            for absence in away.select_related("user")
        ),
    ]
    return sorted(found, key=lambda clash: (clash.span, clash.technician.name))


def _common(start: dt.datetime, end: dt.datetime, span: Span) -> Span:
    return Span(max(start, span.start), min(end, span.end))
