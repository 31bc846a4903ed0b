"""Create, edit, order and retire queues."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from administration.actions.edit import change_row, create_row, move_row, take_turn
from administration.actions.frame import log_change
from administration.choices import Area
from sla.models import Calendar
from tickets.actions.route import route_ticket
from tickets.choices import OPEN_STATUSES
from tickets.models import Queue, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

# More take too long for somebody who waits: the list of tickets moves them, too.
MOST_MOVED = 500


@dataclass(frozen=True, kw_only=True)
class QueuePlan:
    """A queue as it is to be; see tickets.models.Queue."""

    name: str
    trade: str = ""
    shortcut: str = ""
    icon: str = "inbox"
    calendar: Calendar | None = None
    balances_load: bool = False


@transaction.atomic
def create_queue(*, plan: QueuePlan, by: User, at: dt.datetime) -> Queue:
    """A new queue, after the others, with an empty first level. Raises ActionRefused as `edit_queue` does."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.QUEUES)
    _refuse_shortcut(plan.shortcut, None)
    queue = create_row(row=Queue(order=Queue.objects.count()), plan=plan, area=Area.QUEUES, by=by, at=at)
    queue.levels.create(number=1)
    return queue


@transaction.atomic
def edit_queue(*, queue: Queue, plan: QueuePlan, by: User, at: dt.datetime) -> Queue:
    """The queue becomes what is planned; its tickets stay where they are.

    Raises ActionRefused where `by` may not, the name is taken or empty, or the shortcut is no three digits or
    dials another queue in use.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.QUEUES)
    queue = Queue.objects.get(pk=queue.pk)
    _refuse_shortcut(plan.shortcut, queue)
    return change_row(row=queue, plan=plan, area=Area.QUEUES, by=by, at=at)


@transaction.atomic
def move_queue(*, queue: Queue, step: int, by: User, at: dt.datetime) -> None:
    """One place up (-1) or down (1) wherever queues are listed. Raises ActionRefused where `by` may not."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.QUEUES)
    among = list(Queue.objects.filter(is_active=queue.is_active))
    move_row(row=queue, among=among, step=step, area=Area.QUEUES, by=by, at=at)


@transaction.atomic
def retire_queue(*, queue: Queue, move_to: Queue | None, by: User, at: dt.datetime) -> int:
    """The queue is offered no more; its open tickets move to `move_to`, where one is named. Returns how many moved.

    Raises ActionRefused where `by` may not, it is the last queue in use, `move_to` is not in use, or more tickets
    than `MOST_MOVED` would move.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.QUEUES)
    queue = Queue.objects.get(pk=queue.pk)
    if not Queue.objects.filter(is_active=True).exclude(pk=queue.pk).exists():
        raise ActionRefused(_("%(queue)s is the last queue in use: add another one first.") % {"queue": queue})
    moved = _move_tickets(queue, move_to, by, at) if move_to else 0
    if queue.is_active:
        _set_active(queue, False, by, at)
    return moved


@transaction.atomic
def restore_queue(*, queue: Queue, by: User, at: dt.datetime) -> Queue:
    """The queue is offered again. Raises ActionRefused where `by` may not, or its shortcut dials another by now."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.QUEUES)
    queue = Queue.objects.get(pk=queue.pk)
    _refuse_shortcut(queue.shortcut, queue)
    if not queue.is_active:
        _set_active(queue, True, by, at)
    return queue


def dialled_by(shortcut: str, *, other_than: Queue | None) -> Queue | None:
    """The queue in use that a shortcut dials already."""
    found = Queue.objects.filter(shortcut=shortcut, is_active=True).exclude(shortcut="")
    return found.exclude(pk=other_than.pk if other_than else 0).first()


def _refuse_shortcut(shortcut: str, queue: Queue | None) -> None:
    if shortcut and not (len(shortcut) == 3 and shortcut.isdecimal()):
        raise ActionRefused(_("Shortcut: three digits, such as 010, or none."))
    taken = dialled_by(shortcut, other_than=queue)
    if taken is not None:
        raise ActionRefused(
            _("Shortcut: %(shortcut)s dials %(queue)s already.") % {"shortcut": shortcut, "queue": taken}
        )


def _set_active(queue: Queue, is_active: bool, by: User, at: dt.datetime) -> None:
    before = {"is_active": queue.is_active}
    queue.is_active = is_active
    queue.save()
    log_change(area=Area.QUEUES, subject=queue, before=before, after={"is_active": is_active}, by=by, at=at)


def _move_tickets(queue: Queue, move_to: Queue, by: User, at: dt.datetime) -> int:
    if move_to == queue or not Queue.objects.filter(pk=move_to.pk, is_active=True).exists():
        raise ActionRefused(_("Choose another queue in use for the open tickets."))
    tickets = list(queue.tickets.filter(status__in=OPEN_STATUSES).order_by("pk")[: MOST_MOVED + 1])
    if len(tickets) > MOST_MOVED:
        raise ActionRefused(
            ngettext(
                "More than %(most)s open ticket stands in %(queue)s: move them in the list of tickets first.",
                "More than %(most)s open tickets stand in %(queue)s: move them in the list of tickets first.",
                MOST_MOVED,
            )
            % {"most": MOST_MOVED, "queue": queue}
        )
    for ticket in tickets:
        route_ticket(ticket=ticket, queue=move_to, level=None, by=by, at=at)
    return len(tickets)
