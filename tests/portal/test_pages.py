"""The pages of the portal: who reads what, and where it leads."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client


@pytest.fixture(autouse=True)
def at_noon(at: dt.datetime):
    with time_machine.travel(at + dt.timedelta(hours=1), tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, cast):
    def signed(person: str) -> Client:
        client.force_login(getattr(cast, person))
        return client

    return signed


def test_a_client_reads_home_and_ticket(signed_in, open_ticket):
    ticket = open_ticket(title="Plus de réseau", priority="critical")
    page = signed_in("client").get("/portal/")
    assert page.status_code == 200
    assert "Plus de réseau" in page.text
    page = signed_in("client").get(f"/portal/tickets/{ticket.number}/")
    assert page.status_code == 200


def test_a_client_asks(signed_in, open_ticket):
    page = signed_in("client").get("/portal/new/")
    assert page.status_code == 200
    page = signed_in("client").get("/portal/account/")
    assert page.status_code == 200
