"""Each value of a ticket is changed where it stands, and what two people changed is shown to the second."""

from __future__ import annotations

import html
import re

import pytest
import time_machine

from tickets.actions.prioritize import change_priority
from tickets.actions.resolve import resolve_ticket
from tickets.conflict import Seen
from tickets.models import Ticket, TimeEntry

HTMX = {"HX-Request": "true"}


@pytest.fixture
def browse(client, cast, at):
    """The technician's browser, an instant after the ticket was opened, in English."""
    type(cast.technician).objects.update(language="en")
    client.force_login(cast.technician)
    with time_machine.travel(at, tick=False):
        yield client


def address(ticket: Ticket, rest: str = "") -> str:
    return f"/tickets/{ticket.number}/{rest}"


def hidden(page: str) -> dict[str, str]:
    """What the hidden fields of the first form that changes a property carry."""
    form = page[page.index("data-edit-form") :].split("</form>")[0]
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def test_a_page_holds_links_to_its_forms_and_opens_the_one_that_is_asked_for(browse, open_ticket):
    ticket = open_ticket()
    assert 'name="priority"' not in browse.get(address(ticket)).text
    assert 'name="priority"' in browse.get(address(ticket, "?edit=priority")).text


def test_htmx_is_given_that_form_alone_and_the_value_when_it_is_closed(browse, open_ticket):
    ticket = open_ticket()
    part = browse.get(address(ticket, "?edit=priority"), headers=HTMX).text
    assert part.strip().startswith('<div class="property" id="property-priority"')
    assert "<html" not in part
    closed = browse.get(address(ticket, "?edit=priority&close"), headers=HTMX).text
    assert "<form" not in closed
    assert 'id="edit-priority"' in closed


def test_the_form_carries_what_its_reader_saw(browse, open_ticket):
    ticket = open_ticket(priority="low")
    carried = hidden(browse.get(address(ticket, "?edit=priority")).text)
    assert carried == {"place": "priority", "version": str(ticket.version), "seen-priority": "low"}


def test_a_value_of_a_shared_form_leaves_the_others_as_they_are(browse, open_ticket):
    ticket = open_ticket(description="Rien.")
    form = hidden(browse.get(address(ticket, "?edit=external")).text)
    page = browse.get(address(ticket, "?edit=external")).text
    assert 'type="hidden" name="title" value="Imprimante hors ligne"' in page
    assert form["seen-title"] == "Imprimante hors ligne"


@pytest.fixture
def overtaken(browse, open_ticket, cast, at):
    """A ticket whose priority somebody changed, and the form of the second, who had typed “critical”."""
    ticket = open_ticket(priority="low")
    form = hidden(browse.get(address(ticket, "?edit=priority")).text) | {"priority": "critical"}
    change_priority(ticket=ticket, priority="high", by=cast.operator, at=at)
    return ticket, form


def test_the_second_sees_both_versions_and_nothing_is_saved(browse, overtaken):
    ticket, form = overtaken
    response = browse.post(address(ticket, "prioritize/"), form)
    ticket.refresh_from_db()
    assert (response.status_code, ticket.priority) == (409, "high")
    text = re.sub(r"<[^>]+>|\s+", " ", response.text)
    assert "Operator changed the same meanwhile" in text
    assert "High" in text
    assert "Critical" in text


def test_htmx_shows_it_on_the_page_where_it_was_typed(browse, overtaken):
    ticket, form = overtaken
    response = browse.post(address(ticket, "prioritize/"), form, headers=HTMX)
    assert response.headers["HX-Retarget"] == "#conflict"
    assert "<html" not in response.text


def test_keep_mine_saves_what_was_typed(browse, overtaken):
    ticket, form = overtaken
    again = browse.post(address(ticket, "prioritize/"), form).text
    kept = hidden(again)
    assert kept["priority"] == "critical"
    assert browse.post(address(ticket, "prioritize/"), kept).status_code == 302
    ticket.refresh_from_db()
    assert ticket.priority == "critical"


