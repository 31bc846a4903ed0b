"""The sites of a client: written by the whole house on the client's page, and offered where visits are planned."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from administration.models import SettingChange
from interventions.actions.site import Place, add_site, edit_site
from interventions.models import Site
from tickets.refusal import ActionRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(client, cast) -> Client:
    client.force_login(cast.technician)
    return client


@pytest.fixture
def site(cast, at) -> Site:
    place = Place("3 rue des Lices\n13007 Marseille", "Cabinet", "Badge à l’accueil")
    return add_site(account=cast.account, place=place, by=cast.technician, at=at)


def test_a_site_is_added_on_the_page_of_its_client(house, cast):
    sent = {"address": "3 rue des Lices", "name": "", "access_notes": "Code 12A", "is_active": "on"}
    page = house.post(reverse("site_add", args=[cast.account.pk]), sent, follow=True).content.decode()
    assert "3 rue des Lices is a site from now on." in page
    assert "Code 12A" in page
    assert Site.objects.get().account == cast.account


def test_without_an_address_nothing_typed_is_lost(house, cast):
    answer = house.post(reverse("site_add", args=[cast.account.pk]), {"name": "Entrepôt", "is_active": "on"})
    assert answer.status_code == 422
    assert "Entrepôt" in answer.content.decode()
    assert not Site.objects.exists()


def test_what_became_of_a_site_is_logged_with_its_client(house, cast, site):
    sent = {"address": "5 rue des Lices", "name": "Cabinet", "access_notes": "", "is_active": "on"}
    assert house.post(reverse("site_edit", args=[cast.account.pk, site.pk]), sent).status_code == 302
    change = SettingChange.objects.get()
    assert (change.subject, change.by) == (cast.account.name, cast.technician)
    assert change.before["site"] == "Cabinet, 3 rue des Lices 13007 Marseille, Badge à l’accueil"
    assert change.after["site"] == "Cabinet, 5 rue des Lices"


def test_a_site_out_of_use_is_offered_no_more_and_stays_with_its_visits(house, cast, site, plan, open_ticket):
    visit = plan(site=site)
    page = house.get(reverse("site_edit", args=[cast.account.pk, site.pk])).content.decode()
    assert "1 visit there is planned and keeps it." in page
    sent = {"address": site.address, "name": site.name, "access_notes": ""}
    assert house.post(reverse("site_edit", args=[cast.account.pk, site.pk]), sent).status_code == 302
    offered = house.get(reverse("intervention_plan"), {"ticket": open_ticket().pk}).content.decode()
    assert f'<option value="{site.pk}"' not in offered
    visit.refresh_from_db()
    assert visit.site == site
    assert "not in use" in house.get(reverse("account", args=[cast.account.pk])).content.decode()


def test_a_site_of_another_client_is_none_of_this_one(house, cast, site):
    assert house.get(reverse("site_edit", args=[cast.other.pk, site.pk])).status_code == 404


def test_a_client_edits_no_site(cast, site, at):
    with pytest.raises(ActionRefused):
        edit_site(site=site, place=Place("Ailleurs"), by=cast.client, at=at)


def test_the_page_of_a_client_leads_to_its_slips(house, cast):
    page = house.get(reverse("account", args=[cast.account.pk])).content.decode()
    assert f'href="/slips/?account={cast.account.pk}"' in page
    assert "not written down yet where this client is visited" in page
