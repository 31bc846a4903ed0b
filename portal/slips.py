"""The visits and the slips that a client may read."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from interventions.choices import SignatureKind, State
from interventions.models import Intervention, Signature, SigningLink, Slip, SlipVersion
from interventions.permissions import visible_interventions, visible_slips
from tickets.models import User

# Who has more looks for one by the words of its ticket.
MOST_VISITS = 50
MOST_TO_SIGN = 10
# Frozen, neither signed nor refused.
TO_SIGN = Q(is_frozen=True, intervention__state=State.DONE, was_refused=False)


def readable_slips(user: User) -> QuerySet[Slip]:
    """Those of which there is a version, the last one first. `was_refused`: on site they did not sign that version, and
    nobody asked them again since.
    """
    last = SlipVersion.objects.filter(slip=OuterRef("pk")).order_by("-number").values("pk")[:1]
    refused = Exists(Signature.objects.filter(version=OuterRef("last_version"), kind=SignatureKind.REFUSED))
    asked = Exists(SigningLink.objects.filter(version=OuterRef("last_version")))
    slips = visible_slips(user).annotate(last_version=Subquery(last)).annotate(was_refused=Q(refused, ~asked))
    around = ("intervention__ticket__account", "intervention__ticket__contact", "intervention__site")
    return slips.select_related(*around, "intervention__contact").order_by("-arrived_at", "-pk")


def slips_to_sign(user: User) -> list[Slip]:
    """Those that wait for a signature, the oldest first: people remember it least."""
    return list(readable_slips(user).filter(TO_SIGN).order_by("arrived_at", "pk")[:MOST_TO_SIGN])


def visits_to_come(user: User) -> list[Intervention]:
    """The next ones first."""
    ahead = visible_interventions(user).filter(state__in=(State.PLANNED, State.UNDER_WAY))
    near = ahead.select_related("ticket__account", "site").prefetch_related("technicians")
    return list(near.order_by("starts_at", "pk")[:MOST_VISITS])
