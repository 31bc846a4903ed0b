"""A ticket is found by the words of its slips: by the house as they are written, by clients once they are frozen."""

from __future__ import annotations

from decimal import Decimal

import pytest

from interventions.models import Intervention, Supply
from tests.interventions.written import frozen
from tickets.search import found

pytestmark = pytest.mark.django_db


@pytest.fixture
def finds(cast):
    return lambda text, user: list(found(user, text))


@pytest.mark.parametrize("text", ["2026-0042", "batterie gonfl", "remplace", "cable rj45", "C-6A"])
def test_the_house_finds_what_is_being_written(finds, cast, slip, text):
    Supply.objects.create(slip=slip, quantity=Decimal(1), designation="Câble RJ45", reference="C-6A")
    assert finds(text, cast.operator) == [slip.intervention.ticket]
    assert finds(text, cast.client) == []


def test_a_client_finds_what_was_frozen(finds, cast, slip, at):
    Supply.objects.create(slip=slip, quantity=Decimal(1), designation="Câble RJ45")
    frozen(slip, cast.technician, at)
    for text in ("2026-0042", "gonflee", "cable"):
        assert finds(text, cast.client) == [slip.intervention.ticket], text
        assert finds(text, cast.outsider) == []
    slip.findings = "Fusible grillé"
    slip.save()
    assert finds("fusible", cast.client) == []
    assert finds("fusible", cast.operator) == [slip.intervention.ticket]


def test_what_was_taken_off_is_not_found_any_more(finds, cast, slip):
    line = Supply.objects.create(slip=slip, quantity=Decimal(1), designation="Onduleur")
    Supply.objects.filter(pk=line.pk).update(designation="Parafoudre")
    assert finds("parafoudre", cast.operator) == [slip.intervention.ticket]
    line.delete()
    assert finds("parafoudre", cast.operator) == []


def test_a_slip_goes_along_with_its_visit(finds, cast, slip, open_ticket):
    other = open_ticket(title="Tout autre chose")
    Intervention.objects.filter(pk=slip.intervention.pk).update(ticket=other)
    assert finds("gonflee", cast.operator) == [other]
