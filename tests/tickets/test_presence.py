"""Presence: who else has the ticket open, kept for seconds in Valkey."""

from __future__ import annotations

import pytest
import redis
from django.conf import settings
from django.test import Client

from tickets import live
from tickets.actions.note import add_note
from tickets.presence import SECONDS, Doing, Present, meet


@pytest.fixture
def valkey():
    return redis.Redis.from_url(settings.REDIS_URL)


@pytest.fixture
def say(at):
    """`say(user, ticket, doing=...)`: what an open page says, and the answer."""

    def said(user, ticket, **fields):
        type(user).objects.filter(pk=user.pk).update(language="en")
        client = Client()
        client.force_login(user)
        return client.post(f"/tickets/{ticket.number}/presence/", {"version": ticket.version} | fields)

    return said


def test_two_people_on_one_ticket_see_each_other_and_what_they_do(cast, open_ticket, say):
    ticket = open_ticket()
    assert "Technician" not in say(cast.technician, ticket, doing="replies").text
    assert "Technician writes a reply" in say(cast.operator, ticket, doing="looks").text
    assert "Operator is looking, too" in say(cast.technician, ticket, doing="looks").text


def test_on_another_ticket_nobody_is_seen(cast, open_ticket):
    ticket, other = open_ticket(), open_ticket()
    meet(ticket, cast.technician, Doing.LOOKS)
    assert meet(other, cast.operator, Doing.LOOKS) == []


def test_who_leaves_is_gone_and_who_says_nothing_more_is_forgotten(cast, open_ticket, valkey):
    ticket = open_ticket()
    meet(ticket, cast.technician, Doing.NOTES)
    assert meet(ticket, cast.operator, Doing.LOOKS) == [Present("Technician", Doing.NOTES)]
    assert 0 < valkey.ttl(f"astreinte:presence:{ticket.pk}") <= SECONDS
    valkey.hset(f"astreinte:presence:{ticket.pk}", cast.technician.pk, "1|looks|Technician")
    assert meet(ticket, cast.operator, Doing.LOOKS) == []
    meet(ticket, cast.operator, Doing.GONE)
    assert meet(ticket, cast.technician, Doing.LOOKS) == []


def test_a_page_hears_that_its_ticket_changed_and_by_whom(cast, open_ticket, say, at):
    ticket = open_ticket()
    assert "changed" not in say(cast.operator, ticket).text
    add_note(ticket=ticket, body="Vu", by=cast.technician, at=at)
    assert "Technician changed this ticket" in say(cast.operator, ticket).text


def test_without_valkey_nobody_is_seen_and_nothing_fails(cast, open_ticket, say, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    live.line.cache_clear()
    response = say(cast.operator, open_ticket())
    live.line.cache_clear()
    assert response.status_code == 200
    assert "looking" not in response.text
