"""Notifications: what somebody of the house is told inside the product, until they have read it."""

from __future__ import annotations

import datetime as dt

import pytest

from tickets.actions.assign import assign_ticket
from tickets.actions.reopen import reopen_ticket
from tickets.actions.reply import receive_reply
from tickets.actions.resolve import resolve_ticket
from tickets.choices import NoticeKind, Source
from tickets.models import Notice, Watcher


@pytest.fixture
def told(cast):
    """`told(person)`: the kinds of what they were told, last one first."""
    return lambda person: list(Notice.objects.filter(user=person).values_list("kind", flat=True))


@pytest.fixture
def given(cast, open_ticket, at):
    """A ticket in the hands of the technician, which the manager watches; nobody was told anything yet."""
    ticket = assign_ticket(ticket=open_ticket(), technician=cast.technician, by=cast.operator, at=at)
    Watcher.objects.create(ticket=ticket, user=cast.manager)
    Notice.objects.all().delete()
    return ticket


# Who is told ------------------------------------------------------------------------------------


def test_who_is_given_a_ticket_is_told_and_who_gave_it_is_not(cast, open_ticket, at, told):
    ticket = open_ticket()
    Notice.objects.all().delete()
    assign_ticket(ticket=ticket, technician=cast.technician, by=cast.operator, at=at)
    assert told(cast.technician) == [NoticeKind.ASSIGNED]
    assert Notice.objects.count() == 1
    assert Notice.objects.get().by == cast.operator


def test_who_takes_it_themselves_is_not_told(cast, open_ticket, at, told):
    assign_ticket(ticket=open_ticket(), technician=cast.technician, by=cast.technician, at=at)
    assert told(cast.technician) == []


def test_technician_and_watchers_are_told_that_the_client_wrote(cast, given, at, told):
    body = "Toujours\n\npas de réseau"
    receive_reply(ticket=given, contact=cast.contact, body=body, source=Source.EMAIL, by=cast.operator, at=at)
    assert told(cast.technician) == told(cast.manager) == [NoticeKind.RECEIVED]
    assert Notice.objects.get(user=cast.technician).text == "Toujours pas de réseau"


def test_watchers_are_told_that_it_is_resolved(cast, given, at, told):
    resolve_ticket(ticket=given, solution="Rebranché", by=cast.technician, at=at)
    assert told(cast.manager) == [NoticeKind.RESOLVED]
    assert told(cast.technician) == []


def test_the_technician_is_told_that_it_is_reopened(cast, given, at, told):
    resolve_ticket(ticket=given, solution="Rebranché", by=cast.technician, at=at)
    reopen_ticket(ticket=given, reason="Encore", by=cast.operator, at=at)
    assert told(cast.technician) == [NoticeKind.REOPENED]


def test_nobody_outside_the_house_is_told_anything(cast, given, at):
    Watcher.objects.create(ticket=given, user=cast.client)
    resolve_ticket(ticket=given, solution="Rebranché", by=cast.technician, at=at)
    assert not Notice.objects.filter(user=cast.client).exists()


# What they see ----------------------------------------------------------------------------------


@pytest.fixture
def notice(cast, open_ticket, at):
    """`notice("key")`: one to the technician."""
    ticket = open_ticket(title="Écran <b>noir</b>")
    Notice.objects.all().delete()

    def made(key: str, user=cast.technician, **fields) -> Notice:
        values = {"kind": "assigned", "by": cast.operator, "at": at, **fields}
        return Notice.objects.create(user=user, ticket=ticket, key=key, **values)

    return made


def page_of(client, person, **headers) -> str:
    type(person).objects.filter(pk=person.pk).update(language="en")
    client.force_login(person)
    return client.get("/notices/", headers=headers).text


def test_what_is_not_read_comes_first(client, cast, notice, at):
    notice("new", text="ancien mais non lu", at=at - dt.timedelta(1))
    notice("read", text="lu déjà", read_at=at)
    page = page_of(client, cast.technician)
    assert page.index("ancien mais non lu") < page.index("lu déjà")


def test_a_notice_says_who_did_what_on_which_ticket(client, cast, notice):
    notice("a")
    page = page_of(client, cast.technician)
    assert "Operator gave you the ticket" in page
    assert "Écran &lt;b&gt;noir&lt;/b&gt;" in page


def test_opening_a_notice_reads_it_and_leads_to_its_ticket(client, cast, notice):
    first, second = notice("a"), notice("b")
    client.force_login(cast.technician)
    assert client.get(f"/notices/{first.pk}/").url == f"/tickets/{first.ticket_id}/"
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.read_at
    assert second.read_at is None


def test_all_are_read_at_once_and_nobody_elses(client, cast, notice):
    notice("a"), notice("b"), notice("c", user=cast.manager)
    client.force_login(cast.technician)
    client.post("/notices/read/")
    assert [each.user for each in Notice.objects.filter(read_at=None)] == [cast.manager]


def test_nobody_opens_what_somebody_else_was_told(client, cast, notice):
    client.force_login(cast.manager)
    assert client.get(f"/notices/{notice('a').pk}/").status_code == 404


def test_the_bell_counts_what_is_not_read(client, cast, notice, at):
    notice("a"), notice("b"), notice("c", read_at=at)
    page = page_of(client, cast.technician)
    bell = page[page.index('data-count="notices"') :]
    assert bell[: bell.index("</span>")].endswith(">2")


def test_the_bell_unfolds_the_latest(client, cast, notice):
    for number in range(12):
        notice(f"key-{number}")
    part = page_of(client, cast.technician, **{"HX-Request": "true"})
    assert "<html" not in part
    assert part.count("notice-line") == 8


def test_who_was_told_nothing_reads_what_will_stand_there(client, cast):
    assert "Nobody told you anything yet" in page_of(client, cast.technician)


def test_the_list_costs_the_same_at_any_length(client, cast, notice, django_assert_max_num_queries):
    for number in range(40):
        notice(f"key-{number}")
    client.force_login(cast.technician)
    with django_assert_max_num_queries(9):
        client.get("/notices/")
