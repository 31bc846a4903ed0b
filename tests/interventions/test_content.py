"""What a slip says is one JSON, with one digest; two of them are compared in words."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from interventions.content import canonical_json, content_of, digest_of, written_quantity
from interventions.differences import differences
from interventions.models import Photo, Site
from tickets.models import Letterhead

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
NOTHING = {
    "number": "2026-0001",
    "house": {"name": "", "address": "", "phone": "", "email": ""},
    "account": "",
    "contact": "",
    "site": None,
    "ticket": {"number": 1, "title": ""},
    "purpose": "",
    "technicians": [],
    "arrived_at": "2026-10-12T07:00+00:00",
    "departed_at": None,
    "time_zone": "Europe/Paris",
    "travel_minutes": 0,
    "work_type": "",
    "findings": "",
    "observations": "",
    "supplies": [],
    "photos": [],
    "language": "fr",
}
LINE = {"quantity": "2", "unit": "", "designation": "Cordon", "reference": ""}
SUPPLIES = st.lists(
    st.builds(
        lambda quantity, designation: {**LINE, "quantity": written_quantity(quantity), "designation": designation},
        st.decimals(Decimal("0.001"), 999, places=3),
        TEXT,
    ),
    max_size=4,
)
CONTENTS = st.builds(
    lambda findings, supplies, minutes: {
        **NOTHING,
        "findings": findings,
        "supplies": supplies,
        "travel_minutes": minutes,
    },
    TEXT,
    SUPPLIES,
    st.integers(0, 600),
)


def shuffled(value):
    """The same, its keys in another order."""
    if isinstance(value, dict):
        return {key: shuffled(value[key]) for key in reversed(value)}
    return [shuffled(each) for each in value] if isinstance(value, list) else value


@given(VALUES)
def test_the_digest_does_not_depend_on_the_order_of_keys_or_on_a_round_trip(value):
    assert digest_of(shuffled(value)) == digest_of(value) == digest_of(json.loads(canonical_json(value)))


@given(VALUES, VALUES)
def test_two_contents_have_one_digest_only_if_they_are_the_same(one, other):
    same = json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)
    assert (digest_of(one) == digest_of(other)) == same


@given(CONTENTS, CONTENTS)
def test_a_difference_is_told_for_each_thing_that_changed_and_for_nothing_else(before, after):
    changed = [name for name in NOTHING if before[name] != after[name]]
    assert len(differences(before, after)) == len(changed)
    assert differences(after, after) == []


def test_canonical_json_is_short_and_keeps_letters():
    assert canonical_json({"b": [1, None], "a": "é\n"}) == '{"a":"é\\n","b":[1,null]}'
    assert digest_of({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    with pytest.raises(ValueError, match="Out of range"):
        canonical_json(float("nan"))


@pytest.mark.parametrize(
    ("quantity", "written"), [("0.500", "0.5"), ("10.000", "10"), ("1000000", "1000000"), ("0.001", "0.001")]
)
def test_a_quantity_is_as_short_as_it_is_exact(quantity, written):
    assert written_quantity(Decimal(quantity)) == written


@pytest.mark.django_db
def test_the_content_is_all_that_the_paper_shows(visited, cast, at):
    Letterhead.objects.create(name="Prado", address="12, traverse", phone="+33199001300", email="aide@example.org")
    site = Site.objects.create(account=cast.account, name="Accueil", address="1 rue des Lices")
    slip = visited(site=site)
    kept, removed = (
        Photo.objects.create(
            slip=slip, file="a.jpg", caption=caption, content_type="image/jpeg", size=1, digest="d", taken_at=at
        )
        for caption in ("avant", "flou")
    )
    removed.removed_at = at
    removed.save()
    content = content_of(slip)
    assert content == {
        "number": "2026-0001",
        "house": {"name": "Prado", "address": "12, traverse", "phone": "+33199001300", "email": "aide@example.org"},
        "account": "Clinique des Tamarins",
        "contact": "Nadia",
        "site": {"name": "Accueil", "address": "1 rue des Lices"},
        "ticket": {"number": slip.intervention.ticket_id, "title": "Imprimante hors ligne"},
        "purpose": "Remplacer l’onduleur",
        "technicians": ["Technician"],
        "arrived_at": "2026-10-12T07:00+00:00",
        "departed_at": "2026-10-12T08:00+00:00",
        "time_zone": "Europe/Paris",
        "travel_minutes": 0,
        "work_type": slip.work_type.name,
        "findings": "Onduleur en défaut",
        "observations": "Onduleur remplacé",
        "supplies": [{"quantity": "0.5", "unit": "m", "designation": "Câble", "reference": "C13"}],
        "photos": [{"key": str(kept.key), "caption": "avant", "taken_at": "2026-10-12T08:00+00:00", "digest": "d"}],
        "language": "fr",
    }


@pytest.mark.django_db
def test_whoever_opened_the_ticket_signs_where_nobody_else_is_named(visited, cast):
    cast.contact.language = "en"
    cast.contact.save()
    content = content_of(visited(contact=None))
    assert (content["contact"], content["language"]) == ("Nadia", "en")


def test_differences_are_told_in_the_language_and_zone_of_paper():
    before = {**NOTHING, "supplies": [LINE, LINE], "departed_at": "2026-10-12T08:00+00:00"}
    half = {**LINE, "quantity": "0.5", "unit": "m", "reference": "C13"}
    after = {**before, "supplies": [LINE, half], "departed_at": "2026-10-12T22:30+00:00", "travel_minutes": 75}
    with translation.override("en"):
        assert differences(before, after) == [
            ("Departure", "12 October 2026, 10:00", "13 October 2026, 0:30"),
            ("Travel", "0\N{NO-BREAK SPACE}min", "1\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}15"),
            ("Supplies", "2 × Cordon", "0.5 m × Cordon (C13)"),
        ]
    with translation.override("fr"):
        assert differences(before, after)[-1].after == "0,5 m × Cordon (C13)"


def test_of_a_long_text_the_lines_that_changed_are_told():
    before, after = "Serveur éteint\n\nOnduleur en défaut", "Serveur éteint\n\nBatterie gonflée"
    found = differences({**NOTHING, "findings": before}, {**NOTHING, "findings": after})
    assert found == [("State found before the intervention", "Onduleur en défaut", "Batterie gonflée")]


def test_lines_that_only_changed_places_are_shown_whole():
    other = {**LINE, "designation": "Prise"}
    found = differences({**NOTHING, "supplies": [LINE, other]}, {**NOTHING, "supplies": [other, LINE]})
    assert found == [("Supplies", "2 × Cordon\n2 × Prise", "2 × Prise\n2 × Cordon")]
