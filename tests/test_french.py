"""French first: a page in French shows no word of the English source."""

from __future__ import annotations

import re

import polib
import pytest
from django.utils.html import strip_tags

from tickets.actions.wait import wait_for
from tickets.choices import Role, Status


def english_of(catalogue: polib.POFile) -> list[str]:
    """Whole source strings that look different in French and are long enough not to be met by chance."""
    plain = (entry for entry in catalogue if "%" not in entry.msgid and len(entry.msgid) > 8 and not entry.msgctxt)
    # The cast is called by its roles.
    names = {role.value.capitalize() for role in Role} | {"Colleague"}
    return [entry.msgid for entry in plain if entry.msgstr != entry.msgid and entry.msgid not in names]


PAGES = {
    "operator": [
        "/tickets/",
        "/tickets/?status=closed",
        "/tickets/filter/",
        "/tickets/new/?queue=010",
        "/escalations/",
        "/search/?q=imprimante",
        "/search/?q=introuvable",
        "/palette/?q=roster",
        "/notices/",
        "/me/",
        "/clients/",
        "/interventions/",
        "/interventions/?day=2026-10-12",
        "/interventions/plan/",
        "/slips/",
    ],
    "technician": ["/interventions/day/"],
    "manager": ["/slips/totals/", "/wall/", "/roster/", "/reports/compliance/?from=2026-10-01&to=2026-10-31"],
    "administrator": [
        "/settings/",
        "/settings/log/",
        "/settings/calendars/",
        "/settings/policies/",
        "/settings/ladders/",
        "/settings/queues/",
        "/settings/resources/",
        "/settings/issue-types/",
        "/settings/work-types/",
        "/settings/canned-replies/",
        "/settings/reach/",
        "/settings/letterhead/",
        "/settings/catalogue/",
        "/settings/catalogue/add/",
        "/settings/people/",
        "/settings/people/add/",
    ],
    "client": [
        "/portal/",
        "/portal/?q=introuvable",
        "/portal/?page=9",
        "/portal/new/",
        "/portal/new/preview/?stopped=critical",
        "/portal/account/",
        "/portal/slips/",
    ],
    "partner": ["/portal/", "/portal/new/"],
}


def english_on(page: str, catalogue: polib.POFile) -> list[str]:
    text = re.sub(r"\s+", " ", strip_tags(re.sub(r"<(script|style|code)\b.*?</\1>", " ", page, flags=re.DOTALL)))
    text = re.sub(r"\S+@\S+", "", text)
    return [words for words in english_of(catalogue) if re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text)]


@pytest.mark.parametrize(("who", "address"), [(who, page) for who, pages in PAGES.items() for page in pages])
def test_no_english_is_left_on_a_page(french, client, cast, open_ticket, who, address):
    open_ticket(priority="high")
    client.force_login(getattr(cast, who))
    page = client.get(address)
    assert (page.status_code, english_on(page.text, french)) == (200, [])


@pytest.mark.parametrize("who", ["operator", "client"])
def test_no_english_is_left_on_a_ticket(french, client, cast, open_ticket, at, who):
    ticket = open_ticket(priority="high", title="Plus de réseau")
    wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Numéro attendu", by=cast.technician, at=at)
    client.force_login(getattr(cast, who))
    assert english_on(client.get(f"/tickets/{ticket.number}/", follow=True).text, french) == []


def test_a_refusal_is_said_in_french(french, client, cast, open_ticket):
    ticket = open_ticket()
    client.force_login(cast.operator)
    page = client.post(f"/tickets/{ticket.number}/close/", follow=True).text
    assert "ne peut" in page


def test_the_sign_in_page_speaks_french_to_whoever_asks_for_nothing(french, client, db):
    page = client.get("/accounts/login/").text
    assert '<html lang="fr"' in page
    assert english_on(page, french) == []
