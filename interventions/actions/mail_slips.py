"""Send clients the slips of what was done at their place."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from interventions.content import contact_of
from interventions.models import Signature, SlipVersion
from interventions.paper import slip_paper
from interventions.presentation.paper_signature import signature_of
from interventions.versions import said_changes
from tickets.actions.post import Recipient, letter, post_enclosing
from tickets.choices import MailKind
from tickets.letters import Values
from tickets.models import EnclosedFile
from tickets.refusal import ActionRefused

logger = logging.getLogger(__name__)


def mail_slips(*, at: dt.datetime) -> int:
    """Mail each version that was signed, or closed without a signature, to whom the technician asked for; how many.

    Several may do so at once. A slip that cannot be printed is logged, left for the next time, and holds up no other.
    """
    waiting = SlipVersion.objects.filter(mailed_at=None, signatures__isnull=False).distinct()
    return sum(_mailed(pk, at) for pk in waiting.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _mailed(pk: int, at: dt.datetime) -> bool:
    locked = SlipVersion.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=pk, mailed_at=None)
    version = locked.select_related("slip__intervention__ticket__contact", "slip__intervention__contact").first()
    signature = signature_of(version)
    if version is None or signature is None:
        return False
    try:
        _mail(version, signature, at)
    except ActionRefused:
        logger.exception("slip_not_mailed", extra={"slip": version.slip.number})
        return False
    version.mailed_at = at
    version.save(update_fields=["mailed_at"])
    return True


def _mail(version: SlipVersion, signature: Signature, at: dt.datetime) -> None:
    intervention = version.slip.intervention
    # Who signed by a link may be somebody else than whom the technician asked for.
    contacts = dict.fromkeys(filter(None, (contact_of(intervention), signature.contact)))
    wanted = [contact for contact in contacts if contact.email and MailKind.SLIP not in contact.muted]
    if not wanted:
        return
    to, copies = Recipient.of_contact(wanted[0]), [contact.email for contact in wanted[1:]]
    with to.spoken_to():
        words = _words(version, signature)
    key = f"slip:{signature.pk}"
    mail = letter(key, MailKind.SLIP, to=to, words=words, ticket=intervention.ticket, at=at, cc=copies)
    paper = slip_paper(version, language=to.language)
    name = f"{version.slip.number}.pdf"
    post_enclosing(mail, EnclosedFile(name=name, content_type="application/pdf", content=paper))


def _words(version: SlipVersion, signature: Signature) -> Values:
    """What the mail says of it, in the language of who reads it."""
    arrived = dt.datetime.fromisoformat(version.content["arrived_at"])
    name = f"{signature.first_name} {signature.surname}".strip()
    return {
        "slip": version.slip.number,
        "when": date_format(arrived, "j F Y"),
        "signed": _("signed by %(name)s") % {"name": name} if name else signature.get_kind_display().lower(),
        "changes": said_changes(version),
    }
