"""Create, edit and remove canned replies."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from administration.actions.edit import change_row, create_row, take_turn, values_of
from administration.actions.frame import log_change
from administration.choices import Area
from tickets.models import CannedReply, Queue, User
from tickets.permissions import Permission, require


@dataclass(frozen=True, kw_only=True)
class CannedReplyPlan:
    """A canned reply as it is to be; without a queue it is offered in all of them."""

    name: str
    body: str
    queue: Queue | None = None


@transaction.atomic
def create_canned_reply(*, plan: CannedReplyPlan, by: User, at: dt.datetime) -> CannedReply:
    """A new canned reply. Raises ActionRefused as `edit_canned_reply` does."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.CANNED_REPLIES)
    return create_row(row=CannedReply(), plan=plan, area=Area.CANNED_REPLIES, by=by, at=at)


@transaction.atomic
def edit_canned_reply(*, reply: CannedReply, plan: CannedReplyPlan, by: User, at: dt.datetime) -> CannedReply:
    """The canned reply becomes what is planned. Raises ActionRefused where `by` may not, or the name is taken."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.CANNED_REPLIES)
    row = CannedReply.objects.get(pk=reply.pk)
    return change_row(row=row, plan=plan, area=Area.CANNED_REPLIES, by=by, at=at)


@transaction.atomic
def remove_canned_reply(*, reply: CannedReply, by: User, at: dt.datetime) -> None:
    """The text is offered no more; what was sent with it stays as it was sent."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.CANNED_REPLIES)
    before = values_of(reply, ("name", "body", "queue"))
    log_change(area=Area.CANNED_REPLIES, subject=reply, before=before, after=None, by=by, at=at)
    reply.delete()
