"""Write down where a client is visited."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from interventions.models import Site
from tickets.actions.frame import required
from tickets.models import Account, User
from tickets.permissions import Permission, require


@dataclass(frozen=True)
class Place:
    """A site as it is told: its address, how to get in, and a name where the client has several."""

    address: str
    name: str = ""
    access_notes: str = ""


def add_site(*, account: Account, place: Place, by: User, at: dt.datetime) -> Site:
    """One more site of a client. Raises ActionRefused where `by` may not, or without an address."""
    require(by, Permission.VISIT_PLAN)
    nothing = _("There is no address: write down where to go.")
    address = required(place.address, nothing, limit=400)
    notes = place.access_notes.strip()[:1000]
    return Site.objects.create(account=account, address=address, name=place.name.strip()[:80], access_notes=notes)
