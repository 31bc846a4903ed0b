"""The manager's roster, in a real browser."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page, expect

from sla.models import Calendar
from sla.seeds import BUSINESS_HOURS
from tests import factories
from tickets.choices import Role
from tickets.models import Absence, Duty, Queue
from tickets.seeds import TELECOM, technician

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# axe's way of preloading style sheets inlines them, which the content security policy rightly refuses.
AXE = {"preload": False}


@pytest.fixture
def roster() -> Duty:
    """Jérôme is on call for a day, with hours before and after for which nobody is; Pascal is absent."""
    queue = Queue.objects.get(name=TELECOM)
    queue.calendar = Calendar.objects.get(name=BUSINESS_HOURS)
    queue.save()
    now = timezone.now()
    Absence.objects.create(
        user=technician("Pascal"), from_at=now, until_at=now + dt.timedelta(hours=1), reason="Congés"
    )
    return Duty.objects.create(
        queue=queue, technician=technician("Jérôme"), from_at=now, until_at=now + dt.timedelta(hours=6)
    )


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (360, "light"), (1440, "dark"), (1440, "light")])
def test_axe_finds_nothing_and_the_roster_does_not_scroll_sideways(
    as_user: Callable[..., Page], roster: Duty, width: int, scheme: str
) -> None:
    manager = factories.user("manager", Role.MANAGER)
    page = as_user(manager, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto("/roster/")
    for kind in ("duty", "absence", "gap"):
        expect(page.locator(f"[data-kind={kind}]").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert Axe().run(page, options=AXE).response["violations"] == []


def test_a_duty_is_taken_off_by_keyboard(as_user: Callable[..., Page], roster: Duty) -> None:
    page = as_user(factories.user("manager", Role.MANAGER))
    page.goto("/roster/")
    page.locator("[data-kind=duty] button").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-toast]")).to_contain_text("Jérôme")
    roster.refresh_from_db()
    assert roster.until_at <= timezone.now()
