"""Write what is put under a version: the part that signing has in common, on site, by a link and on the portal."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.utils.translation import gettext as _

from interventions import lifecycle
from interventions.actions.frame import in_history
from interventions.choices import State
from interventions.models import Intervention, Signature, SlipVersion
from interventions.signing import WITH_PICTURE, Given, picture_kind, refuse_unfit
from interventions.versions import last_version, signature_under
from tickets.actions.frame import record
from tickets.choices import EventKind
from tickets.clocks import Ledger
from tickets.models import Contact, User
from tickets.refusal import ActionRefused


@dataclass(frozen=True)
class Signatory:
    """Who signs: a contact of ours where that is known; `user` is who was signed in then, on site or on the portal."""

    contact: Contact | None = None
    user: User | None = None


def put_signature(
    *,
    ledger: Ledger,
    intervention: Intervention,
    version: SlipVersion,
    given: Given,
    signatory: Signatory,
    signed_at: dt.datetime,
    by: User,
    at: dt.datetime,
) -> Signature:
    """The signature, at `signed_at`, under a version of a visit that is locked; `at` is that of the history.

    Raises ActionRefused where it is signed already or was corrected meanwhile, or what is given does not do.
    """
    refuse_unfit(given)
    _refuse_overtaken(version)
    signature = _signature(version, given)
    signature.contact, signature.by, signature.at = signatory.contact, signatory.user, signed_at
    signature.save()
    if given.kind.is_signed:
        lifecycle.check(intervention.state, State.SIGNED)
        intervention.state = State.SIGNED
        intervention.save(update_fields=["state"])
    # Whoever was sent it unsigned is sent it again.
    SlipVersion.objects.filter(pk=version.pk).update(mailed_at=None)
    kind = EventKind.SLIP_SIGNED if given.kind.is_signed else EventKind.SLIP_UNSIGNED
    said = given.name if given.kind.is_signed else f"{given.kind.label}: {given.reason.strip()}"
    slip = {"slip": version.slip.number, "version": version.number, "signature": given.kind.value}
    record(ledger, kind, by=by, at=at, new=said, **in_history(intervention), **slip)
    return signature


def _refuse_overtaken(version: SlipVersion) -> None:
    signature = signature_under(version)
    if signature is not None:
        raise ActionRefused(_("This slip is signed already, by %(name)s.") % {"name": signature.name})
    if not version.slip.is_frozen or last_version(version.slip) != version:
        raise ActionRefused(_("This slip is being corrected: it is to be signed once that is done."))


def _signature(version: SlipVersion, given: Given) -> Signature:
    signature = Signature(
        version=version,
        kind=given.kind,
        surname=given.surname.strip(),
        first_name=given.first_name.strip(),
        quality=given.quality.strip(),
        strokes=given.strokes if given.kind == given.kind.DRAWN else [],
        reason=given.reason.strip(),
    )
    if given.picture is not None and given.kind in WITH_PICTURE:
        signature.picture_type = picture_kind(given.picture, with_pdf=given.kind == given.kind.PAPER)
        signature.picture.save(uuid.uuid4().hex, given.picture, save=False)
    return signature
