"""The one-time page of the first administrator."""

from __future__ import annotations

import io

from django.core.management import call_command

from helpdesk import first_administrator as first
from tickets.choices import Role
from tickets.models import User

GIVEN = {"name": "Denis", "email": "denis@example.org", "password": "une longue phrase"}


def printed() -> str:
    out = io.StringIO()
    call_command("first_administrator_url", stdout=out)
    return out.getvalue().strip()


def test_the_printed_address_makes_the_first_administrator(client, db):
    response = client.post(printed(), GIVEN)
    made = User.objects.get(email="denis@example.org")
    assert response.status_code == 302
    assert made.roles == [Role.ADMINISTRATOR]
    assert made.check_password("une longue phrase")


def test_it_works_once(client, db):
    address = printed()
    client.post(address, GIVEN)
    assert client.get(address).status_code == 404
    assert client.post(address, {**GIVEN, "email": "second@example.org"}).status_code == 404
    assert printed() == ""


def test_another_token_is_not_found(client, db):
    assert client.get("/setup/0000/").status_code == 404


def test_a_weak_password_is_refused_and_what_was_typed_stays(client, db):
    response = client.post(first.path(), {**GIVEN, "password": "azerty"})
    assert response.status_code == 200
    assert "denis@example.org" in response.text
    assert not User.objects.filter(email="denis@example.org").exists()


def test_where_there_is_an_administrator_nothing_is_printed(client, cast):
    assert printed() == ""
