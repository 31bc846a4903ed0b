"""Add and edit the sites of a client, logged with the client."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from administration.actions.frame import log_change
from administration.choices import Area
from interventions.actions.site import Place, add_site, edit_site
from interventions.models import Site
from tickets.models import Account, User


@transaction.atomic
def create_site(*, account: Account, place: Place, by: User, at: dt.datetime) -> Site:
    """One more site. Raises ActionRefused as `add_site` does."""
    site = add_site(account=account, place=place, by=by, at=at)
    _log(account, "", _words(site), by, at)
    return site


@transaction.atomic
def change_site(*, site: Site, place: Place, by: User, at: dt.datetime) -> Site:
    """The site becomes what is told. Raises ActionRefused as `edit_site` does."""
    before = _words(Site.objects.get(pk=site.pk))
    changed = edit_site(site=site, place=place, by=by, at=at)
    _log(changed.account, before, _words(changed), by, at)
    return changed


def _words(site: Site) -> str:
    """All of it on a line; nothing is said of one out of use, as it is not there any more."""
    if not site.is_active:
        return ""
    return ", ".join(" ".join(part.split()) for part in (site.name, site.address, site.access_notes) if part)


def _log(account: Account, before: str, after: str, by: User, at: dt.datetime) -> None:
    if before != after:
        log_change(area=Area.CLIENTS, subject=account, before={"site": before}, after={"site": after}, by=by, at=at)
