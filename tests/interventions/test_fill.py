"""What is written on site: saved as it was typed, by whoever comes first, and nobody's words are overwritten unseen."""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import re
import uuid
from decimal import Decimal
from functools import partial

import pytest
from django.http import QueryDict

from interventions.actions.arrive import start_intervention
from interventions.actions.cancel import cancel_intervention
from interventions.actions.fill import fill_slip
from interventions.filling import Filled, SlipConflict, SlipSeen, SupplyLine
from interventions.forms.supplies import supplies_sent
from interventions.models import CatalogueItem, Intervention, Slip, Supply
from tests import factories
from tests.interventions.conftest import HOUR
from tests.processes import finish, start, wait_for_the_gone
from tickets.choices import Role, WorkUse
from tickets.models import TimeEntry, WorkType
from tickets.refusal import ActionRefused

pytestmark = pytest.mark.django_db
EIGHT = 8


@pytest.fixture
def here(plan, cast) -> Intervention:
    """A visit where the technician is."""
    visit = plan()
    start_intervention(intervention=visit, by=cast.technician, at=visit.starts_at)
    return visit


@pytest.fixture
def fill(here, cast):
    """`fill(findings="…", seen=…, by=…)`."""

    def filled(*, seen: SlipSeen | None = None, by=cast.technician, **values: object) -> Slip:
        return fill_slip(intervention=here, filled=Filled(**values), seen=seen, by=by, at=here.starts_at + HOUR)

    return filled


def quantities() -> list[Decimal]:
    return list(Supply.objects.values_list("quantity", flat=True))


def test_what_is_written_stands_on_the_slip(fill, cast):
    cable = CatalogueItem.objects.create(designation="Câble RJ45", reference="C6", unit="m")
    lines = [SupplyLine(Decimal("0.5"), "Câble RJ45", "m", "C6", cable), SupplyLine(Decimal(2), "Vis")]
    slip = fill(findings="Éteint", observations="Rallumé", travel_minutes=20, supplies=lines)
    slip.refresh_from_db()
    assert (slip.findings, slip.observations, slip.travel_minutes) == ("Éteint", "Rallumé", 20)
    assert list(slip.supplies.values_list("quantity", "unit", "designation", "reference", "item")) == [
        (Decimal("0.5"), "m", "Câble RJ45", "C6", cable.pk),
        (2, "", "Vis", "", None),
    ]
    assert (slip.revision, slip.changed_by) == (2, cast.technician)


def test_the_same_again_is_no_new_revision(fill):
    values = {"findings": "Éteint", "supplies": [SupplyLine(Decimal("0.50"), "Câble")]}
    assert fill(**values).revision == 2
    assert fill(**values | {"findings": "Éteint\r\n"}).revision == 2


def test_what_is_not_sent_stays(fill):
    fill(findings="Éteint", supplies=[SupplyLine(Decimal(1), "Vis")])
    slip = fill(observations="Rallumé")
    assert (slip.findings, slip.observations, slip.supplies.count()) == ("Éteint", "Rallumé", 1)


def test_what_one_of_two_changed_is_taken(fill, here, cast):
    seen = SlipSeen.of(Slip.objects.get())
    fill(findings="Du bureau", by=cast.operator)
    slip = fill(findings="", observations="Du téléphone", seen=seen)
    slip.refresh_from_db()
    assert (slip.findings, slip.observations) == ("Du bureau", "Du téléphone")


def test_what_both_changed_alike_is_no_conflict(fill, cast):
    seen = SlipSeen.of(Slip.objects.get())
    fill(findings="Éteint", supplies=[SupplyLine(Decimal("0.5"), "Câble")], by=cast.operator)
    fill(findings="Éteint", supplies=[SupplyLine(Decimal("0.500"), "Câble")], seen=seen)
    assert Slip.objects.get().findings == "Éteint"


