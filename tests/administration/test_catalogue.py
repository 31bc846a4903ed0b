"""The catalogue of supplies: what is in it is offered, what is taken out of use stays on its slips."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from administration.actions.catalogue import ItemPlan, create_item, edit_item
from administration.models import SettingChange
from interventions.models import CatalogueItem
from interventions.queries.catalogue import catalogue_items
from tests.interventions.conftest import plan, visited  # noqa: F401
from tickets.refusal import ActionRefused

CABLE = {"designation": "Câble réseau Cat. 6A", "reference": "C6A-3", "unit": "m"}


@pytest.fixture
def admin(client, cast) -> Client:
    client.force_login(cast.administrator)
    return client


@pytest.fixture
def cable(cast, at) -> CatalogueItem:
    return create_item(plan=ItemPlan(**CABLE), by=cast.administrator, at=at)


def test_an_item_is_added_through_its_form_and_offered(admin):
    answer = admin.post(reverse("catalogue_add"), CABLE | {"is_active": "on"}, follow=True)
    assert "is offered from now on" in answer.content.decode()
    assert "C6A-3" in answer.content.decode()
    assert [item.unit for item in catalogue_items("cable 6a")] == ["m"]


def test_an_item_out_of_use_is_not_offered_and_stays_in_the_list(admin, cable):
    sent = {**CABLE, "designation": "Câble"}
    assert admin.post(reverse("catalogue_edit", args=[cable.pk]), sent).status_code == 302
    assert not catalogue_items("").exists()
    page = admin.get(reverse("catalogue")).content.decode()
    assert "Câble" in page
    assert "not in use" in page


def test_every_change_is_logged_with_before_and_after(admin, cable, cast, at):
    edit_item(item=cable, plan=ItemPlan(**CABLE | {"unit": "pièce"}), by=cast.administrator, at=at)
    changed, created = SettingChange.objects.order_by("-pk")
    assert (created.area, created.before, created.after["designation"]) == ("catalogue", {}, CABLE["designation"])
    assert (changed.before["unit"], changed.after["unit"]) == ("m", "pièce")
    log = admin.get(f"{reverse('settings_log')}?area=catalogue&subject={cable.pk}").content.decode()
    assert "pièce" in log
    assert "Unit" in log


def test_the_same_item_twice_is_said_and_nothing_typed_is_lost(admin, cable):
    answer = admin.post(reverse("catalogue_add"), CABLE | {"unit": "bobine"})
    assert answer.status_code == 422
    assert "in the catalogue already, with the same reference" in answer.content.decode()
    assert "bobine" in answer.content.decode()
    assert CatalogueItem.objects.count() == 1


def test_without_a_designation_it_is_no_item(cast, at):
    with pytest.raises(ActionRefused):
        create_item(plan=ItemPlan(designation=""), by=cast.administrator, at=at)


def test_the_list_is_searched_without_accents(admin, cable, cast, at):
    create_item(plan=ItemPlan(designation="Onduleur"), by=cast.administrator, at=at)
    page = admin.get(reverse("catalogue"), {"q": "RESEAU c6a"}).content.decode()
    assert "Câble réseau" in page
    assert "Onduleur" not in page
    assert "Nothing in the catalogue is called that" in admin.get(reverse("catalogue"), {"q": "rien"}).content.decode()


def test_the_form_says_how_many_slips_keep_it(admin, cable, visited):  # noqa: F811
    slip = visited()
    slip.supplies.update(item=cable)
    assert "1 slip has it and keeps it." in admin.get(reverse("catalogue_edit", args=[cable.pk])).content.decode()


def test_the_settings_lead_to_it(admin):
    assert reverse("catalogue") in admin.get(reverse("settings")).content.decode()


def test_nobody_but_an_administrator_changes_it(cast, cable, at):
    for person in (cast.manager, cast.technician):
        with pytest.raises(ActionRefused):
            edit_item(item=cable, plan=ItemPlan(designation="X"), by=person, at=at)
