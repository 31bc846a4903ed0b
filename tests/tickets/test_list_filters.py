"""Filters of the list: each leaves the tickets it names, is a chip, and forgives what means nothing."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pytest
import time_machine
from django.http import QueryDict

from sla.models import Policy
from tests import factories
from tickets.actions.assign import assign_ticket
from tickets.actions.reclassify import reclassify_ticket
from tickets.actions.route import route_ticket
from tickets.actions.wait import wait_for
from tickets.choices import Source, Status
from tickets.listing import Listing
from tickets.models import IssueType, Queue, ResourceLevel, Ticket
from tickets.seeds import TELECOM


@pytest.fixture
def listed(cast, at):
    """`listed("status=new", by=..., at=...)`: the titles of a list, in its order."""

    def titles(query: str, *, by=cast.operator, at=at) -> list[str]:
        return [ticket.title for ticket in Listing(QueryDict(query), by, at).page.tickets]

    return titles


@pytest.fixture
def get(client, cast, at):
    def page(path: str, *, by=cast.operator, **headers):
        client.force_login(by)
        with time_machine.travel(at, tick=False):
            return client.get(path, headers=headers)

    return page


def test_several_values_of_a_filter_are_either_or(listed, open_ticket):
    for priority in ("low", "high", "critical"):
        open_ticket(title=f"Ticket {priority}", priority=priority)
    assert sorted(listed("priority=low&priority=critical")) == ["Ticket critical", "Ticket low"]


def test_filters_of_two_kinds_are_both(listed, open_ticket):
    open_ticket(title="Un", priority="high")
    open_ticket(title="Deux", priority="high", queue=TELECOM)
    telecom = Queue.objects.get(name=TELECOM)
    assert listed(f"priority=high&queue={telecom.pk}") == ["Deux"]


def test_the_assignee_is_me_nobody_or_a_person(listed, cast, open_ticket, at):
    mine, others = open_ticket(title="À moi"), open_ticket(title="À un autre")
    Ticket.objects.filter(pk=open_ticket(title="À personne").pk).update(technician=None)
    assign_ticket(ticket=mine, technician=cast.technician, by=cast.operator, at=at)
    assert listed("technician=me", by=cast.technician) == ["À moi"]
    assert listed("technician=nobody") == ["À personne"]
    assert listed(f"technician={cast.technician.pk}") == ["À moi"]
    assert listed("technician=me&technician=nobody", by=cast.technician) == ["À moi", "À personne"]
    assert others.technician != cast.technician


def test_a_client_is_meant_by_key_or_by_words_of_the_name(listed, cast, open_ticket):
    open_ticket(title="De la clinique")
    open_ticket(title="De Valmagne", account=cast.other, contact=None)
    assert listed(f"account={cast.other.pk}") == ["De Valmagne"]
    assert listed("account=clini+tama") == ["De la clinique"]
    assert listed("account=personne") == []


def test_a_contact_is_meant_by_words_of_the_name(listed, cast, open_ticket):
    open_ticket(title="De Nadia")
    open_ticket(title="De personne", contact=None)
    assert listed("contact=nadia") == ["De Nadia"]
    assert listed(f"contact={cast.contact.pk}") == ["De Nadia"]


def test_a_contract_is_its_policy_or_none(listed, open_ticket):
    ticket = open_ticket(title="Sous contrat")
    open_ticket(title="Sans contrat", account=factories.account("Garage Bellerive"), contact=None)
    assert listed(f"contract={ticket.policy_id}") == ["Sous contrat"]
    assert listed("contract=none") == ["Sans contrat"]
    without = Policy.objects.get(is_without_contract=True)
    assert listed(f"contract={without.pk}") == ["Sans contrat"]


def test_kind_source_and_issue_type_leave_their_own(listed, cast, open_ticket, at):
    ticket = open_ticket(title="Demande", source=Source.EMAIL, kind="service_request")
    open_ticket(title="Incident")
    sub = IssueType.objects.exclude(parent=None).first()
    reclassify_ticket(
        ticket=ticket, kind="service_request", issue_type=sub.parent, sub_issue_type=sub, work_type=None,
        by=cast.operator, at=at,
    )  # fmt: skip
    for query in ("kind=service_request", "source=email", f"type={sub.pk}", f"type={sub.parent_id}"):
        assert listed(query) == ["Demande"], query


def test_a_level_leaves_the_tickets_of_its_cell(listed, cast, open_ticket, at):
    open_ticket(title="Ailleurs")
    level = ResourceLevel.objects.filter(queue__name=TELECOM).order_by("-number").first()
    ticket = open_ticket(title="Au niveau")
    route_ticket(ticket=ticket, queue=level.queue, level=level, by=cast.operator, at=at)
    assert listed(f"level={level.pk}") == ["Au niveau"]


def test_the_state_of_the_clock_is_that_of_the_instant(listed, cast, open_ticket, at):
    open_ticket(title="Critique", priority="critical")
    paused = open_ticket(title="En attente", priority="low")
    open_ticket(title="Sans", account=factories.account("Garage Bellerive"), contact=None)
    wait_for(ticket=paused, status=Status.WAITING_CLIENT, reason="réponse", by=cast.operator, at=at)
    late = at + dt.timedelta(hours=3)
    assert listed("clock=running") == ["Critique"]
    assert listed("clock=overdue", at=late) == ["Critique"]
    assert listed("clock=paused", at=late) == ["En attente"]
    assert listed("clock=none", at=late) == ["Sans"]
    assert listed("clock=overdue&clock=paused", at=late) == ["Critique", "En attente"]


def test_days_of_opening_are_the_readers_and_both_included(client, cast, open_ticket, at):
    client.force_login(cast.operator)
    open_ticket(title="Minuit", at=at.replace(day=9, hour=23, minute=59))
    open_ticket(title="Lundi")

    def titles(query: str) -> list[str]:
        with time_machine.travel(at, tick=False):
            page = client.get(f"/tickets/?{query}").text
        return re.findall(r'class="ticket-title" href="[^"]*">([^<]*)<', page)

    assert titles("opened_from=2026-10-09&opened_until=2026-10-09") == ["Minuit"]
    assert titles("opened_from=2026-10-10") == ["Lundi"]
    assert sorted(titles("opened_until=2026-10-12")) == ["Lundi", "Minuit"]


@pytest.mark.parametrize(
    "query",
    [
        "status=purple&queue=abc&technician=x&level=0&type=-1&contract=%00&clock=never&source=&kind=bird",
        "opened_from=yesterday&opened_until=0001-01-01&opened_from=9999-12-31",
        "order=nothing&columns=none,nor,that&after=x&before=~&saved=999999999999999999999999",
        "after=2026-10-12T08:00:00~abc&before=0001-01-01T00:00:00-23:00~1&view=nobody&state=gone",
        "account=99999999999999999999999&queue=99999999999999999999999&order=number&after=9e9~99999999999999999999999",
        "q=%00&account=%00&contact=%00&order=title&after=%00~1",
    ],
)
def test_what_means_nothing_is_left_out_and_breaks_nothing(get, open_ticket, query):
    open_ticket(title="Toujours là")
    response = get(f"/tickets/?{query}")
    assert response.status_code == 200
    assert "Toujours là" in response.text
    for path in ("/tickets/filter/", "/tickets/columns/", "/tickets/updates/", "/tickets/export.csv"):
        assert get(f"{path}?{query}").status_code == 200, path


def test_a_client_cannot_learn_of_another_by_the_name(get, listed, cast, open_ticket):
    open_ticket(title="De Nadia")
    assert listed("account=valmagne", by=cast.client) == []
    assert get("/tickets/filter/names/?account=valm", by=cast.client).status_code == 404
    assert get("/tickets/filter/names/?account=valm").text.count("<option") == 1


def test_several_values_are_one_chip_whose_cross_takes_them_all(get, open_ticket, cast):
    cast.operator.language = "en"
    cast.operator.save()
    page = get("/tickets/?priority=high&priority=low&order=number").text
    chips = re.findall(r'<span class="chip-name">([^<]*)</span>\s*(.*?)\s*<a class="chip-remove" href="([^"]*)"', page)
    assert [(name, value, unescape(url)) for name, value, url in chips] == [
        ("State", "open", "?priority=high&priority=low&order=number&state=any"),
        ("Priority", "High, Low", "?order=number"),
    ]


def test_the_form_leads_to_the_shortest_address_that_says_the_same(get, cast, open_ticket):
    sent = (
        "/tickets/filter/?apply=1&q=&state=open&priority=high&priority=low&technician=&account=Clinique+des+Tamarins"
        "&opened_from=2026-10-01&order=-number&columns=title,queue"
    )
    assert get(sent).url == (
        f"/tickets/?priority=high&priority=low&account={cast.account.pk}&opened_from=2026-10-01"
        "&order=-number&columns=title,queue"
    )


def test_the_form_shows_what_is_in_force_and_keeps_what_it_does_not_ask(get, cast):
    page = get(f"/tickets/filter/?priority=high&technician=me&order=-number&account={cast.account.pk}").text
    assert re.search(r'value="high"[^>]*checked', page)
    assert re.search(r'value="me" selected', page)
    assert 'name="order" value="-number"' in page
    assert cast.account.name in page


def test_a_date_that_is_none_is_said_beside_its_field(get):
    page = get("/tickets/filter/?apply=1&opened_from=2026-13-40").text
    assert 'class="field-error"' in page
    assert 'value="2026-13-40"' in page
