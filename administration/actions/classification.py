"""Issue types and work types: what tickets and work are sorted by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from administration.actions.edit import change_row, create_row, move_row, take_turn
from administration.choices import Area
from tickets.models import IssueType, Queue, User, WorkType
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


@dataclass(frozen=True, kw_only=True)
class IssueTypePlan:
    """An issue type as it is to be; without a queue it is offered in all of them. A sub-type follows its type."""

    name: str
    queue: Queue | None = None
    is_active: bool = True


@dataclass(frozen=True, kw_only=True)
class WorkTypePlan:
    """A work type as it is to be; `is_default` is what a ticket gets where nobody chose, `use` what slips fill in."""

    name: str
    is_default: bool = False
    use: str = ""
    is_active: bool = True


@transaction.atomic
def create_issue_type(*, parent: IssueType | None, plan: IssueTypePlan, by: User, at: dt.datetime) -> IssueType:
    """A new issue type, or with `parent` a sub-issue type of it, after the others.

    Raises ActionRefused where `by` may not, the name is empty or taken, or `parent` is a sub-type itself.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.ISSUE_TYPES)
    if parent is not None and parent.parent_id is not None:
        raise ActionRefused(_("There are two levels: “%(name)s” is a sub-issue type itself.") % {"name": parent})
    plan = _following(plan, parent)
    row = IssueType(parent=parent, order=IssueType.objects.filter(parent=parent).count())
    return create_row(row=row, plan=plan, area=Area.ISSUE_TYPES, by=by, at=at)


@transaction.atomic
def edit_issue_type(*, issue_type: IssueType, plan: IssueTypePlan, by: User, at: dt.datetime) -> IssueType:
    """The issue type becomes what is planned, and its sub-types follow its queue. One that is not in use is not
    offered, nor are its sub-types; tickets keep it. Raises ActionRefused where `by` may not or the name is taken.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.ISSUE_TYPES)
    row = IssueType.objects.select_related("parent__queue", "queue").get(pk=issue_type.pk)
    row = change_row(row=row, plan=_following(plan, row.parent), area=Area.ISSUE_TYPES, by=by, at=at)
    row.sub_types.update(queue=row.queue)
    return row


@transaction.atomic
def move_issue_type(*, issue_type: IssueType, step: int, by: User, at: dt.datetime) -> None:
    """One place up (-1) or down (1) among those of its queue, or of its type."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.ISSUE_TYPES)
    among = list(IssueType.objects.filter(parent=issue_type.parent, queue=issue_type.queue))
    move_row(row=issue_type, among=among, step=step, area=Area.ISSUE_TYPES, by=by, at=at)


@transaction.atomic
def create_work_type(*, plan: WorkTypePlan, by: User, at: dt.datetime) -> WorkType:
    """A new work type, after the others. Raises ActionRefused as `edit_work_type` does."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.WORK_TYPES)
    _make_room(plan, None)
    return create_row(row=WorkType(order=WorkType.objects.count()), plan=plan, area=Area.WORK_TYPES, by=by, at=at)


@transaction.atomic
def edit_work_type(*, work_type: WorkType, plan: WorkTypePlan, by: User, at: dt.datetime) -> WorkType:
    """The work type becomes what is planned; a new default, or one that slips fill in, takes the place of the old one.

    Raises ActionRefused where `by` may not, the name is empty or taken, or there would be no default in use.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.WORK_TYPES)
    row = WorkType.objects.get(pk=work_type.pk)
    _make_room(plan, row)
    return change_row(row=row, plan=plan, area=Area.WORK_TYPES, by=by, at=at)


@transaction.atomic
def move_work_type(*, work_type: WorkType, step: int, by: User, at: dt.datetime) -> None:
    """One place up (-1) or down (1) wherever work types are listed."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.WORK_TYPES)
    among = list(WorkType.objects.all())
    move_row(row=work_type, among=among, step=step, area=Area.WORK_TYPES, by=by, at=at)


def _following(plan: IssueTypePlan, parent: IssueType | None) -> IssueTypePlan:
    """A sub-type stands in the queue of its type."""
    if parent is None:
        return plan
    return IssueTypePlan(name=plan.name, queue=parent.queue, is_active=plan.is_active)


def _make_room(plan: WorkTypePlan, row: WorkType | None) -> None:
    if plan.is_default and not plan.is_active:
        raise ActionRefused(_("The default work type has to be in use: make another one the default first."))
    if plan.use and not plan.is_active:
        raise ActionRefused(_("A work type that slips fill in has to be in use: let them fill in another one first."))
    if row is not None and row.is_default and not plan.is_default:
        raise ActionRefused(_("There is always a default: open another work type and make it the default instead."))
    if plan.is_default:
        WorkType.objects.filter(is_default=True).exclude(pk=row.pk if row else 0).update(is_default=False)
    if plan.use:
        WorkType.objects.filter(use=plan.use).exclude(pk=row.pk if row else 0).update(use="")
