"""What a technician does on the phone, and what is seen there."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable
from typing import Any

from playwright.sync_api import FilePayload, Page, expect

from interventions.actions.fill import fill_slip
from interventions.filling import Filled
from interventions.models import Intervention, Slip
from tests import factories
from tests.conftest import Cast
from tickets.models import User

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 3,
    "has_touch": True,
    "is_mobile": True,
    "locale": "en-GB",
}
PATIENCE = 15.0
FINDINGS = "State found before the intervention"
SENT = "Everything is sent."
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


def until(page: Page, came_true: Callable[[], Any]) -> Any:
    """Wait for what the server stores, and let the browser go on meanwhile."""
    deadline = time.monotonic() + PATIENCE
    while not (found := came_true()):
        assert time.monotonic() < deadline, "It never came true."
        page.wait_for_timeout(20)
    return found


def says(page: Page, sentence: str) -> None:
    expect(page.locator("[data-queue-state]")).to_contain_text(sentence)


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


def open_slip(page: Page, visit: Intervention) -> None:
    page.goto(f"/interventions/{visit.pk}/slip/")
    expect(page.locator("main[data-ready]")).to_be_visible()


def arrive(page: Page, visit: Intervention) -> Slip:
    open_slip(page, visit)
    page.get_by_role("button", name="I have arrived").click()
    slip = until(page, lambda: Slip.objects.filter(intervention=visit).first())
    says(page, SENT)
    return slip


def photo_of_a_camera(page: Page) -> FilePayload:
    """2400 × 1800 as the sensor saw it, red below: the right way up, red is on the left."""
    drawn = bytes(page.evaluate(DRAW))
    written = b"\xff\xe1" + (len(TURNED) + 2).to_bytes(2, "big") + TURNED
    return {"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": drawn[:2] + written + drawn[2:]}


def take_photo(page: Page, caption: str) -> None:
    page.get_by_label("Take a photo").set_input_files(photo_of_a_camera(page))
    expect(page.locator("[data-photo-preview]")).to_be_visible()
    page.get_by_label("What it shows").fill(caption)
    page.get_by_role("button", name="Add the photo").click()
    expect(page.locator("[data-photos] [data-photo]")).to_have_count(1)


def sign(page: Page) -> None:
    page.get_by_label("Drawn on the screen").check()
    page.get_by_label("Surname").fill("Tamarin")
    sign_on_the_glass(page)
    page.get_by_role("button", name="Finish and send").click()


def sign_on_the_glass(page: Page) -> None:
    canvas = page.locator("canvas.pad-ink")
    for count, (from_x, to_x) in enumerate(((0.1, 0.5), (0.55, 0.9)), start=1):
        # What is said above may take a line more meanwhile.
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] * from_x, box["y"] + box["height"] * 0.5)
        page.mouse.down()
        for step in range(1, 9):
            x = from_x + (to_x - from_x) * step / 8
            page.mouse.move(box["x"] + box["width"] * x, box["y"] + box["height"] * (0.3 + 0.4 * (step % 2)))
        page.mouse.up()
        until(page, lambda drawn=count: strokes(page) == drawn)


def strokes(page: Page) -> int:
    return len(json.loads(page.locator("input[name=strokes]").input_value() or "[]"))


def at_the_office(visit: Intervention, cast: Cast, **filled: str) -> None:
    fill_slip(intervention=visit, filled=Filled(**filled), by=cast.manager, at=dt.datetime.now(dt.UTC))


def sign_in(page: Page, user: User) -> None:
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(factories.PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/accounts/" not in url)
