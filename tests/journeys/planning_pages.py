"""The pages of the planning."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Page

from interventions.choices import State
from interventions.models import Intervention
from tests.journeys.acts import shown_again
from tests.journeys.shown import Shown, ticket_of_client


def planning() -> Iterator[Shown]:
    """A week, a day, the form that plans, and visits to come and over."""
    yield Shown("/interventions/", "operator")
    yield Shown("/interventions/?day=2026-10-13", "technician", part="#planning")
    yield Shown("/interventions/", "operator", act=move_a_visit, part="[data-undo]")
    yield Shown("/interventions/plan/", "operator")
    address = f"/interventions/plan/?ticket={ticket_of_client().number}"
    yield Shown(address, "operator")
    yield Shown(address, "operator", act=plan_nothing, part=".visit-form")
    yield Shown(address, "operator", act=send_everybody, part=".visit-clash")
    for state in (State.PLANNED, State.SIGNED):
        yield Shown(f"/interventions/{Intervention.objects.filter(state=state).latest('starts_at').pk}/", "operator")


def move_a_visit(page: Page) -> None:
    """A quarter of an hour later, and the way back is offered; somebody else may be in the way of it."""
    page.locator(".visit[data-movable]").last.focus()
    for key in ("Shift+ArrowUp", "Enter"):
        page.keyboard.press(key)
    page.locator("[data-undo]").wait_for()


def plan_nothing(page: Page) -> None:
    for name in ("starts_at", "ends_at", "purpose"):
        page.locator(f"[name={name}]").fill("")
    page.locator(".visit-new-site summary").click()
    page.locator("[name=site_name]").fill("Entrepôt")
    page.locator(".visit-send [type=submit]").click()
    shown_again(page)


def send_everybody(page: Page) -> None:
    page.locator("[name=starts_at]").fill("2026-10-12T08:00")
    page.locator("[name=ends_at]").fill("2026-10-12T20:00")
    for box in page.locator("[name=technicians]").all():
        box.check()
    page.locator(".visit-send [type=submit]").click()
    page.locator(".visit-clash").wait_for()
