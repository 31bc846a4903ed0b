"""The list: what is due next comes first, and the URL says what is shown."""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine

from tests import factories
from tickets.actions.assign import assign_ticket
from tickets.actions.cancel import cancel_ticket
from tickets.actions.wait import wait_for
from tickets.choices import Status
from tickets.models import Clock, Ticket
from tickets.seeds import TELECOM


@pytest.fixture
def read(client, cast, at):
    """`read("view=mine", by=..., at=...)`: the list as somebody sees it at an instant."""

    def page(query: str = "", *, by=cast.operator, at=at) -> str:
        client.force_login(by)
        with time_machine.travel(at, tick=False):
            return client.get(f"/tickets/?{query}").text

    return page


def shown(page: str) -> list[str]:
    titles = re.findall(r'<a class="ticket-title" href="[^"]*">\s*(.*?)\s*</a>', page)
    return [re.sub("</?mark>", "", title) for title in titles]


def groups(page: str) -> list[tuple[str, int]]:
    return [
        (name, int(count)) for name, count in re.findall(r"<b>([^<]+)</b>\s+<span class=\"count\">(\d+)</span>", page)
    ]


def test_what_is_due_next_comes_first(read, open_ticket):
    for priority in ("low", "critical", "high"):
        open_ticket(priority=priority, title=f"Ticket {priority}")
    assert shown(read()) == ["Ticket critical", "Ticket high", "Ticket low"]


def test_tickets_due_at_the_same_instant_stand_in_the_order_of_their_numbers(read, open_ticket):
    for name in ("Première", "Deuxième", "Troisième"):
        open_ticket(title=name)
    assert shown(read()) == ["Première", "Deuxième", "Troisième"]


def test_the_list_is_grouped_by_what_is_due_next_with_counts(read, cast, open_ticket, at):
    cast.operator.language = "en"
    cast.operator.save()
    late = at + dt.timedelta(hours=1, minutes=30)
    open_ticket(priority="critical")
    open_ticket(priority="high")
    open_ticket(priority="low")
    paused = open_ticket(priority="low")
    wait_for(ticket=paused, status=Status.WAITING_CLIENT, reason="mot de passe", by=cast.operator, at=at)
    open_ticket(account=factories.account("Garage Bellerive"), contact=None)
    assert groups(read(at=late)) == [("Late", 1), ("At risk", 1), ("In time", 1), ("Paused", 1), ("No promise", 1)]


def test_a_paused_ticket_is_never_shown_as_late(read, cast, open_ticket, at):
    cast.operator.language = "en"
    cast.operator.save()
    ticket = open_ticket(priority="critical")
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="mot de passe", by=cast.operator, at=at)
    assert groups(read(at=at + dt.timedelta(days=3))) == [("Late", 0), ("At risk", 0), ("Paused", 1)]


def test_an_empty_list_says_what_to_do_next(read):
    page = read()
    assert 'class="card empty"' in page
    assert shown(page) == []


def test_mine_are_those_given_to_me(read, cast, open_ticket, at):
    mine = open_ticket(title="À moi")
    open_ticket(title="À un autre")
    assign_ticket(ticket=mine, technician=cast.technician, by=cast.operator, at=at)
    assert shown(read("view=mine", by=cast.technician)) == ["À moi"]


def test_unassigned_are_those_that_nobody_has(read, open_ticket):
    open_ticket(title="Donné")
    ticket = open_ticket(title="À personne")
    type(ticket).objects.filter(pk=ticket.pk).update(technician=None)
    assert shown(read("view=unassigned")) == ["À personne"]


def test_a_queue_shows_its_own(read, open_ticket):
    open_ticket(title="Informatique")
    telecom = open_ticket(title="Téléphone", queue=TELECOM)
    assert shown(read(f"queue={telecom.queue_id}")) == ["Téléphone"]


def test_only_open_tickets_are_shown_until_others_are_asked_for(read, cast, open_ticket, at):
    open_ticket(title="Ouvert")
    cancel_ticket(ticket=open_ticket(title="Annulé"), reason="doublon", by=cast.operator, at=at)
    assert shown(read()) == ["Ouvert"]
    assert shown(read("state=closed")) == ["Annulé"]
    assert sorted(shown(read("state=any"))) == ["Annulé", "Ouvert"]
    assert shown(read("status=cancelled")) == ["Annulé"]
    assert shown(read("q=annul")) == ["Annulé"]