@pytest.mark.parametrize(
    ("name", "theirs", "mine"),
    [
        ("findings", "Du bureau", "Du téléphone"),
        ("observations", "Du bureau", "Du téléphone"),
        ("travel_minutes", 10, 20),
        ("supplies", [SupplyLine(Decimal(1), "Vis")], [SupplyLine(Decimal(2), "Vis")]),
        ("work_type", 0, 1),
    ],
)
def test_what_both_changed_is_a_conflict_and_nothing_is_saved(fill, cast, name, theirs, mine):
    if name == "work_type":
        theirs, mine = WorkType.objects.exclude(use=WorkUse.ON_SITE)[:2]
    seen = SlipSeen.of(Slip.objects.get())
    fill(**{name: theirs}, by=cast.operator)
    other = "findings" if name == "observations" else "observations"
    with pytest.raises(SlipConflict, match="Operator changed the same meanwhile") as caught:
        fill(**{name: mine, other: "Seul"}, seen=seen)
    assert [(each.name, each.mine) for each in caught.value.overtaken] == [(name, mine)]
    assert getattr(Slip.objects.get(), other) == ""


def test_only_the_field_that_both_changed_is_in_conflict(fill, cast):
    seen = SlipSeen.of(Slip.objects.get())
    fill(findings="Du bureau", observations="Du bureau", by=cast.operator)
    with pytest.raises(SlipConflict) as caught:
        fill(findings="Du bureau", observations="Du téléphone", seen=seen)
    assert [each.name for each in caught.value.overtaken] == ["observations"]


def test_a_slip_that_is_frozen_is_not_filled_in(fill):
    Slip.objects.update(is_frozen=True)
    with pytest.raises(ActionRefused, match="This slip is signed: correct it first."):
        fill(findings="Après coup")
    assert Slip.objects.get().findings == ""


def test_nothing_is_written_before_somebody_arrives_nor_on_a_cancelled_visit(plan, cast, at):
    visit = plan()
    words = {"filled": Filled(findings="Éteint"), "by": cast.technician, "at": at}
    with pytest.raises(ActionRefused, match="the slip begins with the arrival"):
        fill_slip(intervention=visit, **words)
    cancel_intervention(intervention=visit, reason="Fermé", by=cast.operator, at=at)
    with pytest.raises(ActionRefused, match="the slip begins with the arrival"):
        fill_slip(intervention=visit, **words)


def test_a_technician_who_is_not_sent_writes_nothing(fill):
    with pytest.raises(ActionRefused, match="Only who is sent on this visit"):
        fill(findings="Éteint", by=factories.user("loïc", Role.TECHNICIAN))


def test_too_much_is_refused(fill):
    with pytest.raises(ActionRefused, match="at most 20,?000 fit|at most 20000 fit"):
        fill(findings="é" * 20_001)
    with pytest.raises(ActionRefused, match="At most 100 lines"):
        fill(supplies=[SupplyLine(Decimal(1), "Vis")] * 101)
    assert fill(findings="é" * 20_000).revision == 2


def test_time_that_is_logged_follows_the_slip(visited, cast, at):
    slip = visited()
    project = WorkType.objects.get(name="Projet")
    filled = Filled(work_type=project, travel_minutes=30)
    fill_slip(intervention=slip.intervention, filled=filled, by=cast.technician, at=at)
    assert sorted(TimeEntry.objects.values_list("work_type__name", "minutes")) == [("Déplacement", 30), ("Projet", 60)]


@pytest.mark.parametrize(
    ("typed", "quantity"),
    [
        ("2", "2"),
        ("0,5", "0.5"),
        ("0.5", "0.5"),
        (" 1 000,25 ", "1000.25"),
        ("0.001", "0.001"),
        ("", "1"),
        (",5", "0.5"),
    ],
)
def test_a_quantity_is_written_with_a_comma_or_a_point(typed, quantity):
    data = QueryDict(mutable=True)
    data.setlist("supply_quantity", [typed])
    data.setlist("supply_designation", ["Câble"])
    lines, wrong = supplies_sent(data)
    assert ([line.quantity for line in lines], wrong) == ([Decimal(quantity)], {})


@pytest.mark.parametrize(
    "typed", ["0", "-1", "deux", "1.000,5", "0.0001", "10000000", "NaN", "Infinity", "1e999999", "²"]
)
def test_what_is_no_quantity_is_named_with_its_line(typed):
    data = QueryDict(mutable=True)
    data.setlist("supply_quantity", ["1", typed])
    data.setlist("supply_designation", ["Vis", "Câble"])
    _lines, wrong = supplies_sent(data)
    assert wrong["supply_quantity"] == [f"Line 2: “{typed}” is no quantity: write a number above 0, as 2 or 0,5."]


