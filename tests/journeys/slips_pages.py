"""Slips side by side and what they came to; the catalogue, the sites and the prepaid hours behind them."""

from __future__ import annotations

from collections.abc import Iterator

from interventions.models import CatalogueItem, PrepaidEntry, Site
from tests.journeys import acts
from tests.journeys.shown import Shown
from tickets.models import Account


def slips() -> Iterator[Shown]:
    yield Shown("/slips/", "technician")
    yield Shown("/slips/", "manager", act=acts.open_the_filters, part=".list-filters .popover")
    yield Shown("/slips/?q=introuvable&state=signed", "operator")
    yield Shown("/slips/totals/?from=2020-01-01&until=2999-12-31", "manager")
    yield Shown("/slips/totals/?from=2020-01-01&until=2020-01-31", "manager")
    yield Shown("/slips/totals/?from=2020-02-01&until=2020-01-31", "manager", part=".house-filter")
    yield Shown("/settings/catalogue/", "administrator")
    yield Shown("/settings/catalogue/?q=introuvable", "administrator", part=".settings-main")
    yield Shown(f"/settings/catalogue/{CatalogueItem.objects.earliest('pk').pk}/", "administrator")
    yield Shown("/settings/catalogue/add/", "administrator", act=acts.save_settings_wrongly)
    site, entry = Site.objects.earliest("pk"), PrepaidEntry.objects.earliest("pk")
    yield Shown(f"/clients/{site.account_id}/sites/{site.pk}/", "operator")
    yield Shown(f"/clients/{site.account_id}/sites/add/", "technician", act=acts.save_settings_wrongly)
    yield Shown(f"/clients/{entry.contract.account_id}/", "manager")
    yield Shown(f"/clients/{entry.contract.account_id}/prepaid/", "technician")
    yield Shown(f"/clients/{entry.contract.account_id}/prepaid/", "manager", act=acts.buy_nothing)
    without = Account.objects.filter(contracts=None).earliest("pk")
    yield Shown(f"/clients/{without.pk}/prepaid/", "manager")
