"""The list of escalations."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from escalation.actions.acknowledge import acknowledge_escalation
from escalation.actions.escalate import escalate_ticket
from escalation.actions.sweep import sweep

HOUR = dt.timedelta(hours=1)
URL = "/escalations/"


def test_it_shows_what_waits_for_somebody_and_all_on_demand(client, cast, carrier_ticket, at):
    waiting, done = carrier_ticket(title="Lien fibre coupé"), carrier_ticket(title="Numéro injoignable")
    fired = {escalation.ticket_id: escalation for escalation in sweep(at=at + HOUR).fired}
    acknowledge_escalation(escalation=fired[done.pk], by=cast.manager, at=at + HOUR)
    client.force_login(cast.technician)
    page = client.get(URL).content.decode()
    assert ("Lien fibre coupé" in page, "Numéro injoignable" in page) == (True, False)
    page = client.get(URL, {"view": "all"}).content.decode()
    assert ("Lien fibre coupé" in page, "Numéro injoignable" in page) == (True, True)
    assert reverse("escalation_acknowledge", args=[fired[waiting.pk].pk]) in page
    assert reverse("escalation_acknowledge", args=[fired[done.pk].pk]) not in page


def test_a_request_shows_who_asked_and_why_and_nothing_of_it_is_markup(client, cast, carrier_ticket, at):
    ticket = carrier_ticket()
    escalate_ticket(ticket=ticket, reason="<b>Urgent</b>", by=cast.operator, at=at + HOUR)
    client.force_login(cast.manager)
    page = client.get(URL).content.decode()
    assert "&lt;b&gt;Urgent&lt;/b&gt;" in page
    assert "<b>Urgent</b>" not in page


def test_an_empty_list_says_what_to_do_next(client, cast):
    client.force_login(cast.manager)
    assert f"{URL}?view=all" in client.get(URL).content.decode()
    assert client.get(URL, {"view": "all"}).status_code == 200


def test_it_takes_the_same_number_of_queries_for_one_as_for_many(
    client, cast, carrier_ticket, at, django_assert_max_num_queries
):
    for _number in range(6):
        carrier_ticket()
    sweep(at=at + dt.timedelta(days=1))
    client.force_login(cast.manager)
    with django_assert_max_num_queries(12):
        client.get(URL)


def test_clients_and_partners_do_not_see_it(client, cast, carrier_ticket, at):
    carrier_ticket(title="Lien fibre coupé")
    sweep(at=at + HOUR)
    for person in (cast.client, cast.partner, cast.outsider):
        client.force_login(person)
        response = client.get(URL)
        assert response.status_code in (403, 404, 409)
        assert "Lien fibre" not in response.content.decode()
