"""A client signs later, on their own phone, by the link of a mail; the office sees it, and corrects."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from interventions.actions.arrive import start_intervention
from interventions.actions.leave import leave_site
from interventions.actions.plan import Appointment, Errand, plan_intervention
from interventions.actions.sign_later import ask_to_sign_later
from interventions.choices import SignatureKind, State
from interventions.models import Intervention, Signature, Slip, SlipVersion
from tests.conftest import Cast
from tickets.models import Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
    "locale": "en-GB",
}
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def slip(cast: Cast, open_ticket: Callable[..., Ticket]) -> Slip:
    """Of a visit that is over: the browser has no other clock than that of the machine."""
    now = dt.datetime.now(dt.UTC)
    for reader in (cast.contact, cast.operator):
        reader.language = "en"
        reader.save()
    visit = plan_intervention(
        ticket=open_ticket(at=now - 2 * HOUR),
        appointment=Appointment(now - HOUR, now, [cast.technician]),
        errand=Errand("Remplacer l’onduleur", contact=cast.contact),
        by=cast.operator,
        at=now - 2 * HOUR,
    )
    start_intervention(intervention=visit, by=cast.technician, at=now - HOUR)
    slip = leave_site(intervention=visit, by=cast.technician, at=now)
    slip.supplies.create(quantity="0.5", unit="m", designation="Câble" * 30, reference="C13")
    return slip


@pytest.fixture
def link(slip: Slip, cast: Cast) -> str:
    now = dt.datetime.now(dt.UTC)
    made = ask_to_sign_later(intervention=slip.intervention, contact=cast.contact, by=cast.technician, at=now)
    return "/sign/" + made.split("/sign/")[1]


def draw(page: Page) -> None:
    """Two strokes of a finger across the pad."""
    pad = page.locator("[data-pad] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    for top in (0.3, 0.6):
        page.mouse.move(box["x"] + 0.1 * box["width"], box["y"] + top * box["height"])
        page.mouse.down()
        for part in range(2, 9):
            page.mouse.move(box["x"] + part / 10 * box["width"], box["y"] + (top + 0.1 * (part % 2)) * box["height"])
        page.mouse.up()


def test_a_client_reads_and_signs_on_their_phone_and_the_link_is_used(
    new_page: Callable[..., Page], live_server: object, link: str, complaints: list[str]
) -> None:
    page = new_page(base_url=live_server.url, **PHONE)  # type: ignore[attr-defined]
    page.goto(link)
    expect(page.get_by_text("Remplacer l’onduleur")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_label("Surname").fill("Martin")
    page.get_by_role("button", name="Sign the slip").click()
    expect(page.get_by_text("Nothing is drawn")).to_be_visible()
    assert complaints.pop().endswith("422 (Unprocessable Entity)")
    draw(page)
    page.get_by_role("button", name="Clear").click()
    draw(page)
    page.get_by_role("button", name="Sign the slip").click()
    expect(page.get_by_role("heading", name="Thank you: the slip is signed.")).to_be_visible()
    signature = Signature.objects.get()
    assert (signature.kind, signature.surname, len(signature.strokes)) == (SignatureKind.DRAWN, "Martin", 2)
    assert all(0 <= x <= 600 and 0 <= y <= 220 for stroke in signature.strokes for x, y in stroke)
    assert Intervention.objects.get().state == State.SIGNED
    page.goto(link)
    expect(page.get_by_role("heading", name="This slip is signed already")).to_be_visible()
    assert complaints.pop().endswith("410 (Gone)")


def test_who_cannot_draw_types_with_the_keyboard_alone(
    new_page: Callable[..., Page], live_server: object, link: str
) -> None:
    page = new_page(base_url=live_server.url, **PHONE)  # type: ignore[attr-defined]
    page.goto(link)
    page.get_by_label("Drawn on the screen").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-pad]")).to_be_hidden()
    page.get_by_label("Surname").fill("Martin")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Thank you: the slip is signed.")).to_be_visible()
    assert Signature.objects.get().kind == SignatureKind.TYPED


def test_without_scripts_one_types(new_page: Callable[..., Page], live_server: object, link: str) -> None:
    page = new_page(base_url=live_server.url, java_script_enabled=False, **PHONE)  # type: ignore[attr-defined]
    page.goto(link)
    expect(page.locator("[data-pad]")).to_be_hidden()
    page.get_by_text("Name typed", exact=True).click()
    page.get_by_label("Surname").fill("Martin")
    page.get_by_role("button", name="Sign the slip").click()
    expect(page.get_by_role("heading", name="Thank you: the slip is signed.")).to_be_visible()


def test_the_office_sees_the_signature_and_corrects_the_slip(
    as_user: Callable[..., Page], cast: Cast, slip: Slip, link: str
) -> None:
    version = SlipVersion.objects.get()
    strokes = json.loads("[[[10, 10], [300, 100], [500, 20]]]")
    Signature.objects.create(
        version=version, kind="drawn", surname="Martin", strokes=strokes, at=dt.datetime.now(dt.UTC)
    )
    Intervention.objects.update(state=State.SIGNED)
    page = as_user(cast.operator, locale="en-GB")
    page.goto(f"/slips/{slip.number}/")
    expect(page.get_by_role("img", name="Signature of Martin")).to_be_visible()
    page.get_by_text("Correct the slip").click()
    page.get_by_label("What was not right").fill("Deux câbles")
    page.get_by_role("button", name="Correct").click()
    expect(page.get_by_text("The slip can be changed.")).to_be_visible()
    expect(page.get_by_role("heading", name="Draft: as it stands now")).to_be_visible()
    page.get_by_role("link", name="Fill it in").click()
    expect(page.get_by_text("Being corrected:")).to_be_visible()
