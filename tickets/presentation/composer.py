"""Where something is written: what is offered there, and who will read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet
from django.template.defaultfilters import filesizeformat
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tickets import forms
from tickets.actions.attachments import MOST_FILES, RUNS_BY_ITSELF
from tickets.choices import Status
from tickets.models import CannedReply, Message, Ticket, User
from tickets.presentation.around import Around
from tickets.presentation.verbs import Offer, chosen

SAID = ("reply", "note", "call")
# What to press to write one.
KEYS = {"reply": "r", "note": "i", "call": "c"}


@dataclass(frozen=True)
class Then:
    """A status in which a reply may leave the ticket."""

    status: Status
    label: str | Promise
    needs_reason: bool = False


THENS = (
    Then(Status.WAITING_CLIENT, _("Send and wait for the client"), needs_reason=True),
    Then(Status.WAITING_THIRD_PARTY, _("Send and wait for a third party"), needs_reason=True),
    Then(Status.IN_PROGRESS, _("Send and work on")),
    Then(Status.SCHEDULED, _("Send and schedule")),
    Then(Status.RESOLVED, _("Send and resolve")),
)


def composer(
    ticket: Ticket, user: User, offered: dict[str, Offer], around: Around, typed: forms.VerbForm | None = None
) -> dict[str, Any]:
    """What templates/tickets/composer.html takes. `typed` is a form that is shown again."""
    return {
        "said": [(offer, KEYS[offer.name]) for offer in chosen(offered, SAID)],
        "saying": typed.verb if typed and typed.verb in SAID else "reply",
        "thens": thens_of(ticket),
        "around": around,
        "canned": around.canned,
        "watches": any(person.pk == user.pk for person in around.watchers),
        "copy_form": typed if isinstance(typed, forms.CopyForm) else None,
        "limits": limits(settings.ATTACHMENT_MAX_BYTES),
    }


def thens_of(ticket: Ticket) -> list[Then]:
    """In which a reply may leave it."""
    return [then for then in THENS if ticket.is_open and then.status != ticket.status]


def canned_replies(ticket: Ticket) -> QuerySet[CannedReply]:
    """Those of the ticket's queue, and those of all."""
    return CannedReply.objects.filter(Q(queue=None) | Q(queue=ticket.queue_id))


def taken_back(ticket: Ticket, user: User, pk: str) -> forms.ReplyForm | None:
    """The form with a reply that `user` took back, to be sent again with its files; None if there is none."""
    if not pk.isdecimal():
        return None
    mine = Message.objects.filter(ticket=ticket, author=user, withdrawn_at__isnull=False)
    message = mine.filter(pk=pk[:18]).first()
    if message is None:
        return None
    kept = [file.pk for file in message.attachments.all()]
    return forms.ReplyForm(initial={"body": message.body, "kept": kept}, ticket=ticket, by=user)


def limits(most_bytes: int) -> dict[str, Any]:
    """What files may come, so that the page can say so before they are sent."""
    size = filesizeformat(most_bytes)
    return {
        "files": MOST_FILES,
        "bytes": most_bytes,
        "programs": " ".join(sorted(RUNS_BY_ITSELF)),
        "says_many": gettext("At most %(most)s files fit one message: “{name}” is left out.") % {"most": MOST_FILES},
        "says_large": gettext("The file “{name}” has {size}: at most %(most)s are taken.") % {"most": size},
        "says_program": gettext("The file “{name}” is a program: put it into an archive first."),
        "says_empty": gettext("The file “{name}” is empty."),
    }
