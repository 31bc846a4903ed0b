"""Attach the scan of a slip that was filled in and signed on paper."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction

from interventions.actions.sign import sign_slip
from interventions.choices import SignatureKind
from interventions.models import Intervention, Signature
from interventions.signing import Given
from tickets.models import User


@transaction.atomic
def attach_scan(*, intervention: Intervention, given: Given, by: User, at: dt.datetime) -> Signature:
    """The scan, a picture or a PDF, is the signature: `given` says who signed the paper. Raises as `sign_slip`."""
    return sign_slip(intervention=intervention, given=replace(given, kind=SignatureKind.PAPER), by=by, at=at)
