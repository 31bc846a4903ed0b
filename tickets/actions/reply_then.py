"""Reply and set the status in one step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from tickets.actions.message import let_take_back
from tickets.actions.reply import reply_and_wait, reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.resume import resume_ticket
from tickets.actions.schedule import schedule_ticket
from tickets.choices import WAITING_STATUSES, Status
from tickets.models import Message, Ticket, User
from tickets.refusal import ActionRefused

_VERBS: dict[Status, Callable[..., Ticket]] = {Status.IN_PROGRESS: resume_ticket, Status.SCHEDULED: schedule_ticket}


@transaction.atomic
def reply_then(
    *,
    ticket: Ticket,
    body: str,
    status: Status,
    reason: str = "",
    attachments: Sequence[File[bytes]] = (),
    by: User,
    at: dt.datetime,
) -> Message:
    """Reply, and leave the ticket in `status`: waiting (for a `reason`), in progress, scheduled or resolved.

    Both or neither, and the answer counts first: as the first response it is judged before the clocks stand still.
    A resolution has the reply for its solution. Raises ActionRefused where either part does.
    """
    said = {"ticket": ticket, "attachments": attachments, "by": by, "at": at}
    if status in WAITING_STATUSES:
        return reply_and_wait(body=body, status=status, reason=reason, **said)  # type: ignore[arg-type]
    if status == Status.RESOLVED:
        resolve_ticket(solution=body, **said)  # type: ignore[arg-type]
        return ticket.messages.latest("pk")
    if status not in _VERBS:
        raise ActionRefused(_("A reply cannot leave a ticket “%s”.") % Status(status).label)
    message = reply_to_ticket(body=body, **said)  # type: ignore[arg-type]
    _VERBS[status](ticket=ticket, by=by, at=at)
    let_take_back(message)
    return message
