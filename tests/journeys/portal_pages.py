"""The visits and slips of clients on the portal."""

from __future__ import annotations

from collections.abc import Iterator

from interventions.models import Slip
from portal.slips import readable_slips
from tests.journeys.shown import Shown
from tickets.models import User


def portal_slips() -> Iterator[Shown]:
    """Who has visits and slips, who has none, a slip, and one that is somebody else's.

    A slip with its form, refused and signed is read by test_portal_slip_journey.py.
    """
    for reader in ("client", "partner", "outsider"):
        yield Shown("/portal/slips/", reader)
    theirs = readable_slips(User.objects.get(email="client@example.org"))
    for slip in theirs[:2]:
        yield Shown(f"/portal/slips/{slip.number}/", "client")
    foreign = Slip.objects.exclude(pk__in=[slip.pk for slip in theirs]).first()
    assert foreign
    yield Shown(f"/portal/slips/{foreign.number}/", "client", 404)
