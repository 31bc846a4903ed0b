"""What a slip says of the time, logged on its ticket for each technician."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from interventions.models import Crew, Slip
from tickets.actions.frame import record
from tickets.choices import EventKind, WorkUse
from tickets.clocks import Ledger
from tickets.models import TimeEntry, User, WorkType

MINUTE = dt.timedelta(minutes=1)


@dataclass(frozen=True)
class Worked:
    """Minutes of one kind of work, until an instant."""

    minutes: int
    work_type: WorkType
    until: dt.datetime

    def __str__(self) -> str:
        return f"{self.minutes} min, {self.work_type}"


def minutes_on_site(slip: Slip) -> int:
    """From arrival to departure; none as long as nobody has left."""
    return (slip.departed_at - slip.arrived_at) // MINUTE if slip.departed_at else 0


def log_slip_times(ledger: Ledger, slip: Slip, by: User, at: dt.datetime) -> None:
    """Each technician's time on site and travel as the slip says them now; what was logged before is corrected.

    Nothing is logged of no minutes, nor before the departure: what was, goes.
    """
    until = slip.departed_at or slip.arrived_at
    travel_type = WorkType.objects.filter(use=WorkUse.TRAVEL).first() or slip.work_type
    on_site = Worked(minutes_on_site(slip), slip.work_type, until)
    travel = Worked(slip.travel_minutes if slip.departed_at else 0, travel_type, until)
    crew = Crew.objects.select_related("technician", "work_entry__work_type", "travel_entry__work_type")
    for place in crew.filter(intervention=slip.intervention_id):
        place.work_entry = _logged(ledger, place.work_entry, place.technician, on_site, by, at)
        place.travel_entry = _logged(ledger, place.travel_entry, place.technician, travel, by, at)
        place.save(update_fields=["work_entry", "travel_entry"])


def _logged(
    ledger: Ledger, entry: TimeEntry | None, technician: User, worked: Worked, by: User, at: dt.datetime
) -> TimeEntry | None:
    if entry is None:
        return _log(ledger, technician, worked, by, at) if worked.minutes else None
    before = Worked(entry.minutes, entry.work_type, entry.worked_at)
    if before == worked:
        return entry
    told = {"old": before, "new": worked, "entry": entry.pk}
    if worked.minutes:
        entry.minutes, entry.work_type, entry.worked_at = worked.minutes, worked.work_type, worked.until
        entry.save()
    else:
        entry.delete()
    if str(before) != str(worked):
        record(ledger, EventKind.TIME_CORRECTED, by=by, at=at, **told)
    return entry if worked.minutes else None


def _log(ledger: Ledger, technician: User, worked: Worked, by: User, at: dt.datetime) -> TimeEntry:
    entry = TimeEntry.objects.create(
        ticket=ledger.ticket,
        technician=technician,
        work_type=worked.work_type,
        minutes=worked.minutes,
        worked_at=worked.until,
    )
    record(ledger, EventKind.TIME_LOGGED, by=by, at=at, new=worked.work_type, minutes=worked.minutes)
    return entry
