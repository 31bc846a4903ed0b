"""The frame of every page: where one may go, with live counts."""

from __future__ import annotations

import re

import pytest

from tickets.actions.assign import assign_ticket
from tickets.actions.cancel import cancel_ticket
from tickets.seeds import TELECOM


@pytest.fixture
def rail(client, cast):
    """`rail(person, path)`: the items of the rail with their counts; the current one is marked."""

    def items(person, path="/tickets/") -> dict[str, str]:
        type(person).objects.filter(pk=person.pk).update(language="en")
        client.force_login(person)
        found = re.search(r'<nav class="rail".*?</nav>', client.get(path).text, re.S)
        assert found
        links = re.findall(
            r'<a\s+class="rail-link"\s+href="[^"]*"(\s+aria-current="page")?[^>]*>.*?"rail-label">(.*?)</span>(.*?)</a>',
            found.group(),
            re.S,
        )
        return {
            label + ("*" if current else ""): re.sub(r"<[^>]+>", "", count).strip() for current, label, count in links
        }

    return items


def test_the_rail_counts_what_is_open(rail, cast, open_ticket, at):
    mine = open_ticket()
    assign_ticket(ticket=mine, technician=cast.technician, by=cast.operator, at=at)
    open_ticket(queue=TELECOM)
    cancel_ticket(ticket=open_ticket(), reason="doublon", by=cast.operator, at=at)
    assert rail(cast.technician) == {
        "My tickets": "1",
        "All tickets*": "2",
        "Unassigned": "0",
        "Escalations": "",
        "OPS-01-INFORMATIQUE": "1",
        "OPS-02-TELECOM": "1",
    }


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/tickets/?view=mine", "My tickets*"),
        ("/tickets/?priority=high", "All tickets*"),
        ("/escalations/", "Escalations*"),
    ],
)
def test_the_rail_says_where_one_is(rail, cast, path, current):
    assert current in rail(cast.technician, path)


def test_a_queue_is_the_place_one_is_in(rail, cast, open_ticket):
    queue = open_ticket().queue
    items = rail(cast.technician, f"/tickets/?queue={queue.pk}")
    assert f"{queue.name}*" in items
    assert "All tickets" in items


def test_reports_are_for_those_who_steer(rail, cast):
    assert "Reports" in rail(cast.manager)
    assert "Reports" not in rail(cast.operator)


def test_a_client_is_led_to_their_tickets_alone(rail, cast, open_ticket):
    open_ticket()
    assert rail(cast.client) == {"Tickets*": "1"}
    assert rail(cast.outsider) == {"Tickets*": "0"}


def test_a_new_ticket_is_offered_to_those_who_may_open_one(client, cast):
    client.force_login(cast.operator)
    assert 'href="/tickets/new/"' in client.get("/tickets/").text
    client.force_login(cast.client)
    assert 'href="/tickets/new/"' not in client.get("/tickets/").text


def test_home_is_the_list(client, cast):
    client.force_login(cast.operator)
    assert client.get("/").url == "/tickets/"
