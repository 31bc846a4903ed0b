"""What is said of slips to sign: to the client, and to the house once they have signed later."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from interventions.models import Intervention, Signature, SigningLink
from interventions.signing_links import GOOD_FOR
from interventions.versions import said_changes
from tickets.actions.notify import notify
from tickets.actions.post import Recipient, post
from tickets.choices import MailKind, NoticeKind
from tickets.models import User


def to_sign(link: SigningLink, where: str, *, at: dt.datetime) -> None:
    """Mail the contact the way to the slip, and what changed since the version before."""
    version = link.version
    slip = version.slip
    words = {
        "contact": link.contact,
        "slip": slip.number,
        "when": lambda: date_format(timezone.localtime(slip.arrived_at), "j F Y"),
        "signed": lambda: _("not signed yet"),
        "changes": lambda: said_changes(version),
        "link": where,
        "lasts": _lasts,
    }
    to, ticket = Recipient.of_contact(link.contact), slip.intervention.ticket
    post(f"to-sign:{link.pk}", MailKind.TO_SIGN, to=to, words=words, ticket=ticket, at=at)


def signed_later(signature: Signature, intervention: Intervention, *, by: User | None, at: dt.datetime) -> None:
    """Tell who went there, and who planned it."""
    slip = signature.version.slip
    notify(
        people=[*intervention.technicians.all(), intervention.planned_by],
        kind=NoticeKind.SIGNED,
        ticket=intervention.ticket,
        key=f"signed:{signature.version_id}",
        text=f"{slip.number}, {signature.name}",
        by=by,
        at=at,
    )


def _lasts() -> str:
    sentence = ngettext(
        "The link works once, within %(days)s day.", "The link works once, within %(days)s days.", GOOD_FOR.days
    )
    return sentence % {"days": GOOD_FOR.days}
