"""Create, change, copy and remove calendars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from administration.actions.frame import log_change, refused_in_words
from administration.choices import Area
from administration.values.calendar import calendar_values, hours_of
from sla.models import Calendar, Closure, SpecialOpening, Target
from tickets.actions.edit_calendar import edit_calendar
from tickets.actions.settings_lock import claim_settings
from tickets.models import Clock, Queue, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

Values = Mapping[str, Any]
FIELDS = ("name", "time_zone", "is_round_the_clock", "country", "subdivision", "seasons")


@transaction.atomic
def create_calendar(*, values: Values, by: User, at: dt.datetime) -> Calendar:
    """A new calendar; nothing counts in it yet. Raises ActionRefused where `by` may not or it would never open."""
    require(by, Permission.SETTINGS_EDIT)
    calendar = Calendar()
    with refused_in_words():
        write_calendar(values, calendar)
    log_change(area=Area.CALENDARS, subject=calendar, before=None, after=calendar_values(calendar), by=by, at=at)
    return calendar


@transaction.atomic
def change_calendar(
    *,
    calendar: Calendar,
    values: Values,
    progress: Callable[[int, int], None] | None = None,
    by: User,
    at: dt.datetime,
) -> int:
    """The calendar becomes what the values say; returns how many tickets were planned anew.

    A new name moves no deadline. Raises ActionRefused as `edit_calendar` does.
    """
    require(by, Permission.SETTINGS_EDIT)
    # Settings first, then rows: whoever opens a ticket has a share of the settings and will refer to this row.
    claim_settings()
    calendar = Calendar.objects.get(pk=calendar.pk)
    before = calendar_values(calendar)
    replanned = 0
    if hours_of(dict(values)) == hours_of(before):
        with refused_in_words():
            write_calendar(values, calendar)
    else:
        edit = partial(write_calendar, values)
        replanned = edit_calendar(calendar=calendar, edit=edit, progress=progress, by=by, at=at)
    log_change(area=Area.CALENDARS, subject=calendar, before=before, after=calendar_values(calendar), by=by, at=at)
    return replanned


@transaction.atomic
def copy_calendar(*, calendar: Calendar, by: User, at: dt.datetime) -> Calendar:
    """The same hours under a name of their own. Raises ActionRefused where `by` may not."""
    return create_calendar(values=calendar_values(calendar) | {"name": _free_name(calendar)}, by=by, at=at)


@transaction.atomic
def remove_calendar(*, calendar: Calendar, by: User, at: dt.datetime) -> None:
    """Take away a calendar in which nothing counts, or ever did. Raises ActionRefused where something does."""
    require(by, Permission.SETTINGS_EDIT)
    calendar = Calendar.objects.select_for_update().get(pk=calendar.pk)
    refuse_used(calendar)
    log_change(area=Area.CALENDARS, subject=calendar, before=calendar_values(calendar), after=None, by=by, at=at)
    calendar.delete()


def refuse_used(calendar: Calendar) -> None:
    """Raise ActionRefused with who uses the calendar."""
    policies = sorted(
        {target.policy.name for target in Target.objects.filter(calendar=calendar).select_related("policy")}
        | set(calendar.policies.values_list("name", flat=True))
    )
    queues = list(Queue.objects.filter(calendar=calendar).values_list("name", flat=True))
    if policies or queues:
        users = ", ".join([*policies, *queues])
        raise ActionRefused(
            _("“%(calendar)s” is used by %(users)s: give them another calendar first.")
            % {"calendar": calendar, "users": users}
        )
    counted = Clock.objects.filter(calendar=calendar).values("ticket").distinct().count()
    if counted:
        raise ActionRefused(
            ngettext(
                "The time of %(count)s ticket was counted in “%(calendar)s”: it stays, for its history.",
                "The time of %(count)s tickets was counted in “%(calendar)s”: it stays, for their history.",
                counted,
            )
            % {"count": counted, "calendar": calendar}
        )


def write_calendar(values: Values, calendar: Calendar) -> None:
    """Make the rows what the values say. Raises ValidationError with sentences; the caller has a transaction."""
    for name in FIELDS:
        setattr(calendar, name, values[name])
    calendar.clean_fields()
    calendar.validate_unique()
    if calendar.pk is None:
        # The rows below need one to belong to; the hours are checked once they are all there.
        Calendar.objects.bulk_create([calendar])
    closures = [Closure(calendar=calendar, **closure) for closure in values["closures"]]
    openings = [SpecialOpening(calendar=calendar, **opening) for opening in values["special_openings"]]
    for row in (*closures, *openings):
        row.clean_fields()
        row.validate_constraints()
    calendar.closures.all().delete()
    calendar.special_openings.all().delete()
    Closure.objects.bulk_create(closures)
    SpecialOpening.objects.bulk_create(openings)
    calendar.save()


def _free_name(calendar: Calendar) -> str:
    """“Marseille (copy)”, or with a number where there is one already."""
    taken = set(Calendar.objects.values_list("name", flat=True))
    name = _("%(name)s (copy)") % {"name": calendar.name[:60]}
    numbered = (f"{name} {number}" for number in range(2, len(taken) + 3))
    return name if name not in taken else next(each for each in numbered if each not in taken)
