"""A client sees on the portal who came, reads what was done, and signs it with a finger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page, expect

from interventions.actions.arrive import start_intervention
from interventions.actions.freeze import freeze_slip
from interventions.actions.leave import leave_site
from interventions.actions.plan import Appointment, Errand, plan_intervention
from interventions.choices import SignatureKind, State
from interventions.models import Signature, Slip
from tests.conftest import Cast
from tests.journeys.reading import faults_of
from tickets.models import Ticket, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR = dt.timedelta(hours=1)
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "locale": "en-GB"}


@pytest.fixture
def slip(cast: Cast, open_ticket: Callable[..., Ticket]) -> Slip:
    """Frozen, of a visit that is over; another visit is to come. The browser has the clock of the machine."""
    User.objects.filter(pk=cast.client.pk).update(language="en")
    cast.client.refresh_from_db()
    now = dt.datetime.now(dt.UTC)
    ticket = open_ticket(at=now - 3 * HOUR)
    for start in (now - HOUR, now + 24 * HOUR):
        visit = plan_intervention(
            ticket=ticket,
            appointment=Appointment(start, start + HOUR, [cast.technician]),
            errand=Errand("Remplacer l’onduleur", contact=cast.contact),
            by=cast.operator,
            at=now - 2 * HOUR,
        )
        if start < now:
            start_intervention(intervention=visit, by=cast.technician, at=start)
            slip = leave_site(intervention=visit, by=cast.technician, at=now)
            slip.supplies.create(quantity="0.5", unit="m", designation="Câble" * 30, reference="C13")
            freeze_slip(intervention=visit, by=cast.technician, at=now)
    return slip


@pytest.fixture
def page(as_user: Callable[..., Page], cast: Cast, slip: Slip) -> Page:
    shown = as_user(cast.client, reduced_motion="reduce", **PHONE)
    shown.context.add_init_script(AXE_SCRIPT)
    return shown


def draw(page: Page) -> None:
    """A stroke across the pad."""
    pad = page.locator("[data-pad] canvas")
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 20, box["y"] + 20)
    page.mouse.down()
    for part in range(2, 9):
        page.mouse.move(box["x"] + part / 10 * box["width"], box["y"] + (0.3 + 0.2 * (part % 2)) * box["height"])
    page.mouse.up()


def test_a_client_is_led_from_home_to_the_slip_signs_it_and_sees_it_signed(
    page: Page, slip: Slip, cast: Cast, complaints: list[str]
) -> None:
    page.goto("/portal/")
    expect(page.get_by_role("heading", name="To sign")).to_be_visible()
    page.get_by_role("link", name=slip.number).click()
    expect(page.get_by_text("Waits for your signature")).to_be_visible()
    page.get_by_label("Surname").fill("Martin")
    page.get_by_role("button", name="Sign the slip").click()
    expect(page.get_by_text("Nothing is drawn")).to_be_visible()
    assert complaints.pop().endswith("422 (Unprocessable Entity)")
    draw(page)
    page.get_by_role("button", name="Sign the slip").click()
    expect(page.locator(".toast")).to_contain_text("the slip is signed")
    expect(page.get_by_role("img", name="Signature of Martin")).to_be_visible()
    signature = Signature.objects.get()
    assert (signature.kind, signature.surname, signature.by) == (SignatureKind.DRAWN, "Martin", cast.client)
    slip.intervention.refresh_from_db()
    assert slip.intervention.state == State.SIGNED
    page.goto("/portal/")
    expect(page.get_by_role("heading", name="Your tickets")).to_be_visible()
    expect(page.get_by_role("heading", name="To sign")).to_have_count(0)


def test_what_a_client_reads_and_signs_is_read_by_everybody(page: Page, slip: Slip, complaints: list[str]) -> None:
    faults = []
    ticket = slip.intervention.ticket_id
    for address in ("/portal/", f"/portal/tickets/{ticket}/", "/portal/slips/", f"/portal/slips/{slip.number}/"):
        page.goto(address)
        faults += [f"{address}: {fault}" for fault in faults_of(page)]
    page.get_by_label("Surname").fill("")
    page.get_by_role("button", name="Sign the slip").click()
    page.locator(".field-error").first.wait_for()
    faults += [f"refused: {fault}" for fault in faults_of(page, "#sign")]
    complaints.clear()
    assert faults == []
