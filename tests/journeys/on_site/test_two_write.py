"""The office and the phone write on one slip: nobody overwrites the other, and nobody signs what they did not read."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from interventions.models import Signature, Slip, SlipVersion
from tests.journeys.on_site.acts import (
    FINDINGS,
    SENT,
    arrive,
    at_the_office,
    says,
    sign,
    sign_on_the_glass,
    strokes,
    until,
)

pytestmark = pytest.mark.browser


def test_a_change_made_at_the_office_meanwhile_is_shown_and_not_overwritten(phone, visit, cast, complaints):
    slip = arrive(phone, visit)
    phone.context.set_offline(True)
    phone.get_by_label(FINDINGS).fill("Vu sur place : onduleur en défaut.")
    phone.locator("form[data-verb=save]").get_by_label("Travel, in minutes").fill("25")
    says(phone, "1 change to be sent.")
    at_the_office(visit, cast, findings="Le client a dit : serveur éteint.", observations="Garantie jusqu’en mars.")
    phone.context.set_offline(False)

    expect(phone.get_by_role("alert")).to_contain_text("changed the same meanwhile")
    slip.refresh_from_db()
    assert (slip.findings, slip.travel_minutes) == ("Le client a dit : serveur éteint.", 0)
    phone.get_by_role("button", name="Read both, and choose").click()
    dialog = phone.get_by_role("dialog")
    expect(dialog).to_contain_text("Vu sur place : onduleur en défaut.")
    expect(dialog).to_contain_text("Le client a dit : serveur éteint.")
    expect(dialog).not_to_contain_text("Garantie")
    assert Axe().run(phone, options={"preload": False}).response["violations"] == []
    dialog.get_by_label("Both", exact=True).check()
    dialog.get_by_role("button", name="Keep this").click()

    both = "Le client a dit : serveur éteint.\n\nVu sur place : onduleur en défaut."
    until(phone, lambda: Slip.objects.filter(findings=both).exists())
    says(phone, SENT)
    slip.refresh_from_db()
    assert (slip.travel_minutes, slip.observations) == (25, "Garantie jusqu’en mars.")
    expect(phone.get_by_label(FINDINGS)).to_have_value(both)
    expect(phone.get_by_label("General observations")).to_have_value("Garantie jusqu’en mars.")
    complaints.clear()


def test_what_only_the_office_changed_is_taken_and_pointed_out(phone, visit, cast, complaints):
    arrive(phone, visit)
    phone.context.set_offline(True)
    phone.get_by_label(FINDINGS).fill("Onduleur en défaut.")
    at_the_office(visit, cast, observations="Garantie jusqu’en mars.")
    says(phone, "1 change to be sent.")
    phone.context.set_offline(False)
    expect(phone.get_by_label("General observations")).to_have_value("Garantie jusqu’en mars.")
    expect(phone.get_by_text("Changed at the office meanwhile.")).to_be_visible()
    slip = Slip.objects.get()
    assert (slip.findings, slip.observations) == ("Onduleur en défaut.", "Garantie jusqu’en mars.")
    complaints.clear()


def test_a_client_who_saw_something_else_signs_again(phone, visit, cast, complaints):
    arrive(phone, visit)
    phone.context.set_offline(True)
    phone.get_by_role("button", name="I am leaving").click()
    sign(phone)
    expect(phone.get_by_text("Signed on this phone: Tamarin.")).to_be_visible()
    at_the_office(visit, cast, observations="Garantie jusqu’en mars.")
    phone.context.set_offline(False)

    phone.get_by_role("button", name="Have it signed again").click()
    expect(phone.get_by_label("General observations")).to_have_value("Garantie jusqu’en mars.")
    assert not Signature.objects.exists()
    assert strokes(phone) == 0
    sign_on_the_glass(phone)
    phone.get_by_role("button", name="Finish and send").click()
    until(phone, Signature.objects.first)
    assert SlipVersion.objects.get().content["observations"] == "Garantie jusqu’en mars."
    says(phone, SENT)
    complaints.clear()
