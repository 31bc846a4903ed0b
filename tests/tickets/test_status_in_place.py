"""The status is changed where it stands: by the verbs that lead to another, each through its own form."""

from __future__ import annotations

import pytest

from tickets.actions.resolve import resolve_ticket
from tickets.choices import Status


@pytest.fixture
def side(client, cast):
    """`side(ticket, "edit=status")`: the status as htmx gets it, or of the whole page."""

    def shown(ticket, query: str = "", *, by=cast.technician, alone: bool = True) -> str:
        type(by).objects.filter(pk=by.pk).update(language="en")
        client.force_login(by)
        headers = {"HX-Request": "true"} if alone else {}
        page = client.get(f"/tickets/{ticket.number}/?{query}", headers=headers).content.decode()
        return page.split('id="property-status"')[1].split("</dd>")[0]

    return shown


def test_it_opens_as_the_other_values_do(side, open_ticket):
    ticket = open_ticket()
    assert f'href="/tickets/{ticket.number}/?edit=status"' in side(ticket, alone=False)
    assert "Take charge" not in side(ticket, alone=False)
    for alone in (True, False):
        assert "Take charge" in side(ticket, "edit=status", alone=alone)
    assert 'id="edit-status"' in side(ticket, "edit=status&close")


def test_each_way_leads_to_its_own_verb_and_what_is_refused_says_why(side, open_ticket):
    ticket = open_ticket()
    menu = side(ticket, "edit=status")
    for verb in ("take", "schedule"):
        assert f'action="/tickets/{ticket.number}/{verb}/"' in menu
    for verb in ("wait", "resolve", "cancel"):
        assert f"/tickets/{ticket.number}/?edit=status&amp;verb={verb}" in menu
    assert 'aria-disabled="true"' in menu
    assert f'action="/tickets/{ticket.number}/close/"' not in menu
    assert "Resume" not in menu


def test_what_is_resolved_is_closed_or_reopened(side, cast, open_ticket, at):
    ticket = open_ticket()
    resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=at)
    menu = side(ticket, "edit=status")
    assert f'action="/tickets/{ticket.number}/close/"' in menu
    assert f"/tickets/{ticket.number}/?edit=status&amp;verb=reopen" in menu
    assert "Take charge" not in menu


def test_a_verb_that_asks_does_so_there_and_a_mistake_stays_there(client, side, open_ticket):
    ticket = open_ticket()
    form = side(ticket, "edit=status&verb=wait")
    assert f'action="/tickets/{ticket.number}/wait/"' in form
    assert 'name="place" value="status"' in form
    sent = client.post(f"/tickets/{ticket.number}/wait/", {"place": "status", "status": Status.WAITING_CLIENT})
    page = sent.content.decode()
    assert sent.status_code == 422
    assert page.count('id="status-reason"') == 1
    assert 'class="field-error"' in page.split('id="property-status"')[1].split("</dd>")[0]
    given = {"place": "status", "status": Status.WAITING_CLIENT, "reason": "une photo"}
    client.post(f"/tickets/{ticket.number}/wait/", given)
    ticket.refresh_from_db()
    assert ticket.status == Status.WAITING_CLIENT
