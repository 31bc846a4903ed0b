"""The versions of a slip: which is the last, whether it is signed, and what it changed."""

from __future__ import annotations

from django.utils.translation import gettext as _

from interventions.choices import SIGNED_KINDS
from interventions.content import digest_of
from interventions.differences import Difference, differences
from interventions.models import Signature, Slip, SlipVersion

LONGEST_IN_MAIL = 300


def last_version(slip: Slip) -> SlipVersion | None:
    """What was frozen last."""
    return slip.versions.order_by("-number").first()


def signature_under(version: SlipVersion) -> Signature | None:
    """The one with which the client agreed."""
    return version.signatures.filter(kind__in=SIGNED_KINDS).first()


def is_signed(version: SlipVersion) -> bool:
    return version.signatures.filter(kind__in=SIGNED_KINDS).exists()


def still_fits(version: SlipVersion) -> bool:
    """Whether the content in the database is still that of which the digest was taken."""
    return digest_of(version.content) == version.digest


def changes_of(version: SlipVersion) -> list[Difference]:
    """What it changed in the one before, in the active language; nothing in the first."""
    before = version.slip.versions.filter(number=version.number - 1).first()
    return differences(before.content, version.content) if before else []


def said_changes(version: SlipVersion) -> str:
    """Why and what a correction changed, for a mail: one change a line; nothing for the first version."""
    if version.number == 1:
        return ""
    reason = _("It was corrected: %(reason)s") % {"reason": version.reason}
    lines = (f"- {label}: {_line(before)} → {_line(after)}" for label, before, after in changes_of(version))
    return "\n".join([reason, "", *lines])


def _line(text: str) -> str:
    return ", ".join(text.split("\n"))[:LONGEST_IN_MAIL] or "–"
