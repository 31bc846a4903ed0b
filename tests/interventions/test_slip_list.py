"""The list of slips: just those that are asked for, in as many queries for a hundred as for ten."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from interventions.actions.correct import correct_slip
from interventions.actions.sign import sign_slip
from interventions.choices import SignatureKind
from interventions.models import Intervention, Slip
from interventions.signing import Given
from tests import factories
from tests.interventions.conftest import HOUR
from tickets.actions.note import add_note
from tickets.choices import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(client, cast) -> Client:
    client.force_login(cast.operator)
    return client


@pytest.fixture
def listed(house):
    """`listed("state=signed")`: the numbers on the page, in its order."""

    def read(query: str = "") -> list[str]:
        page = house.get(f"/slips/?{query}")
        assert page.status_code == 200
        return re.findall(r'class="figures nowrap" href="/slips/([\d-]+)/"', page.content.decode())

    return read


@pytest.fixture
def sign(cast, at):
    """`sign(slip, kind=...)`: the client signs, or does not."""

    def signed(slip: Slip, kind: SignatureKind = SignatureKind.TYPED, reason: str = "") -> Slip:
        given = Given(kind=kind, surname="" if reason else "Martin", reason=reason)
        sign_slip(intervention=slip.intervention, given=given, by=cast.technician, at=at)
        slip.refresh_from_db()
        return slip

    return signed


def test_the_newest_arrival_comes_first(visited, listed, at):
    slips = [visited(starts_at=at - back * 3 * HOUR, at=at - 30 * HOUR) for back in (2, 4, 3)]
    Slip.objects.filter(pk=slips[1].pk).update(arrived_at=at - 30 * HOUR)
    Slip.objects.filter(pk=slips[2].pk).update(arrived_at=at - 2 * HOUR)
    assert listed() == [slips[0].number, slips[2].number, slips[1].number]


def test_a_line_leads_to_the_slip_its_paper_and_its_ticket(visited, house):
    slip = visited()
    page = house.get("/slips/").content.decode()
    for address in (f"/slips/{slip.number}/", f"/slips/{slip.number}.pdf", f"/tickets/{slip.intervention.ticket_id}/"):
        assert f'href="{address}"' in page
    assert "To sign" in page
    assert "1\N{NO-BREAK SPACE}h" in page


def test_each_filter_leaves_its_own(visited, listed, cast, open_ticket, at):
    mine = visited()
    maud = factories.user("maud", Role.TECHNICIAN)
    ticket = open_ticket(account=cast.other, contact=None, title="Baie à recâbler")
    other = visited(ticket=ticket, technicians=[cast.technician, maud], contact=None, starts_at=at + HOUR)
    Slip.objects.filter(pk=other.pk).update(arrived_at=at - 48 * HOUR)
    for query in (
        f"account={cast.other.pk}",
        "account=valmagne",
        f"technician={maud.pk}",
        "q=recabl",
        f"q={other.number}",
        f"q={ticket.pk}",
        "until=2026-10-11",
    ):
        assert listed(query) == [other.number], query
    for query in (f"account={cast.account.pk}", "from=2026-10-12"):
        assert listed(query) == [mine.number], query
    assert listed("q=introuvable") == []
    assert listed("account=999999&technician=nonsense&state=x&from=2026-99-99&q=%00") == [mine.number, other.number]


@pytest.mark.parametrize("text", ["onduleur", "DEFAUT ondul", "cable c13", "remplace cable", "rempl"])
def test_words_are_looked_for_in_what_a_slip_says_and_in_its_supplies(visited, listed, text):
    slip = visited()
    assert listed(f"q={text}") == [slip.number]
    assert listed(f"q={text} introuvable") == []


def test_words_of_the_purpose_find_a_visit_and_words_of_its_ticket_alone_do_not(visited, listed, cast, at):
    slip = visited(purpose="Recâbler la baie")
    add_note(ticket=slip.intervention.ticket, body="Voir avec le fournisseur", by=cast.technician, at=at)
    assert listed("q=recab baie") == [slip.number]
    assert listed("q=fournisseur") == []


def test_to_sign_is_what_is_over_and_nobody_said_why(visited, listed, sign, cast, at):
    signed, refused, absent, open_one = (visited(starts_at=at - HOUR + i * 2 * HOUR) for i in range(4))
    sign(signed)
    sign(refused, SignatureKind.REFUSED, "Veut en parler au chef")
    sign(absent, SignatureKind.ABSENT, "Fermé")
    assert listed("state=signed") == [signed.number]
    assert listed("state=to_sign") == [open_one.number]
    assert set(listed("state=done")) == {refused.number, absent.number, open_one.number}
    assert listed("reason=refused") == [refused.number]
    assert listed("reason=absent") == [absent.number]
    correct_slip(intervention=refused.intervention, reason="Deux câbles", by=cast.technician, at=at)
    assert set(listed("state=to_sign")) == {open_one.number, refused.number}
    assert listed("reason=refused") == []


def test_the_reason_is_on_the_line(visited, house, sign):
    sign(visited(), SignatureKind.REFUSED, "Veut en parler au chef")
    assert "Refused: Veut en parler au chef" in house.get("/slips/").content.decode()


def test_filters_stand_as_chips_and_each_can_be_removed(visited, house, cast):
    visited()
    page = house.get(f"/slips/?account={cast.account.pk}&state=to_sign&page=1").content.decode()
    assert 'href="/slips/?state=to_sign"' in page
    assert f'href="/slips/?account={cast.account.pk}"' in page
    assert "Remove the filter Client" in page


def test_the_form_ends_in_a_short_address(house, cast):
    sent = {"q": "", "account": "tamarins", "technician": "", "state": "signed", "reason": "", "apply": "1"}
    answer = house.get("/slips/", {**sent, "from": "", "until": ""})
    assert answer.status_code == 302
    assert answer.url == f"/slips/?account={cast.account.pk}&state=signed"


def test_a_supply_is_asked_for_by_all_that_names_it(visited, listed):
    slip = visited()
    slip.supplies.create(quantity=1, designation="Câble")
    assert listed("supply=Câble&reference=C13&unit=m") == [slip.number]
    assert listed("supply=Câble&reference=C99&unit=m") == []
    assert listed("supply=Câble") == [slip.number]


def test_without_slips_the_way_leads_on(house):
    page = house.get("/slips/").content.decode()
    assert "There is no slip yet" in page
    assert "No slip matches these filters" in house.get("/slips/?q=rien").content.decode()


def test_a_hundred_slips_take_as_many_queries_as_ten(visited, house, cast, at):
    def taken() -> int:
        house.get("/slips/")
        with CaptureQueriesContext(connection) as queries:
            house.get("/slips/")
        return len(queries)

    first = visited()

    def copies(count: int) -> None:
        told = {"starts_at": at, "ends_at": at + HOUR, "planned_by": cast.operator, "planned_at": at, "state": "done"}
        for place in range(count):
            visit = Intervention.objects.create(ticket=first.intervention.ticket, purpose=f"Visite {place}", **told)
            visit.crew.create(technician=cast.technician, span=(at, at + HOUR), blocks=False)
            number = {"year": 2026, "sequence": 1000 + Slip.objects.count()}
            times = {"arrived_at": at, "work_type": first.work_type, "changed_by": cast.technician, "changed_at": at}
            Slip.objects.create(intervention=visit, **number, **times)

    copies(9)
    ten = taken()
    copies(90)
    assert taken() == ten
