"""A technician's day on a phone, without network in the middle, to the signed slip on paper."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from interventions.models import CatalogueItem, Photo, Receipt, Signature, Slip, SlipVersion, Supply
from tests.journeys.on_site.acts import (
    FINDINGS,
    SENT,
    arrive,
    open_slip,
    photo_of_a_camera,
    says,
    sign_on_the_glass,
    strokes,
    take_photo,
    until,
)

pytestmark = pytest.mark.browser
LOOK = """async (url) => {
  const blob = await (await fetch(url)).blob();
  const picture = await createImageBitmap(blob, {imageOrientation: "none"});
  const canvas = Object.assign(document.createElement("canvas"), {width: picture.width, height: picture.height});
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  const red = (x, y) => context.getImageData(x, y, 1, 1).data[0];
  return [picture.width, picture.height, red(50, 800) > 200, red(1150, 800) > 80];
}"""


def test_an_arrival_is_one_tap(phone, visit):
    phone.get_by_role("link", name="Arrive, fill in the slip").click()
    phone.get_by_role("button", name="I have arrived").click()
    expect(phone.get_by_label(FINDINGS)).to_be_visible()
    slip = until(phone, Slip.objects.first)
    says(phone, SENT)
    expect(phone.locator("[data-shows=number]")).to_have_text(slip.number)
    assert Receipt.objects.get().verb == "arrive"


def test_what_is_typed_is_saved_once_it_rests(phone, visit):
    slip = arrive(phone, visit)
    phone.get_by_label(FINDINGS).fill("Onduleur en défaut")
    until(phone, lambda: Slip.objects.get().findings)
    says(phone, SENT)
    slip.refresh_from_db()
    assert (slip.findings, slip.revision) == ("Onduleur en défaut", 2)


def test_a_visit_done_without_network_is_sent_once_there_is_some(phone, visit, complaints):
    phone.context.set_offline(True)
    phone.get_by_role("link", name="Arrive, fill in the slip").click()
    expect(phone.locator("main[data-ready]")).to_be_visible()
    phone.get_by_role("button", name="I have arrived").click()
    says(phone, "No network.")
    says(phone, "1 change to be sent.")
    phone.get_by_label(FINDINGS).fill("Serveur éteint, voyant rouge.")
    phone.get_by_label("General observations").fill("Onduleur remplacé.")
    phone.get_by_label("Quantity, line 1").fill("0,5")
    phone.get_by_label("Designation, line 1").fill("Câble réseau")
    phone.get_by_role("button", name="Add a line").click()
    phone.get_by_label("Designation, line 2").fill("Onduleur 1500 VA")
    says(phone, "2 changes to be sent.")

    phone.reload()
    expect(phone.get_by_label(FINDINGS)).to_have_value("Serveur éteint, voyant rouge.")
    expect(phone.get_by_label("Quantity, line 1")).to_have_value("0,5")
    expect(phone.get_by_label("Designation, line 2")).to_have_value("Onduleur 1500 VA")
    says(phone, "2 changes to be sent.")
    assert not Slip.objects.exists()

    phone.context.set_offline(False)
    until(phone, lambda: Supply.objects.count() == 2)
    says(phone, SENT)
    slip = Slip.objects.get()
    assert (slip.findings, slip.observations) == ("Serveur éteint, voyant rouge.", "Onduleur remplacé.")
    assert [str(line.quantity) for line in slip.supplies.all()] == ["0.500", "1.000"]
    assert Receipt.objects.count() == 2
    complaints.clear()


def test_the_whole_visit_ends_with_a_signed_slip_on_paper(phone, visit, cast, complaints):
    phone.context.set_offline(True)
    open_slip(phone, visit)
    phone.get_by_role("button", name="I have arrived").click()
    phone.get_by_label(FINDINGS).fill("Serveur éteint.")
    phone.get_by_label("Quantity, line 1").fill("0,5")
    phone.get_by_label("Designation, line 1").fill("Câble réseau")
    take_photo(phone, "onduleur, avant")
    phone.get_by_role("button", name="I am leaving").click()
    says(phone, "4 changes to be sent.")
    phone.get_by_label("Drawn on the screen").check()
    phone.get_by_label("Surname").fill("Tamarin")
    sign_on_the_glass(phone)

    phone.reload()
    expect(phone.get_by_label("Surname")).to_have_value("Tamarin")
    assert strokes(phone) == 2
    expect(phone.locator("[data-photo][data-waiting]")).to_have_count(1)
    phone.get_by_role("button", name="Finish and send").click()
    says(phone, "5 changes to be sent.")
    expect(phone.locator("[data-reads=findings]")).to_have_text("Serveur éteint.")
    phone.reload()
    says(phone, "5 changes to be sent.")
    expect(phone.get_by_role("button", name="Finish and send")).to_be_hidden()
    assert not Slip.objects.exists()

    phone.context.set_offline(False)
    signature = until(phone, Signature.objects.first)
    expect(phone.locator("figure.signature")).to_be_visible()
    says(phone, SENT)
    slip, photo = Slip.objects.get(), Photo.objects.get()
    visit.refresh_from_db()
    assert (visit.state, slip.is_frozen, SlipVersion.objects.count(), Receipt.objects.count()) == ("signed", True, 1, 5)
    assert (signature.kind, signature.surname, len(signature.strokes)) == ("drawn", "Tamarin", 2)
    assert [(str(line.quantity), line.designation) for line in Supply.objects.all()] == [("0.500", "Câble réseau")]
    assert photo.caption == "onduleur, avant"
    assert is_shrunk(phone, photo)
    answer = phone.request.get(f"/slips/{slip.number}.pdf")
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
    complaints.clear()


def test_a_photo_that_is_chosen_and_not_yet_added_survives_a_reload(phone, visit, complaints):
    arrive(phone, visit)
    phone.context.set_offline(True)
    phone.get_by_label("Take a photo").set_input_files(photo_of_a_camera(phone))
    expect(phone.locator("[data-photo-preview]")).to_be_visible()
    phone.get_by_label("What it shows").fill("onduleur, après")
    phone.reload()
    expect(phone.locator("[data-photo-preview]")).to_be_visible()
    phone.get_by_role("button", name="Add the photo").click()
    phone.context.set_offline(False)
    assert until(phone, Photo.objects.first).caption == "onduleur, après"
    complaints.clear()


def test_the_drawing_stays_when_the_phone_is_turned(phone, visit):
    arrive(phone, visit)
    phone.get_by_role("button", name="I am leaving").click()
    phone.get_by_label("Drawn on the screen").check()
    sign_on_the_glass(phone)
    before = phone.locator("input[name=strokes]").input_value()
    ink = inked(phone)
    assert ink > 0
    phone.set_viewport_size({"width": 740, "height": 360})
    until(phone, lambda: inked(phone) > ink)
    assert phone.locator("input[name=strokes]").input_value() == before
    assert all(0 <= x <= 600 and 0 <= y <= 220 for stroke in json.loads(before) for x, y in stroke)
    phone.get_by_role("button", name="Effacer").or_(phone.get_by_role("button", name="Clear")).click()
    until(phone, lambda: inked(phone) == 0)
    assert strokes(phone) == 0


def test_the_catalogue_is_suggested_without_network(phone, visit, complaints):
    CatalogueItem.objects.create(designation="Onduleur 1500 VA", reference="OND-1500", unit="pièce")
    arrive(phone, visit)
    open_slip(phone, visit)
    until(phone, lambda: phone.locator("#catalogue-items option").count() == 1)
    phone.context.set_offline(True)
    phone.reload()
    phone.get_by_label("Designation, line 1").fill("Onduleur 1500 VA")
    phone.get_by_label("Designation, line 1").blur()
    expect(phone.get_by_label("Reference, line 1")).to_have_value("OND-1500")
    phone.context.set_offline(False)
    line = until(phone, Supply.objects.first)
    assert (line.item.reference, line.unit) == ("OND-1500", "pièce")
    complaints.clear()


def is_shrunk(page: Page, photo: Photo) -> bool:
    """The right way up, no side longer than 1600, and nothing left of what the camera wrote."""
    with photo.file.open() as file:
        is_bare = b"Exif" not in file.read()
    looks: list[Any] = page.evaluate(LOOK, f"/interventions/photos/{photo.pk}/")
    return is_bare and looks == [1200, 1600, True, False]


def inked(page: Page) -> int:
    """How many dots of the pad are not blank."""
    found: int = page.evaluate(
        """() => {
          const canvas = document.querySelector("canvas.pad-ink");
          const dots = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
          return dots.filter((value, index) => index % 4 === 3 && value > 0).length;
        }"""
    )
    return found
