"""The roster: who is on call for a queue outside its opening hours."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from tickets.choices import Role
from tickets.models import Absence, Duty, Queue, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

LONGEST = dt.timedelta(days=31)
MOST_WEEKS = 53
WEEK = dt.timedelta(days=7)


@transaction.atomic
def add_duty(
    *,
    queue: Queue,
    technician: User,
    from_at: dt.datetime,
    until_at: dt.datetime,
    every_week_until: dt.date | None = None,
    by: User,
    at: dt.datetime,
) -> list[Duty]:
    """A technician is on call from one instant to another, half-open; optionally every week, until a date included.

    A week later is the same time of the day on the wall, in the zone of `from_at`, also when the clocks change in
    between. All of them or none. Raises ActionRefused where `by` may not, the person is no technician, it ends
    before it starts, is over, is longer than a month, repeats over more than a year or into itself, or overlaps a
    duty of theirs in the queue. An absence does not refuse: `absences_within` says where nobody would answer.
    """
    require(by, Permission.ROSTER_EDIT)
    # Two duties at once would not see each other: the person's row puts one after the other.
    User.objects.select_for_update().get(pk=technician.pk)
    return Duty.objects.bulk_create(
        planned_duties(queue, technician, from_at, until_at, every_week_until=every_week_until, at=at)
    )


def planned_duties(
    queue: Queue,
    technician: User,
    from_at: dt.datetime,
    until_at: dt.datetime,
    *,
    every_week_until: dt.date | None,
    at: dt.datetime,
) -> list[Duty]:
    """What `add_duty` would save; raises ActionRefused as it does."""
    _refuse_unfit(technician, _utc(from_at), _utc(until_at), at)
    spans = _spans(from_at, until_at, every_week_until)
    _refuse_overlap(queue, technician, spans)
    return [Duty(queue=queue, technician=technician, from_at=start, until_at=end) for start, end in spans]


@transaction.atomic
def remove_duty(*, duty: Duty, by: User, at: dt.datetime) -> Duty | None:
    """Take a duty away; one that has begun ends now, and is returned.

    Raises ActionRefused where `by` may not, or it is over: who was on call stays known.
    """
    require(by, Permission.ROSTER_EDIT)
    locked = Duty.objects.select_for_update().filter(pk=duty.pk).first()
    if locked is None or locked.from_at >= at:
        Duty.objects.filter(pk=duty.pk).delete()
        return None
    if locked.until_at <= at:
        raise ActionRefused(_("This duty is over: who was on call stays known."))
    locked.until_at = at
    locked.save()
    return locked


def absences_within(duties: list[Duty]) -> list[Absence]:
    """The absences of the technician that take a part of these duties away."""
    if not duties:
        return []
    near = Absence.objects.filter(
        user=duties[0].technician_id, from_at__lt=duties[-1].until_at, until_at__gt=duties[0].from_at
    )
    return [
        absence
        for absence in near
        if any(absence.from_at < duty.until_at and duty.from_at < absence.until_at for duty in duties)
    ]


def _refuse_unfit(technician: User, from_at: dt.datetime, until_at: dt.datetime, at: dt.datetime) -> None:
    if not technician.is_active or not technician.has_role(Role.TECHNICIAN):
        raise ActionRefused(_("%(name)s is not a technician who can be on call.") % {"name": technician})
    if until_at <= from_at:
        raise ActionRefused(_("A duty ends after it starts: correct one of the two."))
    if until_at <= at:
        raise ActionRefused(_("This duty is over already: nobody is on call in the past."))
    if until_at - from_at > LONGEST:
        raise ActionRefused(_("A duty lasts a month at most: enter several."))


def _spans(
    from_at: dt.datetime, until_at: dt.datetime, every_week_until: dt.date | None
) -> list[tuple[dt.datetime, dt.datetime]]:
    """Each week's start and end, in UTC."""
    if every_week_until is None:
        return [(_utc(from_at), _utc(until_at))]
    if every_week_until < from_at.date():
        raise ActionRefused(_("The last week lies before the first duty: choose a later date."))
    if until_at - from_at > WEEK:
        raise ActionRefused(_("A duty of more than a week cannot come back every week: it would overlap itself."))
    weeks = (every_week_until - from_at.date()).days // 7 + 1
    if weeks > MOST_WEEKS:
        raise ActionRefused(_("A duty comes back for a year at most: choose an earlier date."))
    spans = [(_utc(from_at + WEEK * week), _utc(until_at + WEEK * week)) for week in range(weeks)]
    # In the hour that the clocks skip, nothing may be left of a short one.
    return [(start, end) for start, end in spans if start < end]


def _utc(at: dt.datetime) -> dt.datetime:
    return at.astimezone(ZoneInfo("UTC"))


def _refuse_overlap(queue: Queue, technician: User, spans: list[tuple[dt.datetime, dt.datetime]]) -> None:
    known = Duty.objects.filter(queue=queue, technician=technician)
    near = known.filter(from_at__lt=spans[-1][1], until_at__gt=spans[0][0]) if spans else known.none()
    for other in near:
        if any(other.from_at < end and start < other.until_at for start, end in spans):
            told = {"from": _words(other.from_at), "until": _words(other.until_at)}
            raise ActionRefused(
                _("%(name)s is on call for %(queue)s at that time already: from %(from)s until %(until)s.")
                % {"name": technician, "queue": queue, **told}
            )


def _words(at: dt.datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")
