"""Who is on call in the weeks around the day of the demo, and who is away."""

from __future__ import annotations

import datetime as dt

from sla.models import Calendar
from sla.seeds import BUSINESS_HOURS
from tickets.actions.absence import add_absence
from tickets.actions.roster import add_duty
from tickets.days import day_of, midnight
from tickets.models import Queue, User
from tickets.seeds import TELECOM, technician

# Weekday and hour of the start, of the end, and who: from Monday morning on, one for the week and one for its end.
_WEEKS = {
    -1: (((0, 9), (4, 18), "Pascal"), ((4, 18), (7, 9), "Jérôme")),
    0: (((0, 9), (4, 18), "Jérôme"), ((4, 18), (7, 9), "Pascal")),
    # The evening of the Sunday to come is nobody's yet: the roster says so.
    1: (((0, 9), (4, 18), "Pascal"), ((4, 18), (6, 14), "Jérôme")),
}


def load_roster(now: dt.datetime) -> None:
    """The telecom queue is staffed in business hours, and three weeks of it have somebody on call."""
    manager = User.objects.get(email="manager@example.org")
    today = day_of(now)
    monday = midnight(today - dt.timedelta(days=today.weekday()))
    queue = Queue.objects.get(name=TELECOM)
    queue.calendar = Calendar.objects.get(name=BUSINESS_HOURS)
    queue.save()
    long_ago = monday - dt.timedelta(weeks=2)
    for week, duties in _WEEKS.items():
        for (first, opens), (last, closes), name in duties:
            start = monday + dt.timedelta(weeks=week, days=first, hours=opens)
            end = monday + dt.timedelta(weeks=week, days=last, hours=closes)
            add_duty(queue=queue, technician=technician(name), from_at=start, until_at=end, by=manager, at=long_ago)
    away = monday + dt.timedelta(days=8)
    add_absence(
        user=technician("Philippe"),
        from_at=away,
        until_at=away + dt.timedelta(days=2),
        reason="Formation",
        by=manager,
        at=long_ago,
    )
