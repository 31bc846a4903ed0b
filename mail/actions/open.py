"""Open a ticket for what a mail asks."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from mail.actions.filing import Content
from mail.actions.result import Result
from mail.choices import Outcome
from mail.deciding import Place
from mail.letter import Letter
from mail.models import InboundMail, Mailbox
from mail.references import without_tags
from sla.choices import Priority
from tickets.actions.link import link_tickets
from tickets.actions.request import LONGEST_TITLE, request
from tickets.choices import Kind, LinkKind, Source
from tickets.models import Queue, Ticket, User
from tickets.promises import Intake

_PREFIXES = re.compile(r"^(?:(?:re|fwd?|tr|ref|wg|aw|rép)\s?(?:\[\d+\])?\s?:\s*)+", re.IGNORECASE)
_SPACE = uuid.UUID("3a0bbf0c-5a1e-4d49-9a53-08f0d6a3d0c1")


@dataclass(frozen=True)
class Asked:
    """For whom, where and how urgent. Without a queue it is that of the mailbox."""

    place: Place
    priority: Priority = Priority.MEDIUM
    queue: Queue | None = None
    follows: Ticket | None = None


def open_for(mail: InboundMail, letter: Letter, asked: Asked) -> Result:
    """The promise counts from when the mail reached us. What follows an old ticket is linked to it."""
    at, automation = mail.received_at, User.objects.automation()
    content = Content.of(letter)
    intake = Intake(
        account=asked.place.account,
        queue=asked.queue or queue_of(mail),
        title=title_of(letter, content),
        priority=asked.priority,
        kind=Kind.INCIDENT,
        source=Source.EMAIL,
        key=uuid.uuid5(_SPACE, f"{mail.pk}"),
    )
    message = request(intake=intake, said=content.said(asked.place.contact), by=automation, at=at)
    if asked.follows is not None:
        _link(message.ticket, asked.follows, automation, at)
    return Result(Outcome.OPENED, message.ticket, message)


def queue_of(mail: InboundMail) -> Queue:
    """Where the mail goes before anybody has read it; a mail from a pipe, where those of its purpose go."""
    if mail.mailbox is not None:
        return mail.mailbox.queue
    mailboxes = list(Mailbox.objects.filter(is_active=True).select_related("queue").order_by("pk"))
    mailboxes.sort(key=lambda mailbox: mailbox.purpose != mail.purpose)
    return mailboxes[0].queue if mailboxes else Queue.objects.filter(is_active=True).order_by("order", "name")[0]


def title_of(letter: Letter, content: Content) -> str:
    """The subject without what programs put before it; without a subject the first words."""
    subject = _PREFIXES.sub("", without_tags(letter.subject)).strip()
    title = subject or " ".join(content.body.split()) or _("Mail without subject")
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 1]}…"


def _link(ticket: Ticket, follows: Ticket, automation: User, at: dt.datetime) -> None:
    if ticket.account_id == follows.account_id:
        link_tickets(ticket=ticket, other=follows, kind=LinkKind.FOLLOWS, by=automation, at=at)
