"""Write down where a client is visited."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
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
    is_active: bool = True


def add_site(*, account: Account, place: Place, by: User, at: dt.datetime) -> Site:
    """One more site of a client. Raises ActionRefused where `by` may not, or without an address."""
    require(by, Permission.VISIT_PLAN)
    return _write(Site(account=account), place)


@transaction.atomic
def edit_site(*, site: Site, place: Place, by: User, at: dt.datetime) -> Site:
    """The site becomes what is told. One out of use is offered no more; visits there, also those to come, keep it.

    Raises ActionRefused as `add_site` does.
    """
    require(by, Permission.VISIT_PLAN)
    return _write(Site.objects.select_for_update().get(pk=site.pk), place)


def _write(site: Site, place: Place) -> Site:
    nothing = _("There is no address: write down where to go.")
    site.address = required(place.address, nothing, limit=400)
    site.name, site.access_notes = place.name.strip()[:80], place.access_notes.strip()[:1000]
    site.is_active = place.is_active
    site.save()
    return site
