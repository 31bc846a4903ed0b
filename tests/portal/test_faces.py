"""Two faces: nobody outside ever meets the staff workspace, and staff never the portal."""

from __future__ import annotations

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from portal.middleware import SAME, SHARED, TO_PORTAL
from tests import factories
from tickets.choices import Role

STAFF = ("operator", "technician", "manager", "administrator")
OUTSIDE = ("client", "colleague", "partner", "outsider")


@pytest.mark.parametrize("person", STAFF + OUTSIDE)
def test_the_door_leads_each_to_their_place(signed_in, person):
    assert signed_in(person).get("/").url == ("/tickets/" if person in STAFF else "/portal/")


@pytest.mark.parametrize("person", OUTSIDE)
@pytest.mark.parametrize(
    ("house", "portal"),
    [
        ("/tickets/", "/portal/"),
        ("/tickets/?view=mine&q=hall", "/portal/?q=hall"),
        ("/tickets/7/", "/portal/tickets/7/"),
        ("/tickets/7/clocks/response/", "/portal/tickets/7/"),
        ("/tickets/new/", "/portal/new/"),
        ("/search/?q=hall", "/portal/?q=hall"),
        ("/me/", "/portal/account/"),
        ("/interventions/", "/portal/slips/"),
        ("/slips/?q=hall", "/portal/slips/?q=hall"),
        ("/slips/2026-0001/", "/portal/slips/2026-0001/"),
    ],
)
def test_a_page_of_the_house_leads_a_client_to_the_same_on_the_portal(signed_in, person, house, portal):
    answer = signed_in(person).get(house)
    assert (answer.status_code, answer.url) == (302, portal)


@pytest.mark.parametrize(
    "house",
    ["/notices/", "/palette/", "/shell/counts/", "/wall/", "/settings/", "/clients/", "/components/", "/roster/"],
)
def test_what_the_portal_does_not_have_does_not_exist_for_clients(signed_in, house):
    assert {person: signed_in(person).get(house).status_code for person in OUTSIDE} == dict.fromkeys(OUTSIDE, 404)


def test_no_verb_of_the_house_is_a_clients(signed_in, open_ticket):
    ticket = open_ticket()
    for verb in ("reply", "close", "cancel", "escalate", "note", "assign"):
        answer = signed_in("client").post(f"/tickets/{ticket.number}/{verb}/", {"body": "x", "reason": "x"})
        assert answer.status_code == 404
    assert signed_in("client").post("/tickets/new/", {}).status_code == 404


@pytest.mark.parametrize("person", STAFF)
@pytest.mark.parametrize(
    ("portal", "house"),
    [
        ("/portal/", "/tickets/"),
        ("/portal/?q=hall", "/tickets/?q=hall"),
        ("/portal/tickets/7/", "/tickets/7/"),
        ("/portal/new/", "/tickets/new/"),
        ("/portal/account/", "/me/"),
        ("/portal/slips/", "/interventions/"),
        ("/portal/slips/2026-0001/", "/slips/2026-0001/"),
    ],
)
def test_a_page_of_the_portal_leads_staff_to_the_same_of_the_house(signed_in, person, portal, house):
    assert signed_in(person).get(portal).url == house


def test_staff_do_nothing_on_the_portal(signed_in, open_ticket):
    ticket = open_ticket()
    for verb in ("reply", "close", "reopen", "cancel", "escalate"):
        assert signed_in("technician").post(f"/portal/tickets/{ticket.number}/{verb}/").status_code == 404


def test_who_is_of_the_house_and_a_contact_too_is_of_the_house(cast, client, now):
    both = factories.user("both", Role.CLIENT, Role.OPERATOR)
    client.force_login(both)
    assert client.get("/").url == "/tickets/"
    assert client.get("/tickets/").status_code == 200


def names(patterns: list[URLPattern | URLResolver]) -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        found |= names(pattern.url_patterns) if isinstance(pattern, URLResolver) else {str(pattern.name)}
    return found


def test_what_is_shared_and_what_leads_over_exists():
    # The rooms beside this one bring their addresses one by one.
    coming = {"agreement", "rate", "unsubscribe"}
    assert (SHARED | set(TO_PORTAL) | set(SAME.values())) - coming <= names(get_resolver().url_patterns)


def test_a_password_is_changed_in_the_frame_of_ones_own_place(signed_in):
    assert 'class="portal-bar"' in signed_in("client").get("/accounts/password/change/").text
    assert 'class="portal-bar"' not in signed_in("operator").get("/accounts/password/change/").text
