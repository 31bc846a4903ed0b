"""What stands under a slip on paper: who signed and how, or why nobody did, and the proof that nothing changed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from helpdesk.templatetags.moments import clock_time
from interventions.choices import SignatureKind
from interventions.models import Signature, SlipVersion
from interventions.strokes import picture_of
from papers.typst import is_picture

_SUFFIXES = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif", "image/webp": ".webp"}


def signature_of(version: SlipVersion | None) -> Signature | None:
    """The signature of a version; where there is none, what was last said of it."""
    given = list(version.signatures.all()) if version else []
    signed = [each for each in given if SignatureKind(each.kind).is_signed]
    return next(reversed(signed or given), None)


def signature_box(signature: Signature | None) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What slip.typ takes as `data.signature`, and the picture it names."""
    picture, files = _picture(signature) if signature else ("", {})
    name = f"{signature.surname} {signature.first_name}".strip() if signature else ""
    is_signed = signature is not None and SignatureKind(signature.kind).is_signed
    return {
        "name": _("Signature or stamp of the client"),
        "lines": [
            [pgettext("slip", "Date"), _when(signature)],
            [_("Surname and first name"), name],
            [pgettext("signature", "Acting as"), signature.quality if signature else ""],
        ],
        "picture": picture,
        "alternative": _("Signature of %(name)s") % {"name": name} if picture else "",
        "by-name": is_signed,
        "instead": _instead(signature, name) if signature and not picture else "",
    }, files


def proof(version: SlipVersion | None, signature: Signature | None) -> list[str]:
    """When it was frozen, by whom, and the hash; nothing for what is not frozen."""
    if version is None:
        return []
    values = {"number": version.number, "when": _moment(version.frozen_at), "by": version.frozen_by}
    lines = [_("Version %(number)s, frozen on %(when)s by %(by)s.") % values]
    if signature is not None and SignatureKind(signature.kind).is_signed:
        how = {"how": SignatureKind(signature.kind).label, "when": _moment(signature.at)}
        lines.append(_("Signed on %(when)s: %(how)s.") % how)
    return [*lines, f"SHA-256 {version.digest}"]


def _picture(signature: Signature) -> tuple[str, dict[str, bytes]]:
    if signature.strokes:
        return "signature.svg", {"signature.svg": picture_of(signature.strokes)}
    suffix = _SUFFIXES.get(signature.picture_type, "")
    if not signature.picture.name or not suffix:
        return "", {}
    name = f"signature{suffix}"
    with signature.picture.open() as file:
        content = file.read()
    return (name, {name: content}) if is_picture(content, name) else ("", {})


def _instead(signature: Signature, name: str) -> str:
    """A typed name stands there itself; who did not sign is said with the reason."""
    kind = SignatureKind(signature.kind)
    if kind in (SignatureKind.REFUSED, SignatureKind.ABSENT):
        return f"{kind.label}. {signature.reason}"
    if kind == SignatureKind.PAPER:
        return _("Signed on paper: see the scan on the ticket.")
    return name


def _when(signature: Signature | None) -> str:
    return date_format(timezone.localtime(signature.at), "j F Y") if signature else ""


def _moment(at: dt.datetime) -> str:
    local = timezone.localtime(at)
    return _("%(day)s at %(time)s") % {"day": date_format(local, "j F Y"), "time": clock_time(local)}
