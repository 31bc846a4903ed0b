"""The client signs later: through a link that works once, or on the portal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from interventions import signing_notifications
from interventions.actions.frame import lock_intervention
from interventions.actions.freeze import freeze_slip
from interventions.actions.signature import Signatory, put_signature
from interventions.actions.slip import lock_slip
from interventions.choices import SignatureKind
from interventions.content import contact_of
from interventions.models import Intervention, Signature, SigningLink, SlipVersion
from interventions.signing import Given
from interventions.signing_links import GOOD_FOR, Standing, hash_of, link_of, new_token, standing
from interventions.versions import is_signed
from tickets.addresses import address
from tickets.models import Contact, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

# What a client can do where nobody of the house is present.
FROM_AFAR = frozenset({SignatureKind.DRAWN, SignatureKind.TYPED})


@transaction.atomic
def ask_to_sign_later(*, intervention: Intervention, contact: Contact, by: User, at: dt.datetime) -> str:
    """The slip is frozen, and the contact is mailed a link to sign it within 30 days; this is the link.

    Raises ActionRefused as `freeze_slip`, where it is signed already, or the contact is of another client or has no
    e-mail address.
    """
    locked = lock_slip(intervention, by, at)
    _refuse_stranger(locked.intervention, contact)
    version = freeze_slip(intervention=intervention, by=by, at=at)
    if is_signed(version):
        raise ActionRefused(_("This slip is signed already: there is nothing left to sign."))
    token = new_token()
    link = SigningLink.objects.create(
        version=version,
        contact=contact,
        token_hash=hash_of(token),
        made_by=by,
        made_at=locked.at,
        expires_at=locked.at + GOOD_FOR,
    )
    where = address("sign_later", token)
    signing_notifications.to_sign(link, where, at=locked.at)
    return where


@transaction.atomic
def sign_by_link(*, token: str, given: Given, at: dt.datetime) -> Signature:
    """The contact signs what the link shows; it works once. Who went there is told.

    Raises ActionRefused, naming nothing of it, where the link is unknown, used, too old or overtaken.
    """
    link = link_of(token)
    if link is None:
        raise ActionRefused(_("This link is void: ask for a new one."))
    machine = User.objects.automation()
    ledger, intervention, now = lock_intervention(link.version.slip.intervention, at)
    # Whoever came first has signed while we waited for the lock.
    link = SigningLink.objects.select_related("contact", "version__slip").get(pk=link.pk)
    if standing(link, at) != Standing.GOOD:
        raise ActionRefused(_("This link is void: ask for a new one."))
    SigningLink.objects.filter(pk=link.pk).update(used_at=at)
    signature = put_signature(
        ledger=ledger,
        intervention=intervention,
        version=link.version,
        given=_from_afar(given),
        signatory=Signatory(contact=link.contact),
        signed_at=at,
        by=machine,
        at=now,
    )
    signing_notifications.signed_later(signature, intervention, by=None, at=now)
    return signature


@transaction.atomic
def sign_as_client(*, version: SlipVersion, given: Given, by: User, at: dt.datetime) -> Signature:
    """A client who sees the slip on the portal signs it there. Who went there is told.

    Raises ActionRefused where `by` may not, it is signed already, or it was corrected meanwhile.
    """
    ledger, intervention, now = lock_intervention(version.slip.intervention, at)
    require(by, Permission.SLIP_SIGN, ledger.ticket)
    version = SlipVersion.objects.select_related("slip").get(pk=version.pk)
    signature = put_signature(
        ledger=ledger,
        intervention=intervention,
        version=version,
        given=_from_afar(given),
        signatory=Signatory(contact=Contact.objects.filter(user=by).first(), user=by),
        signed_at=at,
        by=by,
        at=now,
    )
    signing_notifications.signed_later(signature, intervention, by=by, at=now)
    return signature


def _from_afar(given: Given) -> Given:
    """Only a client's own signature; tickets are resolved by the house."""
    if given.kind not in FROM_AFAR:
        raise ActionRefused(_("Sign by drawing, or by typing your name."))
    return replace(given, solution="")


def _refuse_stranger(intervention: Intervention, contact: Contact) -> None:
    account = intervention.ticket.account
    if contact != contact_of(intervention) and not contact.accounts.filter(pk=account.pk).exists():
        raise ActionRefused(
            _("%(contact)s is not a contact of %(account)s.") % {"contact": contact, "account": account}
        )
    if not contact.email:
        raise ActionRefused(
            _("%(contact)s has no e-mail address: add one, or choose somebody else.") % {"contact": contact}
        )
