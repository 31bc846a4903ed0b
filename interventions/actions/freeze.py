"""Freeze a slip in a version, for the client to read and sign."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from interventions.actions.prepaid import settle
from interventions.actions.slip import Locked, lock_slip
from interventions.choices import State
from interventions.content import content_of, digest_of
from interventions.models import Intervention, Slip, SlipVersion
from interventions.versions import is_signed, last_version
from tickets.models import User
from tickets.refusal import ActionRefused


@transaction.atomic
def freeze_slip(*, intervention: Intervention, by: User, at: dt.datetime) -> SlipVersion:
    """The version that is signed from now on; the slip changes no more until it is corrected.

    What says the same as the last one, which nobody signed, is that one. The time of a new one leaves the prepaid
    hours of the client. Raises ActionRefused where `by` may not, nobody has arrived yet, or nobody has left.
    """
    locked = lock_slip(intervention, by, at)
    slip = slip_of(locked)
    last = last_version(slip)
    if slip.is_frozen and last is not None:
        return last
    if locked.intervention.state != State.DONE:
        raise ActionRefused(_("The visit is not over: note the departure first, then let the client sign."))
    content = content_of(slip)
    digest = digest_of(content)
    if last is None or last.digest != digest or is_signed(last):
        last = SlipVersion.objects.create(
            slip=slip,
            number=last.number + 1 if last else 1,
            content=content,
            digest=digest,
            reason=slip.corrected_because,
            frozen_by=by,
            frozen_at=at,
        )
        settle(version=last, by=by, at=at)
    slip.is_frozen, slip.corrected_because = True, ""
    slip.save(update_fields=["is_frozen", "corrected_because"])
    return last


def slip_of(locked: Locked) -> Slip:
    """The slip of a visit that is locked. Raises ActionRefused before anybody has arrived."""
    if locked.slip is None:
        raise ActionRefused(_("There is no slip yet: note the arrival first."))
    return locked.slip
