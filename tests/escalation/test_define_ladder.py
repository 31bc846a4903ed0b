"""Define a ladder, and copy a policy with it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from escalation.actions.copy_policy import copy_policy
from escalation.actions.define_ladder import define_ladder
from escalation.actions.sweep import sweep
from escalation.ladders import ContactPlan, LadderPlan, LevelPlan, RungPlan, plan_of_policy
from escalation.models import Alarm, Ladder
from sla.models import Policy
from sla.seeds import CARRIER, STANDARD, WITHOUT_CONTRACT
from tests.escalation.conftest import levels, told
from tickets.models import Contract
from tickets.refusal import ActionRefused

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
SOMEBODY = ContactPlan("Garde", "garde@example.org")


@pytest.fixture
def standard(db):
    return Policy.objects.get(name=STANDARD)


def level(number: int, hours: int, *contacts: ContactPlan) -> LevelPlan:
    rung = RungPlan("response", "critical", hours * HOUR)
    return LevelPlan(number, f"Niveau {number}", contacts or (SOMEBODY,), (rung,))


def test_a_level_without_contacts_is_refused_and_nothing_is_changed(cast, standard, at):
    before = plan_of_policy(standard)
    nobody = replace(level(1, 1), contacts=())
    with pytest.raises(ActionRefused, match="Niveau 1"):
        define_ladder(policy=standard, plan=LadderPlan((nobody,)), by=cast.administrator, at=at)
    assert plan_of_policy(Policy.objects.get(pk=standard.pk)) == before


@pytest.mark.parametrize(
    "levels",
    [(), (level(2, 1),), (level(1, 1), level(3, 2)), (level(1, 2), level(2, 1)), (level(1, 1), level(2, 1))],
    ids=["none", "no first", "a gap", "the second before the first", "both at once"],
)
def test_levels_count_from_one_and_come_one_after_the_other(cast, standard, at, levels):
    with pytest.raises(ActionRefused):
        define_ladder(policy=standard, plan=LadderPlan(levels), by=cast.administrator, at=at)


def test_a_level_that_is_never_reached_is_refused(cast, standard, at):
    never = replace(level(1, 1), rungs=())
    with pytest.raises(ActionRefused, match="Niveau 1"):
        define_ladder(policy=standard, plan=LadderPlan((never,)), by=cast.administrator, at=at)


@pytest.mark.parametrize("role", ["operator", "technician", "manager", "client", "partner"])
def test_administrators_alone_define_ladders(cast, standard, at, role):
    with pytest.raises(ActionRefused):
        define_ladder(policy=standard, plan=LadderPlan((level(1, 1),)), by=getattr(cast, role), at=at)


def test_open_tickets_follow_the_new_ladder_at_once(cast, open_ticket, standard, at):
    ticket = open_ticket(priority="critical")
    plan = LadderPlan((level(1, 2), level(2, 3)))
    define_ladder(policy=standard, plan=plan, by=cast.administrator, at=at)
    assert Alarm.objects.get().at == at.replace(hour=14, minute=30)
    sweep(at=at.replace(hour=14, minute=29))
    assert levels(ticket) == []
    sweep(at=at.replace(hour=15, minute=30))
    assert levels(ticket) == [1, 2]
    assert told(ticket) == ["garde@example.org"] * 2


def test_levels_that_were_told_stay_told(cast, open_ticket, standard, at):
    ticket = open_ticket(priority="critical")
    sweep(at=at.replace(hour=12))
    plan = LadderPlan((level(1, 2), level(2, 3)))
    define_ladder(policy=standard, plan=plan, by=cast.administrator, at=at.replace(hour=12))
    sweep(at=at.replace(hour=17))
    assert levels(ticket) == [1, 2]


def test_it_says_who_changed_it_and_when(cast, standard, at):
    assert Ladder.objects.get(policy=standard).changed_by is None
    define_ladder(policy=standard, plan=LadderPlan((level(1, 1),)), by=cast.administrator, at=at)
    ladder = Ladder.objects.get(policy=standard)
    assert (ladder.changed_by, ladder.changed_at) == (cast.administrator, at)


def test_copying_a_policy_copies_its_targets_and_its_ladder(cast, at):
    original = Policy.objects.get(name=CARRIER)
    copy = copy_policy(policy=original, name="Opérateur, bis", by=cast.administrator, at=at)
    promised = ("metric", "priority", "duration", "calendar", "objective", "needs_guaranteed_repair")
    assert set(copy.targets.values_list(*promised)) == set(original.targets.values_list(*promised))
    assert plan_of_policy(copy) == plan_of_policy(original)
    assert len(plan_of_policy(copy).levels) == 3


def test_the_copy_s_ladder_is_its_own(cast, at):
    original = Policy.objects.get(name=CARRIER)
    copy = copy_policy(policy=original, name="Opérateur, bis", by=cast.administrator, at=at)
    define_ladder(policy=copy, plan=LadderPlan((level(1, 1),)), by=cast.administrator, at=at)
    assert len(plan_of_policy(Policy.objects.get(pk=original.pk)).levels) == 3


def test_a_ticket_under_the_copy_escalates(cast, open_ticket, standard, at):
    copy = copy_policy(policy=standard, name="Standard, bis", by=cast.administrator, at=at)
    Contract.objects.filter(account=cast.account).update(policy=copy)
    ticket = open_ticket(priority="critical")
    sweep(at=at.replace(hour=12))
    assert (ticket.policy, levels(ticket)) == (copy, [1])


def test_there_stays_one_policy_for_those_without_contract(cast, at):
    without = Policy.objects.get(name=WITHOUT_CONTRACT)
    copy = copy_policy(policy=without, name="À l'acte", by=cast.administrator, at=at)
    assert not copy.is_without_contract
    assert not Ladder.objects.filter(policy=copy).exists()


@pytest.mark.parametrize("name", ["", "   ", STANDARD])
def test_a_copy_needs_a_name_of_its_own(cast, standard, at, name):
    with pytest.raises(ActionRefused):
        copy_policy(policy=standard, name=name, by=cast.administrator, at=at)
