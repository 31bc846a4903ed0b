"""What is said when the hours of a calendar make no sense."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from sla.models import Calendar


def sentence_about(**fields: object) -> str:
    with pytest.raises(ValidationError) as refused:
        Calendar.objects.create(name="Atelier", **fields)
    assert not Calendar.objects.filter(name="Atelier").exists()
    return refused.value.messages[0]


def weekly(*ranges: tuple[str, str]) -> list[dict[str, object]]:
    return [{"weekly": {"0": ranges}}]


@pytest.mark.parametrize(
    ("fields", "part"),
    [
        ({"seasons": weekly(("09:00", "12:00"), ("11:00", "18:00"))}, "Monday: 09:00-12:00 and 11:00-18:00 overlap"),
        ({"seasons": weekly(("9h", "12:00"))}, "Monday: “9h” is not a time"),
        ({"seasons": weekly(("24:00", "12:00"))}, "Monday: a range has two times"),
        ({"seasons": [{"weekly": {"7": [("09:00", "12:00")]}}]}, "weekday that does not exist"),
        ({"seasons": []}, "never open"),
        (
            {"seasons": weekly(("09:00", "12:00")), "time_zone": "Europe/Marseille"},
            "“Europe/Marseille” is not a time zone",
        ),
        (
            {"seasons": [{"weekly": {}, "valid_from": "2026-10-12", "valid_until": "2026-10-01"}]},
            "begin on 2026-10-12 cannot end before, on 2026-10-01",
        ),
        ({"seasons": [{"weekly": {"Monday": []}}]}, "cannot be read"),
    ],
)
def test_hours_that_make_no_sense_are_refused_by_a_sentence(db, fields, part):
    with translation.override("en"):
        assert part in sentence_about(**fields)


def test_the_day_of_the_week_is_named_in_the_language_of_the_reader(db):
    with translation.override("fr"):
        assert sentence_about(seasons=weekly(("9h", "12:00"))).startswith("Lundi: ")