def test_every_filter_in_force_is_a_chip_that_can_be_taken_away(read, open_ticket):
    open_ticket(title="Haut", priority="high")
    page = read("priority=high&q=hau")
    assert re.findall(r'class="chip-remove" href="([^"]*)"', page) == ["?priority=high", "?q=hau"]


def test_a_filter_that_means_nothing_hides_nothing(read, open_ticket):
    open_ticket(title="Toujours là")
    assert shown(read("queue=999999&priority=purple&technician=abc&page=9")) == ["Toujours là"]


def test_a_text_is_searched_in_title_client_contact_and_phone(read, cast, open_ticket):
    cast.contact.phones.create(number="+33639980001")
    open_ticket(title="Imprimante hors ligne")
    for text in ("imprim", "tamarins", "nadia", "06 39 98 00 01"):
        assert shown(read(f"q={text}")) == ["Imprimante hors ligne"], text
    assert shown(read("q=photocopieur")) == []


def test_a_text_is_searched_without_accents_and_case(read, open_ticket):
    open_ticket(title="Réseau empêché")
    assert shown(read("q=RESEAU+empeche")) == ["Réseau empêché"]
    assert shown(read("q=seau")) == []


def test_a_text_of_signs_alone_finds_nothing(read, open_ticket):
    open_ticket()
    assert shown(read("q=%25_")) == []


def test_searching_a_number_opens_that_ticket(client, cast, open_ticket):
    ticket = open_ticket()
    client.force_login(cast.operator)
    assert client.get(f"/tickets/?q=%23{ticket.number}").url == f"/tickets/{ticket.number}/"


def test_searching_the_number_of_anothers_ticket_finds_nothing(read, client, cast, open_ticket):
    ticket = open_ticket(title="Secret")
    assert "Secret" not in read(f"q={ticket.number}", by=cast.outsider)
    assert client.get("/tickets/?q=99999999999999999999999999", follow=True).status_code == 200


def follow(page: str, rel: str) -> str:
    found = re.search(rf'rel="{rel}" href="\?([^"]*)"', page)
    return found[1].replace("&amp;", "&") if found else ""


def test_fifty_fit_a_page_and_the_next_one_follows(read, open_ticket):
    titles = [f"Ticket {number:03}" for number in range(101)]
    for title in titles:
        open_ticket(title=title)
    first = read()
    second = read(follow(first, "next"))
    third = read(follow(second, "next"))
    assert [shown(page) for page in (first, second, third)] == [titles[:50], titles[50:100], titles[100:]]
    assert follow(third, "next") == follow(first, "prev") == ""
    assert shown(read(follow(third, "prev"))) == titles[50:100]
    assert shown(read(follow(second, "prev"))) == titles[:50]


# The second and the third count what does not fit the page, in one statement more.
@pytest.mark.parametrize(("many", "statements"), [(10, 13), (100, 14), (1_000, 14)])
def test_the_number_of_queries_does_not_grow_with_the_list(
    client, cast, open_ticket, at, many, statements, django_assert_max_num_queries
):
    for number in range(min(many, 60)):
        ticket = open_ticket(title=f"Ticket {number}", account=factories.account(f"Client {number}"), contact=None)
        if number % 3 == 0:
            wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="réponse", by=cast.operator, at=at)
    multiply(many)
    client.force_login(cast.operator)
    with time_machine.travel(at, tick=False), django_assert_max_num_queries(statements):
        client.get("/tickets/")


def multiply(many: int) -> None:
    """As many tickets in all, the others being like the last one, with a clock each."""
    last = Ticket.objects.order_by("number").last()
    clock, missing = last.clocks.first(), many - Ticket.objects.count()
    kept = {each.attname: getattr(last, each.attname) for each in Ticket._meta.concrete_fields if not each.primary_key}
    tickets = Ticket.objects.bulk_create(Ticket(**kept) for _ in range(missing))
    fields = {
        each.attname: getattr(clock, each.attname) for each in Clock._meta.concrete_fields if not each.primary_key
    }
    Clock.objects.bulk_create(Clock(**{**fields, "ticket_id": ticket.pk}) for ticket in tickets)