def test_blank_lines_are_none_and_a_line_says_what_it_is():
    data = QueryDict(mutable=True)
    data.setlist("supply_quantity", ["", "2"])
    data.setlist("supply_reference", ["", "C6"])
    assert supplies_sent(data) == ([], {"supply_designation": ["Line 1: what is it? Write its designation."]})


def sent(here: Intervention, **fields: object) -> dict[str, object]:
    """What the page of the slip sends, as it knew the slip."""
    seen = SlipSeen.of(Slip.objects.get(intervention=here))
    return {"seen": str(seen.revision), **{f"seen_{name}": text for name, text in seen.values.items()}, **fields}


def test_a_phone_saves_all_fields_and_is_told_what_stands_there(send, here):
    cable = CatalogueItem.objects.create(designation="Câble")
    fields = sent(
        here,
        findings=" Éteint\r\nOnduleur en défaut ",
        observations="Rallumé",
        travel_minutes="20",
        work_type=str(WorkType.objects.get(name="Projet").pk),
        supply_quantity=["0,5", "2", ""],
        supply_unit=["m", "", ""],
        supply_designation=["Câble", "Vis", ""],
        supply_reference=["C6", "", ""],
        supply_item=[str(cable.pk), "999999", ""],
    )
    answer = send("save", here, **fields).json()
    assert answer == {
        "sentence": "The slip is saved.",
        "state": "under_way",
        "revision": 2,
        "number": "2026-0001",
        "frozen": False,
        "arrived_at": "2026-10-13T08:00:00+00:00",
        "departed_at": None,
        "fields": {
            "findings": "Éteint\nOnduleur en défaut",
            "observations": "Rallumé",
            "work_type": WorkType.objects.get(name="Projet").pk,
            "travel_minutes": 20,
            "supplies": [
                {"quantity": "0.5", "unit": "m", "designation": "Câble", "reference": "C6", "item": cable.pk},
                {"quantity": "2", "unit": "", "designation": "Vis", "reference": "", "item": ""},
            ],
        },
        "photos": [],
    }


def test_lines_that_are_all_taken_away_are_gone(send, here, fill):
    fill(supplies=[SupplyLine(Decimal(1), "Vis")])
    assert send("save", here, **sent(here, findings="Éteint")).json()["fields"]["supplies"] == []


def test_a_save_that_names_no_lines_keeps_them(send, here, fill):
    fill(supplies=[SupplyLine(Decimal(1), "Vis")])
    send("save", here, findings="Éteint")
    assert (Slip.objects.get().findings, quantities()) == ("Éteint", [1])


def test_a_conflict_tells_a_phone_both_versions_by_field(send, here, fill, cast):
    before = sent(here)
    fill(findings="Du bureau", supplies=[SupplyLine(Decimal("0.5"), "Câble", "m")], by=cast.operator)
    mine = {"findings": "Du téléphone", "observations": "Seul", "supply_quantity": "2", "supply_designation": "Vis"}
    response = send("save", here, **before | mine)
    answer = response.json()
    assert response.status_code == 409
    assert answer["sentence"].startswith("Operator changed the same meanwhile")
    assert answer["conflicts"] == [
        {
            "name": "findings",
            "label": "state found before the intervention",
            "theirs": "Du bureau",
            "mine": "Du téléphone",
        },
        {"name": "supplies", "label": "supplies", "theirs": "0.5 m Câble", "mine": "2 Vis"},
    ]
    assert (answer["revision"], answer["fields"]["findings"]) == (2, "Du bureau")
    assert Slip.objects.get().observations == ""
    # Sent again on top of what stands there now, it is taken.
    assert send("save", here, **sent(here) | mine).json()["fields"]["findings"] == "Du téléphone"


