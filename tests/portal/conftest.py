"""Who reads the portal, at a moment that the test chooses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from tests.conftest import Cast


@pytest.fixture
def now(at: dt.datetime) -> Iterator[dt.datetime]:
    """An hour after what the factories open: Monday, 11:00."""
    moment = at + dt.timedelta(hours=1)
    with time_machine.travel(moment, tick=False):
        yield moment


@pytest.fixture
def signed_in(cast: Cast, now: dt.datetime) -> Callable[[str], Client]:
    """`signed_in("partner")`: the client of somebody of the cast."""

    def signed(person: str) -> Client:
        client = Client()
        client.force_login(getattr(cast, person))
        return client

    return signed
