"""A visit, and the phone of the technician who goes there."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Page

from interventions.actions.plan import Appointment, Errand, plan_intervention
from interventions.models import Intervention
from tests.conftest import PARIS, Cast
from tests.journeys.on_site.acts import PATIENCE, PHONE, kept_pages, until
from tickets.models import Ticket


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
    """The technician's visit, in five minutes: the browser has no other clock."""
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
    page.goto(f"/interventions/day/?day={visit.starts_at.astimezone(PARIS):%Y-%m-%d}")
    until(page, lambda: f"/interventions/{visit.pk}/slip/" in kept_pages(page))
    return page
