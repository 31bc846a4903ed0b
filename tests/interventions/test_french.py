"""French first: pages and paper of a visit show no word of the English source."""

from __future__ import annotations

import pytest

from interventions.paper import blank_paper, slip_paper
from tests.interventions.written import frozen, read, signed
from tests.test_french import english_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def version(slip, cast, at):
    version = frozen(slip, cast.technician, at)
    signed(version, cast.technician, at, first_name="Nadia", quality="Gérante")
    return version


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("technician", "/interventions/{visit}/"),
        ("technician", "/interventions/{visit}/slip/"),
        ("operator", "/interventions/plan/?ticket={ticket}"),
        ("operator", "/tickets/{ticket}/"),
        ("operator", "/slips/2026-0042/"),
        ("operator", "/slips/"),
        ("manager", "/slips/totals/"),
        ("client", "/portal/tickets/{ticket}/"),
        ("client", "/portal/slips/"),
        ("client", "/portal/slips/2026-0042/"),
    ],
)
def test_no_english_is_left_on_a_page(french, client, cast, version, who, address):
    visit = version.slip.intervention
    client.force_login(getattr(cast, who))
    page = client.get(address.format(visit=visit.pk, ticket=visit.ticket_id))
    # The history of the ticket was written before anybody spoke French.
    assert (page.status_code, english_on(page.text, french)) == (200, [])


def test_no_english_is_left_on_paper(french, version):
    for paper in (slip_paper(version, language="fr"), blank_paper(language="fr", at=version.frozen_at)):
        words = " ".join(" ".join(page.extract_text() for page in read(paper).pages).split())
        assert "Bon d’intervention" in words
        assert english_on(words, french) == []