def test_without_a_script_a_page_asks_which_is_right(send, here, fill, cast):
    before = sent(here)
    fill(findings="Du bureau", by=cast.operator)
    mine = before | {"findings": "Du téléphone", "observations": "Seul"}
    response = send("save", here, accept="text/html", **mine)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Du bureau" in page
    keeps, takes = page.split("Keep mine")
    for form, findings in ((takes, "Du bureau"), (keeps, "Du téléphone")):
        again = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form))
        again = {name: value.replace("&quot;", '"') for name, value in again.items() if name != "csrfmiddlewaretoken"}
        assert send("save", here, accept="text/html", **again).status_code == 302
        assert (Slip.objects.get().findings, Slip.objects.get().observations) == (findings, "Seul")


def test_a_save_sent_twice_is_saved_once(send, here, fill):
    key = str(uuid.uuid4())
    first = sent(here, findings="Un", key=key)
    send("save", here, **first)
    fill(findings="Deux")
    answer = send("save", here, **first)
    assert (answer.status_code, answer.json()["fields"]["findings"]) == (200, "Deux")


def test_nothing_typed_is_lost_where_a_line_is_wrong(send, here):
    fields = sent(here, findings="Long <récit>", supply_quantity=["deux"], supply_designation=["Câble"])
    response = send("save", here, accept="text/html", **fields)
    page = response.content.decode()
    assert response.status_code == 422
    assert "Line 1: “deux” is no quantity" in page
    assert "Long &lt;récit&gt;" in page
    assert 'value="deux"' in page
    answer = send("save", here, **fields)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["supply_quantity"])
    assert Slip.objects.get().findings == ""


def test_a_form_that_comes_back_knows_no_more_of_the_slip_than_before(send, here, fill, cast):
    before = sent(here)
    fill(findings="Du bureau", by=cast.operator)
    wrong = before | {"findings": "Du téléphone", "supply_quantity": "deux", "supply_designation": "Vis"}
    page = send("save", here, accept="text/html", **wrong).content.decode()
    form = page.split('data-verb="save"')[1].split("</form>")[0]
    known = dict(re.findall(r'<input type="hidden" name="(seen\w*)" value="([^"]*)">', form))
    assert (known["seen"], known["seen_findings"]) == ("1", "")


def test_a_character_that_no_database_keeps_is_left_out(send, here):
    fields = {"supply_quantity": "1", "supply_designation": "Vi\0s"}
    assert send("save", here, **fields).json()["fields"]["supplies"][0]["designation"] == "Vis"


def test_what_was_seen_and_cannot_be_read_is_seen_as_different(send, here, fill, cast):
    fill(supplies=[SupplyLine(Decimal(1), "Vis")], by=cast.operator)
    for nonsense in ("{", json.dumps([{"quantity": "x"}]), json.dumps(5), ""):
        fields = {"seen": "1", "seen_supplies": nonsense, "supply_quantity": "2", "supply_designation": "Vis"}
        assert send("save", here, **fields).status_code == 409
    assert quantities() == [1]


def test_the_catalogue_is_found_by_the_beginning_of_words(client, cast):
    for designation, reference in (("Câble réseau", "RJ45"), ("Onduleur", "APC-1500")):
        CatalogueItem.objects.create(designation=designation, reference=reference)
    CatalogueItem.objects.create(designation="Câble série", is_active=False)
    client.force_login(cast.technician)

    def found(text: str) -> list[str]:
        items = client.get("/interventions/catalogue/", {"q": text}).json()["items"]
        return [item["designation"] for item in items]

    assert found("cable") == ["Câble réseau"]
    assert found("rés CAB") == ["Câble réseau"]
    assert found("1500") == ["Onduleur"]
    assert found("éseau") == []
    assert found("") == ["Câble réseau", "Onduleur"]


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_of_eight_who_saw_the_same_and_write_at_once_one_is_taken(plan, cast):
    visit = plan()
    by = {"intervention": visit, "by": cast.technician, "at": visit.starts_at}
    seen = SlipSeen.of(start_intervention(**by))
    together = multiprocessing.get_context("fork").Barrier(EIGHT)

    def write(place: int) -> None:
        together.wait()
        with contextlib.suppress(SlipConflict):
            fill_slip(filled=Filled(findings=f"Le {place}"), seen=seen, **by)

    for process in [start(partial(write, place)) for place in range(EIGHT)]:
        finish(process)
    wait_for_the_gone()
    slip = Slip.objects.get()
    assert (slip.findings[:3], slip.revision) == ("Le ", 2)
