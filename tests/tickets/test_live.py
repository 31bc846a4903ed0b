"""Live: what open pages are told, and what it costs them to ask."""

from __future__ import annotations

import pytest
import redis
import time_machine
from django.conf import settings
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from tickets import live
from tickets.actions.assign import assign_ticket
from tickets.actions.prioritize import change_priority
from tickets.actions.resolve import resolve_ticket


@pytest.fixture(autouse=True)
def valkey():
    client = redis.Redis.from_url(settings.REDIS_URL, decode_responses=True)
    client.delete(live.COUNTER, live.CHANGED, live.BEGINNING)
    live.line.cache_clear()
    yield client
    live.line.cache_clear()


@pytest.fixture
def without_valkey(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    live.line.cache_clear()


@pytest.fixture
def get(client, cast, at):
    client.force_login(cast.operator)

    def ask(path: str, **headers):
        with time_machine.travel(at, tick=False):
            return client.get(path, headers=headers)

    return ask


def test_the_stamp_moves_when_a_change_is_committed(cast, open_ticket, at, django_capture_on_commit_callbacks):
    live.bump(1)
    before = live.stamp()
    with django_capture_on_commit_callbacks(execute=True):
        ticket = open_ticket()
        assert live.stamp() == before
    assert live.stamp() > before
    assert live.changed_since(before) == {ticket.pk}


def test_a_change_that_is_undone_is_told_to_nobody(cast, open_ticket, at, django_capture_on_commit_callbacks):
    ticket = open_ticket()
    live.bump(1)
    before = live.stamp()
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError), transaction.atomic():
        assign_ticket(ticket=ticket, technician=cast.technician, by=cast.operator, at=at)
        raise RuntimeError
    assert live.stamp() == before


def test_only_what_changed_since_is_told():
    live.bump(1, 2)
    then = live.stamp()
    live.bump(3)
    live.bump(2_000)
    assert live.changed_since(then) == {3, 2_000}
    assert live.changed_since(live.stamp()) == set()


def test_who_comes_back_after_too_much_happened_reads_the_list_anew(monkeypatch):
    monkeypatch.setattr(live, "REMEMBERED", 3)
    live.bump(1)
    then = live.stamp()
    for number in range(2, 7):
        live.bump(number)
    assert live.changed_since(then) is None
    assert live.changed_since("nonsense") is None


def test_a_valkey_that_forgot_begins_later_than_it_ended(valkey):
    live.bump(1)
    then = live.stamp()
    valkey.delete(live.COUNTER, live.CHANGED, live.BEGINNING)
    valkey.set(live.COUNTER, 0)
    valkey.delete(live.COUNTER)
    live.bump(2)
    assert int(live.stamp()) >= int(then) - 1
    assert live.changed_since(str(int(then) - 10_000_000)) is None


def test_nothing_new_is_answered_before_any_database_is_asked(get, client):
    live.bump(1)
    etag = get("/live/")["ETag"]
    with CaptureQueriesContext(connection) as queries:
        response = get("/live/", if_none_match=etag)
    assert (response.status_code, len(queries), response.content) == (304, 0, b"")
    live.bump(2)
    response = get("/live/", if_none_match=etag)
    assert response.status_code == 204
    assert response["ETag"] != etag


def test_who_is_not_signed_in_is_sent_to_sign_in(client):
    live.bump(1)
    assert client.get("/live/").status_code == 302


def test_without_valkey_pages_work_and_are_not_told(
    without_valkey, get, cast, open_ticket, at, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        ticket = open_ticket(title="Sans Valkey")
    assert (live.stamp(), live.etag(live.stamp()), live.changed_since("1")) == ("", "", None)
    page = get("/tickets/")
    assert page.status_code == 200
    assert "Sans Valkey" in page.text
    assert "data-stamp" not in page.text
    assert "ETag" not in get("/live/")
    assert get(f"/tickets/updates/?on={ticket.number}").status_code == 200


def asked(get, stamp: str, *tickets, query: str = ""):
    on = ",".join(str(ticket.number) for ticket in tickets)
    return get(f"/tickets/updates/?{query}&since={stamp}&on={on}").json()


def test_a_changed_line_is_drawn_anew_and_no_other(get, cast, open_ticket, at, django_capture_on_commit_callbacks):
    first, second = open_ticket(priority="low"), open_ticket(priority="low")
    live.bump(first.pk)
    then = live.stamp()
    with django_capture_on_commit_callbacks(execute=True):
        assign_ticket(ticket=second, technician=cast.technician, by=cast.operator, at=at)
    news = asked(get, then, first, second)
    assert list(news["rows"]) == [str(second.number)]
    assert "Technician" in news["rows"][str(second.number)]["html"]
    assert news["rows"][str(second.number)]["group"] == "running"
    assert (news["gone"], news["is_moved"], news["stamp"]) == ([], False, live.stamp())


def test_new_gone_and_moved_tickets_are_told_apart(get, cast, open_ticket, at, django_capture_on_commit_callbacks):
    cast.operator.language = "en"
    cast.operator.save()
    first, second = open_ticket(priority="medium"), open_ticket(priority="low")
    live.bump(first.pk)
    then = live.stamp()
    with django_capture_on_commit_callbacks(execute=True):
        open_ticket(priority="high")
    news = asked(get, then, first, second)
    assert (news["rows"], news["gone"], news["is_moved"], news["sentence"]) == ({}, [], True, "1 new ticket")
    then = live.stamp()
    with django_capture_on_commit_callbacks(execute=True):
        resolve_ticket(ticket=first, solution="Fait", by=cast.technician, at=at)
    assert asked(get, then, first, second)["gone"] == [first.number]


def test_a_new_order_is_a_move(get, cast, open_ticket, at, django_capture_on_commit_callbacks):
    first, second = open_ticket(priority="medium"), open_ticket(priority="low")
    live.bump(first.pk)
    then = live.stamp()
    with django_capture_on_commit_callbacks(execute=True):
        change_priority(ticket=second, priority="critical", by=cast.operator, at=at)
    news = asked(get, then, first, second)
    assert (news["is_moved"], news["gone"], list(news["rows"])) == (True, [], [str(second.number)])


def test_a_ticket_of_another_list_is_no_news(get, cast, open_ticket, django_capture_on_commit_callbacks):
    mine = open_ticket(priority="low")
    live.bump(mine.pk)
    then = live.stamp()
    with django_capture_on_commit_callbacks(execute=True):
        open_ticket(priority="high")
    assert asked(get, then, mine, query="priority=low")["is_moved"] is False


def test_a_client_is_told_of_nothing_but_their_own(client, cast, open_ticket, at, django_capture_on_commit_callbacks):
    live.bump(1)
    then = live.stamp()
    with django_capture_on_commit_callbacks(execute=True):
        foreign = open_ticket(title="Secret", account=cast.other, contact=None)
    client.force_login(cast.client)
    text = client.get(f"/tickets/updates/?since={then}&on={foreign.number}").text + client.get("/portal/").text
    assert "Secret" not in text
