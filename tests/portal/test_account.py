"""A client's own page."""

from __future__ import annotations

CHOICES = {"name": "Nadia M.", "language": "en", "theme": "dark", "time_zone": "Indian/Reunion"}


def test_what_they_choose_is_kept_for_them_and_for_the_mails_to_them(signed_in, cast):
    assert signed_in("client").post("/portal/account/", CHOICES).url == "/portal/account/"
    cast.client.refresh_from_db()
    cast.contact.refresh_from_db()
    chosen = (cast.client.name, cast.client.language, cast.client.theme, cast.client.time_zone)
    assert chosen == ("Nadia M.", "en", "dark", "Indian/Reunion")
    assert (cast.contact.name, cast.contact.language) == ("Nadia M.", "en")


def test_nonsense_is_refused_and_nothing_is_kept(signed_in, cast):
    page = signed_in("client").post("/portal/account/", {**CHOICES, "time_zone": "Mars", "name": ""})
    assert page.status_code == 422
    cast.client.refresh_from_db()
    assert cast.client.name == "Client"


def test_they_read_their_companies_and_agreements_and_no_others(signed_in, cast):
    page = signed_in("partner").get("/portal/account/").text
    assert cast.account.name in page
    assert "Contrat standard" in page
    assert "Réseau Sud" in page
    assert cast.other.name not in page
    assert "you see all of its tickets" in page
    assert "you see your own tickets" in signed_in("client").get("/portal/account/").text
