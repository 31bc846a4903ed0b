"""The links with which a client signs later, without signing in. Only the hash of a token is kept."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from enum import StrEnum

from django.utils.crypto import constant_time_compare

from interventions.models import SigningLink
from interventions.versions import is_signed, last_version

GOOD_FOR = dt.timedelta(days=30)


class Standing(StrEnum):
    """What a link is good for at an instant."""

    GOOD = "good"
    DONE = "done"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"


def new_token() -> str:
    """256 bits: nobody guesses one."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(token: str) -> SigningLink | None:
    """The link with this token; None for one that we did not make."""
    links = SigningLink.objects.select_related(
        "contact",
        "version__slip__intervention__ticket__account",
        "version__slip__intervention__planned_by",
        "version__slip__work_type",
    )
    wanted = hash_of(token)
    found = links.filter(token_hash=wanted).first()
    return found if found and constant_time_compare(found.token_hash, wanted) else None


def standing(link: SigningLink, at: dt.datetime) -> Standing:
    """Signed, in whatever way, is done; a slip that was corrected since is to be signed by another link."""
    version = link.version
    if link.used_at is not None or is_signed(version):
        return Standing.DONE
    if not version.slip.is_frozen or last_version(version.slip) != version:
        return Standing.OVERTAKEN
    return Standing.EXPIRED if at >= link.expires_at else Standing.GOOD
