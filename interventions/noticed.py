"""Where a notice about a visit leads: to the visit, or to its slip."""

from __future__ import annotations

from django.urls import reverse

from interventions.models import Intervention, SlipVersion
from tickets.choices import NoticeKind
from tickets.models import Notice


def address_of(notice: Notice) -> str:
    """The page of what the key of the notice names, as notifications.py and signing_notifications.py write it.

    "" where it is about something else.
    """
    _what, _colon, rest = notice.key.partition(":")
    named = rest.partition(":")[0]
    if not named.isdecimal():
        return ""
    if notice.kind == NoticeKind.VISIT and Intervention.objects.filter(pk=named).exists():
        return reverse("intervention", args=[named])
    if notice.kind == NoticeKind.SIGNED:
        version = SlipVersion.objects.select_related("slip").filter(pk=named).first()
        return reverse("slip", args=[version.slip.number]) if version else ""
    return ""
