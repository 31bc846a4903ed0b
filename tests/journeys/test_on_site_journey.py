"""A technician's day on a phone, without network in the middle: nothing is lost, nothing is sent twice."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from interventions.actions.plan import Appointment, Errand, plan_intervention
from interventions.models import Intervention, Receipt, Slip, Supply
from tests.conftest import Cast
from tickets.models import Ticket

pytestmark = pytest.mark.browser
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