def test_keep_mine_is_asked_again_if_it_changed_once_more(browse, overtaken, cast, at):
    ticket, form = overtaken
    kept = hidden(browse.post(address(ticket, "prioritize/"), form).text)
    change_priority(ticket=ticket, priority="medium", by=cast.manager, at=at)
    assert browse.post(address(ticket, "prioritize/"), kept).status_code == 409


def test_a_mistake_comes_back_where_it_was_typed(browse, open_ticket):
    ticket = open_ticket()
    form = hidden(browse.get(address(ticket, "?edit=title")).text) | {
        "title": "ab",
        "description": "",
        "external_number": "",
    }
    response = browse.post(address(ticket, "reword/"), form)
    assert response.status_code == 422
    assert 'id="title-title_error"' in response.text
    assert 'value="ab"' in response.text


def test_what_is_refused_has_no_form(browse, open_ticket, cast, at):
    ticket = resolve_ticket(ticket=open_ticket(), solution="Fait.", by=cast.technician, at=at)
    assert 'name="priority"' not in browse.get(address(ticket, "?edit=priority")).text


def test_the_client_is_changed_by_name_and_the_people_are_those_of_that_company(browse, open_ticket, cast):
    ticket = open_ticket()
    form = {"account": "transports valmagne", "contact": cast.outsider.contact.pk}
    assert browse.post(address(ticket, "change_account/"), form).status_code == 302
    ticket.refresh_from_db()
    assert (ticket.account, ticket.contact) == (cast.other, cast.outsider.contact)
    nobody = browse.post(address(ticket, "change_account/"), {"account": "Personne", "contact": ""})
    assert nobody.status_code == 422
    assert "There is no client “Personne”" in nobody.text


def test_the_timer_proposes_its_minutes_rounded_up(browse, open_ticket, cast, at):
    ticket = open_ticket()
    browse.post(address(ticket, "timer_start/"))
    with time_machine.travel(at.timestamp() + 61, tick=False):
        part = browse.get(address(ticket, "?edit=timer_stop"), headers=HTMX).text
    assert 'name="minutes" value="2"' in part
    assert Seen.of(ticket).version == ticket.version


def test_one_corrects_what_one_logged(browse, open_ticket, cast, at):
    ticket = open_ticket()
    browse.post(address(ticket, "time/"), {"minutes": 5, "work_type": ticket.work_type_id})
    entry = TimeEntry.objects.get()
    part = browse.get(address(ticket, f"?edit=correct_time&entry={entry.pk}"), headers=HTMX).text
    assert f'name="entry" value="{entry.pk}"' in part
    browse.post(address(ticket, "correct_time/"), {"entry": entry.pk, "minutes": 7, "work_type": ticket.work_type_id})
    entry.refresh_from_db()
    assert entry.minutes == 7


def test_a_merge_says_first_what_it_will_do(browse, open_ticket, cast):
    ticket, into, foreign = open_ticket(), open_ticket(title="Le même"), open_ticket(account=cast.other, contact=None)
    page = browse.get(address(ticket, f"merge/preview/?into={into.number}")).text
    assert "Nadia is told by mail" in page
    assert "its clock stops without a verdict" in page
    assert f'name="into" value="{into.number}"' in page
    ticket.refresh_from_db()
    assert ticket.is_open
    refused = browse.get(address(ticket, f"merge/preview/?into={foreign.number}")).text
    assert "is of another account" in refused
    assert "merge/&quot;" not in refused
    assert browse.get(address(ticket, "merge/preview/?into=abc")).text.count("There is no ticket abc") == 1


def test_a_ticket_is_found_by_its_number_or_its_words(browse, open_ticket):
    ticket, other = open_ticket(), open_ticket(title="Scanner du deuxième étage")
    for typed in ("scanner deux", str(other.number)):
        found = browse.get(address(ticket, "link/candidates/"), {"other": typed}).text
        assert "Scanner du deuxième étage" in found
    assert (
        f'value="{ticket.number}"' not in browse.get(address(ticket, "link/candidates/"), {"other": "imprimante"}).text
    )
