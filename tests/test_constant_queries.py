"""The pages that are open all day ask as much of the database for a thousand tickets as for a hundred."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from helpdesk.fill.filling import fill
from tests.conftest import PARIS
from tests.factories import user
from tickets.choices import Role
from tickets.models import Ticket

NOW = dt.datetime(2026, 10, 14, 11, 30, tzinfo=PARIS)
SIZES = (10, 100, 1_000)
# What a page does not ask for where nothing on it needs it: the pauses of tickets without one, for example.
SPARED = 3


@pytest.fixture
def manager(db: None) -> Client:
    client = Client()
    client.force_login(user("manager", Role.MANAGER))
    return client


def statements(client: Client, address: str) -> int:
    """How many a page takes, once what is read only once a process has been read."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def grown_to(size: int) -> None:
    more = size - Ticket.objects.count()
    fill(tickets=more, open_=more * 6 // 10, due=more // 10, seed=size, at=NOW)


def test_list_ticket_and_wall_take_a_constant_number_of_statements(manager):
    taken: dict[str, list[int]] = {"/tickets/": [], "/wall/": [], "ticket": []}
    with time_machine.travel(NOW, tick=False):
        for size in SIZES:
            grown_to(size)
            # Always the same ticket: one that was answered, whose conversation is there.
            chosen = Ticket.objects.filter(messages__kind="reply", status="in_progress").earliest("number")
            for page, found in taken.items():
                found.append(statements(manager, f"/tickets/{chosen.number}/" if page == "ticket" else page))
    spread = {page: max(found) - min(found) for page, found in taken.items()}
    assert {page: found for page, found in taken.items() if spread[page] > SPARED or found[2] > found[1]} == {}
