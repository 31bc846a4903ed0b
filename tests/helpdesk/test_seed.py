"""The default set-up: laid down once, and never against what people edited."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from django.core.management import call_command

from escalation.models import Level, ReachInstruction, Rung
from sla.models import Calendar, Policy, Target
from tickets.models import IssueType, Queue, Resource, User, WorkType

MODELS = (Calendar, Policy, Target, Queue, Resource, User, WorkType, IssueType, Level, Rung, ReachInstruction)
HOUR = dt.timedelta(hours=1)
pytestmark = pytest.mark.django_db


def seed() -> None:
    call_command("seed", stdout=io.StringIO())


def test_laid_down_again_it_adds_nothing():
    before = [model.objects.count() for model in MODELS]
    seed()
    assert [model.objects.count() for model in MODELS] == before


def test_what_was_edited_or_deleted_stays_so():
    WorkType.objects.filter(name="Projet").delete()
    Queue.objects.filter(shortcut="010").update(name="Informatique")
    seed()
    assert not WorkType.objects.filter(name="Projet").exists()
    assert list(Queue.objects.values_list("name", flat=True)) == ["Informatique", "OPS-02-TELECOM"]


@pytest.mark.parametrize(
    ("policy", "metric", "hours"),
    [
        ("Contrat standard", "response", [1, 2, 4, 12]),
        ("Contrat standard", "resolution", [4, 8, 12, 48]),
        ("Contrat 2016", "response", [2, 4, 8, 12]),
        ("Contrat 2016", "resolution", [None] * 4),
        ("Opérateur", "response", [None, 0.5, 2, 4]),
        ("Opérateur", "resolution", [None, 4, 48, 96]),
        ("Sans contrat", "response", [None] * 4),
    ],
)
def test_the_policies_promise_what_the_contracts_say(policy, metric, hours):
    promised = dict(Target.objects.filter(policy__name=policy, metric=metric).values_list("priority", "duration"))
    found = [promised.get(priority) for priority in ("critical", "high", "medium", "low")]
    assert found == [wanted if wanted is None else wanted * HOUR for wanted in hours]


def test_the_resources_are_asked_in_the_order_of_the_matrix():
    cells = {}
    for resource in Resource.objects.select_related("level__queue", "technician").order_by("level", "order"):
        cells.setdefault((resource.level.queue.shortcut, resource.level.number), []).append(resource.technician.name)
    assert cells == {
        ("010", 1): ["Philippe", "Jérôme"],
        ("010", 2): ["Philippe", "Pascal"],
        ("010", 3): ["Pascal", "Loïc"],
        ("020", 1): ["Jérôme"],
        ("020", 2): ["Jérôme", "Pascal"],
        ("020", 3): ["Jérôme", "Pascal"],
    }
