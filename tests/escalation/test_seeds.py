"""The default ladders and matrices, as the printed procedures have them."""

from __future__ import annotations

import datetime as dt

import pytest

from escalation import seeds
from escalation.models import Ladder, Level, LevelContact, ReachInstruction, Rung
from sla.choices import Metric, Priority
from sla.seeds import AGREEMENT_2016, CARRIER, STANDARD, WITHOUT_CONTRACT

HOUR = dt.timedelta(hours=1)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("policy", [STANDARD, AGREEMENT_2016])
def test_a_contract_escalates_one_business_hour_after_the_deadline_at_every_priority(policy):
    rungs = Rung.objects.filter(level__ladder__policy__name=policy)
    assert {(rung.metric, rung.priority) for rung in rungs} == {(m, p) for m in Metric for p in Priority}
    assert {(rung.level.number, rung.offset, rung.offset_time) for rung in rungs} == {(1, HOUR, "business")}
    ladder = Ladder.objects.get(policy__name=policy)
    assert (ladder.request_after, ladder.request_priorities) == (HOUR, list(Priority))


def test_the_carrier_escalates_high_and_medium_alone_at_its_three_levels():
    rungs = Rung.objects.filter(level__ladder__policy__name=CARRIER, metric=Metric.RESPONSE)
    by_priority = {
        priority: [rung.offset for rung in rungs.filter(priority=priority).order_by("level__number")]
        for priority in Priority
    }
    assert by_priority == {
        Priority.CRITICAL: [],
        Priority.HIGH: [0.5 * HOUR, HOUR, 2 * HOUR],
        Priority.MEDIUM: [HOUR, 12 * HOUR, 24 * HOUR],
        Priority.LOW: [],
    }


def test_every_seeded_level_tells_somebody():
    assert Level.objects.count() == 5
    assert not Level.objects.filter(contacts=None).exists()


def test_nobody_real_is_told():
    assert all(contact.email.endswith("example.org") for contact in LevelContact.objects.all())
    fictional = ("+331990", "+334657")
    assert all(contact.phone.startswith(fictional) for contact in LevelContact.objects.all())


def test_without_contract_nothing_escalates():
    assert not Ladder.objects.filter(policy__name=WITHOUT_CONTRACT).exists()


def test_both_matrices_have_every_cell():
    assert ReachInstruction.objects.count() == 2 * 2 * len(Priority)
    critical = ReachInstruction.objects.get(purpose="escalate", priority=Priority.CRITICAL, with_contract=True)
    assert "PRODUCTION ARRETEE" in critical.text


def test_seeding_again_undoes_nothing_that_was_edited():
    Level.objects.filter(ladder__policy__name=CARRIER, number=3).delete()
    seeds.seed()
    assert Level.objects.filter(ladder__policy__name=CARRIER).count() == 2
