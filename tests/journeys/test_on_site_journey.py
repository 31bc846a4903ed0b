"""A technician's day on a phone, without network in the middle: nothing is lost, nothing is sent twice."""

from __future__ import annotations

import datetime as dt
import json
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import caches
from playwright.sync_api import FilePayload, Page, Route, expect

from interventions.actions.fill import fill_slip
from interventions.actions.plan import Appointment, Errand, plan_intervention
from interventions.filling import Filled
from interventions.models import CatalogueItem, Intervention, Photo, Receipt, Signature, Slip, SlipVersion, Supply
from tests import factories
from tests.conftest import Cast
from tickets.models import Ticket, User

pytestmark = pytest.mark.browser
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 3,
    "has_touch": True,
    "is_mobile": True,
    "locale": "en-GB",
}
PATIENCE = 15.0
# One entry: the sensor's picture is to be turned a quarter (6) to be the right way up.
TURNED = b"Exif\0\0" + b"MM\0*\0\0\0\x08" + b"\0\1" + b"\x01\x12\0\3\0\0\0\1\0\6\0\0" + b"\0\0\0\0"
DRAW = """async () => {
  const canvas = Object.assign(document.createElement("canvas"), {width: 2400, height: 1800});
  const context = canvas.getContext("2d");
  context.fillRect(0, 0, 2400, 1800);
  context.fillStyle = "red";
  context.fillRect(0, 900, 2400, 900);
  const blob = await new Promise((made) => canvas.toBlob(made, "image/jpeg"));
  return [...new Uint8Array(await blob.arrayBuffer())];
}"""
LOOK = """async (url) => {
  const blob = await (await fetch(url)).blob();
  const picture = await createImageBitmap(blob, {imageOrientation: "none"});
  const canvas = Object.assign(document.createElement("canvas"), {width: picture.width, height: picture.height});
  const context = canvas.getContext("2d");
  context.drawImage(picture, 0, 0);
  const red = (x, y) => context.getImageData(x, y, 1, 1).data[0];
  return [picture.width, picture.height, red(50, 800) > 200, red(1150, 800) > 80];
}"""
FINDINGS = "State found before the intervention"
SENT = "Everything is sent."


@pytest.fixture(autouse=True)
def _all_answered(transactional_db: None) -> Iterator[None]:
    """The worker asks on after its page is gone: the server has answered before the database is emptied."""
    yield
    deadline = time.monotonic() + PATIENCE
    while any("process_request_thread" in thread.name for thread in threading.enumerate()):
        assert time.monotonic() < deadline, "The server still answers."
        time.sleep(0.01)


@pytest.fixture
def visit(transactional_db: None, cast: Cast, open_ticket: Callable[..., Ticket]) -> Intervention:
    """The technician's visit, an hour from now: the browser has no other clock."""
    now = dt.datetime.now(dt.UTC)
    errand = Errand("Remplacer l’onduleur", contact=cast.contact)
    starts_at = now + dt.timedelta(minutes=5)
    appointment = Appointment(starts_at, starts_at + dt.timedelta(hours=1), [cast.technician])
    return plan_intervention(
        ticket=open_ticket(at=now), appointment=appointment, errand=errand, by=cast.operator, at=now
    )


@pytest.fixture
def phone(as_user: Callable[..., Page], cast: Cast, live_server: Any, visit: Intervention) -> Page:
    """The technician's phone, which has seen the day of the visit with network."""
    page = as_user(cast.technician, **PHONE)
    page.goto(f"/interventions/day/?day={visit.starts_at:%Y-%m-%d}")
    on_the_phone(page, f"/interventions/{visit.pk}/slip/")
    return page


def on_the_phone(page: Page, address: str) -> None:
    """Wait until the worker has kept a page."""
    until(page, lambda: address in kept_pages(page))


def kept_pages(page: Page) -> list[str]:
    """The addresses of the pages of visits that are on the phone, whosever they are."""
    found: list[str] = page.evaluate(
        """async () => {
          const names = (await caches.keys()).filter((name) => name.startsWith('slip-pages-'));
          const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
          return requests.flat().map(({ url }) => url.slice(location.origin.length));
        }"""
    )
    return found


def says(page: Page, sentence: str) -> None:
    expect(page.locator("[data-queue-state]")).to_contain_text(sentence)


def until(page: Page, came_true: Callable[[], Any]) -> Any:
    """Wait for what the server stores, and let the browser go on meanwhile."""
    deadline = time.monotonic() + PATIENCE
    while not (found := came_true()):
        assert time.monotonic() < deadline, "It never came true."
        page.wait_for_timeout(20)
    return found


def open_slip(page: Page, visit: Intervention) -> None:
    page.goto(f"/interventions/{visit.pk}/slip/")
    expect(page.locator("main[data-ready]")).to_be_visible()


def arrive(page: Page, visit: Intervention) -> Slip:
    open_slip(page, visit)
    page.get_by_role("button", name="I have arrived").click()
    slip = until(page, lambda: Slip.objects.filter(intervention=visit).first())
    says(page, SENT)
    return slip


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


def test_an_answer_that_is_lost_on_the_way_doubles_nothing(phone, visit, complaints):
    arrive(phone, visit)
    lost = lose_answers(phone, times=2)
    take_photo(phone, "onduleur")
    says(phone, "Everything is kept on this phone")
    phone.evaluate("dispatchEvent(new Event('online'))")
    until(phone, lambda: len(lost) == 2)
    says(phone, SENT)
    assert (Photo.objects.count(), Receipt.objects.filter(verb="photo").count()) == (1, 1)
    complaints.clear()


