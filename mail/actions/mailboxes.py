"""Name and change the mailboxes that are read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from administration.actions.edit import change_row, create_row, take_turn
from administration.choices import Area
from mail.models import Mailbox
from tickets.models import Queue, User
from tickets.permissions import Permission, require


@dataclass(frozen=True, kw_only=True)
class MailboxPlan:
    """A mailbox as it is to be."""

    address: str
    purpose: str
    queue: Queue
    host: str
    port: int
    security: str
    username: str
    secret_name: str
    folder: str
    is_active: bool


@transaction.atomic
def create_mailbox(*, plan: MailboxPlan, by: User, at: dt.datetime) -> Mailbox:
    """A new mailbox. Raises ActionRefused where `by` may not, or the address has one."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.MAILBOXES)
    return create_row(row=Mailbox(), plan=plan, area=Area.MAILBOXES, by=by, at=at)


@transaction.atomic
def edit_mailbox(*, mailbox: Mailbox, plan: MailboxPlan, by: User, at: dt.datetime) -> Mailbox:
    """The mailbox becomes what is planned. Of another folder or server, its unread mails are what is new.

    Raises ActionRefused as `create_mailbox` does.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.MAILBOXES)
    row = Mailbox.objects.select_for_update(of=("self",)).get(pk=mailbox.pk)
    if (row.host, row.username, row.folder) != (plan.host, plan.username, plan.folder):
        row.uid_validity, row.last_uid = None, 0
    row.last_error = ""
    return change_row(row=row, plan=plan, area=Area.MAILBOXES, by=by, at=at)
