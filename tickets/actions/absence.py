"""Who is not there, from when to when."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets.models import Absence, User
from tickets.permissions import Permission, allows
from tickets.refusal import ActionRefused

LONGEST_REASON = 120


@transaction.atomic
def add_absence(
    *, user: User, from_at: dt.datetime, until_at: dt.datetime, reason: str = "", by: User, at: dt.datetime
) -> Absence:
    """From one instant to another, half-open, a person of the house is not asked.

    It becomes one with every absence of theirs that it overlaps or touches; the reasons are kept. Raises ActionRefused
    where `by` is another person without that right, it ends before it starts or is over, or `user` is not of
    the house.
    """
    _require(by, user)
    if not user.is_staff_member:
        raise ActionRefused(_("%(name)s is not of the house: nobody has to know their absences.") % {"name": user})
    if until_at <= from_at:
        raise ActionRefused(_("An absence ends after it starts: correct one of the two."))
    if until_at <= at:
        raise ActionRefused(_("This absence is over already: nobody is asked in the past."))
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        raise ActionRefused(_("At most %(count)s characters fit into the reason.") % {"count": LONGEST_REASON})
    # Two absences at once would not see each other: the person's row puts one after the other.
    User.objects.select_for_update().get(pk=user.pk)
    near = list(user.absences.filter(from_at__lte=until_at, until_at__gte=from_at))
    reasons = dict.fromkeys(text for text in [*(absence.reason for absence in near), reason] if text)
    Absence.objects.filter(pk__in=[absence.pk for absence in near]).delete()
    return Absence.objects.create(
        user=user,
        from_at=min([from_at, *(absence.from_at for absence in near)]),
        until_at=max([until_at, *(absence.until_at for absence in near)]),
        reason=", ".join(reasons)[:LONGEST_REASON],
    )


@transaction.atomic
def remove_absence(*, absence: Absence, by: User, at: dt.datetime) -> Absence | None:
    """Take an absence away; one that has begun ends now, and is returned.

    Raises ActionRefused where `by` is another person without that right, or it is over.
    """
    _require(by, absence.user)
    locked = Absence.objects.select_for_update().filter(pk=absence.pk).first()
    if locked is None or locked.from_at >= at:
        Absence.objects.filter(pk=absence.pk).delete()
        return None
    if locked.until_at <= at:
        raise ActionRefused(_("This absence is over: it stays as it was."))
    locked.until_at = at
    locked.save()
    return locked


def _require(by: User, user: User) -> None:
    if by != user and not allows(by, Permission.ROSTER_EDIT):
        raise ActionRefused(_("You say your own absences; those of others are a manager’s to say."))