def test_what_the_server_refuses_is_corrected_or_dropped(phone, visit, complaints):
    slip = arrive(phone, visit)
    phone.get_by_text("Correct the times").click()
    later = f"{slip.arrived_at + dt.timedelta(days=2):%Y-%m-%dT%H:%M}"
    phone.locator("form[data-verb=times]").get_by_label("Arrived at").fill(later)
    phone.locator("form[data-verb=times]").get_by_label("Why").fill("Parti tôt")
    phone.locator("form[data-verb=times]").get_by_role("button").click()
    refusal = phone.locator("[data-refused=times]")
    expect(refusal).to_contain_text("This time is still to come")
    says(phone, "1 change to be sent.")

    phone.on("dialog", lambda dialog: dialog.accept())
    refusal.get_by_role("button", name="Drop").click()
    says(phone, SENT)
    expect(refusal).to_have_count(0)
    complaints.clear()


def test_who_is_signed_out_keeps_everything_and_is_asked_to_sign_in(phone, visit, cast, complaints):
    arrive(phone, visit)
    Session.objects.all().delete()
    caches["default"].clear()
    phone.get_by_label(FINDINGS).fill("Onduleur en défaut.")
    says(phone, "Sign in again to send it: everything is kept on this phone.")
    phone.get_by_role("link", name="Sign in").click()
    sign_in(phone, cast.technician)
    until(phone, lambda: Slip.objects.get().findings)
    assert Receipt.objects.count() == 2
    complaints.clear()


def test_somebody_else_on_the_same_phone_sees_and_sends_nothing_of_it(phone, visit, cast, complaints):
    arrive(phone, visit)
    phone.context.set_offline(True)
    phone.get_by_label(FINDINGS).fill("Confidentiel")
    says(phone, "1 change to be sent.")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    phone.goto("/accounts/login/")
    until(phone, lambda: not kept_pages(phone))
    sign_in(phone, cast.manager)
    phone.goto("/interventions/day/")
    says(phone, SENT)
    open_slip(phone, visit)
    expect(phone.get_by_label(FINDINGS)).not_to_have_value("Confidentiel")
    phone.wait_for_timeout(300)
    assert Slip.objects.get().findings == ""

    phone.context.clear_cookies()
    phone.goto("/accounts/login/")
    sign_in(phone, cast.technician)
    open_slip(phone, visit)
    until(phone, lambda: Slip.objects.get().findings == "Confidentiel")
    complaints.clear()


def photo_of_a_camera(page: Page) -> FilePayload:
    """2400 × 1800 as the sensor saw it, red below: the right way up, red is on the left."""
    drawn = bytes(page.evaluate(DRAW))
    written = b"\xff\xe1" + (len(TURNED) + 2).to_bytes(2, "big") + TURNED
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": drawn[:2] + written + drawn[2:]}


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


def take_photo(page: Page, caption: str) -> None:
    page.get_by_label("Take a photo").set_input_files(photo_of_a_camera(page))
    expect(page.locator("[data-photo-preview]")).to_be_visible()
    page.get_by_label("What it shows").fill(caption)
    page.get_by_role("button", name="Add the photo").click()
    expect(page.locator("[data-photos] [data-photo]")).to_have_count(1)


def is_shrunk(page: Page, photo: Photo) -> bool:
    """The right way up, no side longer than 1600, and nothing left of what the camera wrote."""
    with photo.file.open() as file:
        is_bare = b"Exif" not in file.read()
    looks: list[Any] = page.evaluate(LOOK, f"/interventions/photos/{photo.pk}/")
    return is_bare and looks == [1200, 1600, True, False]


def sign_on_the_glass(page: Page) -> None:
    canvas = page.locator("canvas.pad-ink")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    for from_x, to_x in ((0.1, 0.5), (0.55, 0.9)):
        page.mouse.move(box["x"] + box["width"] * from_x, box["y"] + box["height"] * 0.5)
        page.mouse.down()
        for step in range(1, 9):
            x = from_x + (to_x - from_x) * step / 8
            page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * (0.3 + 0.4 * (step % 2)))
        page.mouse.up()
    assert strokes(page) == 2


def sign(page: Page) -> None:
    page.get_by_label("Drawn on the screen").check()
    page.get_by_label("Surname").fill("Tamarin")
    sign_on_the_glass(page)
    page.get_by_role("button", name="Finish and send").click()


def strokes(page: Page) -> int:
    return len(json.loads(page.locator("input[name=strokes]").input_value() or "[]"))


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


def at_the_office(visit: Intervention, cast: Cast, **filled: str) -> None:
    fill_slip(intervention=visit, filled=Filled(**filled), by=cast.manager, at=dt.datetime.now(dt.UTC))


def lose_answers(page: Page, *, times: int) -> list[str]:
    """The server does what comes, and its answers do not arrive."""
    lost: list[str] = []

    def lose(route: Route) -> None:
        if len(lost) >= times:
            route.continue_()
            return
        route.fetch()
        lost.append(route.request.url)
        route.abort("connectionreset")

    page.context.route("**/slip/photo/", lose)
    return lost


def sign_in(page: Page, user: User) -> None:
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
