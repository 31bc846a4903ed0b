"""The resources matrix: who is asked, at which level of a queue, in which order."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from administration.actions.edit import take_turn
from administration.actions.frame import log_change
from administration.choices import Area
from tickets.choices import OPEN_STATUSES, Role
from tickets.models import Queue, Resource, ResourceLevel, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

Cells = dict[str, list[str]]


def cells_of(queue: Queue) -> Cells:
    """The names in each cell of a queue, in the order in which they are asked."""
    levels = ResourceLevel.objects.filter(queue=queue).order_by("number").prefetch_related("resources__technician")
    return {str(level.number): [str(one.technician) for one in level.resources.all()] for level in levels}


@transaction.atomic
def add_resource(*, level: ResourceLevel, technician: User, by: User, at: dt.datetime) -> Resource:
    """The technician is asked last at this level. Raises ActionRefused where `by` may not, the person is no
    technician who may sign in, or is asked there already.
    """
    before = _begin(level.queue, by)
    if not technician.is_active or not technician.has_role(Role.TECHNICIAN):
        raise ActionRefused(_("%(name)s is not a technician: give them the role first.") % {"name": technician})
    if level.resources.filter(technician=technician).exists():
        raise ActionRefused(
            _("%(name)s is asked at level %(level)s already.") % {"name": technician, "level": level.number}
        )
    resource = Resource.objects.create(level=level, technician=technician, order=level.resources.count())
    _finish(level.queue, before, by, at)
    return resource


@transaction.atomic
def remove_resource(*, resource: Resource, by: User, at: dt.datetime) -> None:
    """The technician is not asked at this level any more; tickets they have stay theirs."""
    level = resource.level
    before = _begin(level.queue, by)
    Resource.objects.filter(pk=resource.pk).delete()
    _number(list(level.resources.order_by("order", "pk")))
    _finish(level.queue, before, by, at)


@transaction.atomic
def move_resource(*, resource: Resource, step: int, by: User, at: dt.datetime) -> None:
    """Asked one place earlier (-1) or later (1) within the cell; at its end nothing changes."""
    level = resource.level
    before = _begin(level.queue, by)
    ordered = list(level.resources.order_by("order", "pk"))
    old = [one.pk for one in ordered].index(resource.pk)
    new = old + step
    if 0 <= new < len(ordered):
        ordered[old], ordered[new] = ordered[new], ordered[old]
        _number(ordered)
        _finish(level.queue, before, by, at)


@transaction.atomic
def add_level(*, queue: Queue, by: User, at: dt.datetime) -> ResourceLevel:
    """One more level, above the highest, with nobody in it yet."""
    before = _begin(queue, by)
    level = ResourceLevel.objects.create(queue=queue, number=len(before) + 1)
    _finish(queue, before, by, at)
    return level


@transaction.atomic
def remove_level(*, level: ResourceLevel, by: User, at: dt.datetime) -> None:
    """Take the highest level of a queue away. Raises ActionRefused where `by` may not, there is a higher one, it is
    the only one, somebody is asked there, or open tickets stand there.
    """
    queue = level.queue
    before = _begin(queue, by)
    _refuse_used(level)
    level.delete()
    _finish(queue, before, by, at)


def _refuse_used(level: ResourceLevel) -> None:
    if level.number == 1 or level.queue.levels.filter(number__gt=level.number).exists():
        raise ActionRefused(_("Only the highest level of a queue can be taken away, and never the first."))
    if level.resources.exists():
        raise ActionRefused(_("Level %(level)s still has people: take them away first.") % {"level": level.number})
    standing = level.tickets.filter(status__in=OPEN_STATUSES).count()
    if standing:
        raise ActionRefused(
            ngettext(
                "%(count)s open ticket stands at level %(level)s: move it to another level first.",
                "%(count)s open tickets stand at level %(level)s: move them to another level first.",
                standing,
            )
            % {"count": standing, "level": level.number}
        )


def _begin(queue: Queue, by: User) -> Cells:
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.RESOURCES)
    return cells_of(queue)


def _finish(queue: Queue, before: Cells, by: User, at: dt.datetime) -> None:
    log_change(area=Area.RESOURCES, subject=queue, before=before, after=cells_of(queue), by=by, at=at)


def _number(ordered: list[Resource]) -> None:
    for place, resource in enumerate(ordered):
        resource.order = place
    Resource.objects.bulk_update(ordered, ["order"])
