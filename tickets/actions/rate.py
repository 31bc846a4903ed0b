"""Rate: the client says how the work was."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets import notifications
from tickets.actions.frame import lock, record
from tickets.actions.message import requester
from tickets.choices import EventKind, Score, Status
from tickets.models import Contact, Rating, Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

LONGEST_COMMENT = 2_000


@transaction.atomic
def rate_ticket(
    *, ticket: Ticket, score: Score, comment: str = "", contact: Contact | None = None, by: User, at: dt.datetime
) -> Rating:
    """What the client says of the work once it is done; the last word counts, and the same word changes nothing.

    `by` is the client or, for the `contact` whose link was used, who files it (the automation). Without a comment
    the one that there was stays. The technician is told of what is poor, and of every comment. Raises ActionRefused
    where `by` may not, speaks for nobody, or the ticket is not done.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.TICKET_RATE, ticket)
    contact = contact or requester(by)
    if contact is None:
        raise ActionRefused(_("The client alone says how the work was."))
    if ticket.status not in (Status.RESOLVED, Status.CLOSED):
        raise ActionRefused(_("Ticket %(number)s is not done yet: say it afterwards.") % {"number": ticket.number})
    rating = Rating.objects.filter(ticket=ticket).first() or Rating(ticket=ticket)
    comment = comment.strip()[:LONGEST_COMMENT] or rating.comment
    if (rating.score, rating.comment) == (score, comment):
        return rating
    is_new_comment = bool(comment) and comment != rating.comment
    old, rating.score, rating.comment = rating.get_score_display(), score, comment
    rating.contact, rating.at, rating.ticket = contact, at, ticket
    rating.save()
    record(ledger, EventKind.RATED, by=by, at=at, old=old, new=score.label, contact=contact.name)
    if score == Score.POOR or is_new_comment:
        notifications.rated(rating, at=at)
    return rating
