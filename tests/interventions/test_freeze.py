"""What is signed is frozen: a version with a digest, which nobody changes any more."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from interventions.actions.arrive import start_intervention
from interventions.actions.freeze import freeze_slip
from interventions.content import content_of, digest_of
from interventions.models import Signature, SlipVersion
from interventions.versions import still_fits
from tests import factories
from tickets.choices import Role
from tickets.refusal import ActionRefused

pytestmark = pytest.mark.django_db


@pytest.fixture
def freeze(cast, at):
    return lambda slip, by=None: freeze_slip(intervention=slip.intervention, by=by or cast.technician, at=at)


def test_a_frozen_slip_keeps_what_was_shown_with_its_digest(visited, freeze, cast, at):
    slip = visited()
    version = freeze(slip)
    slip.refresh_from_db()
    assert (version.number, version.reason, version.frozen_by, version.frozen_at) == (1, "", cast.technician, at)
    assert version.content == content_of(slip)
    assert version.digest == digest_of(version.content)
    assert slip.is_frozen
    assert still_fits(SlipVersion.objects.get())


def test_frozen_twice_is_one_version_even_if_the_client_was_renamed_meanwhile(visited, freeze, cast):
    slip = visited()
    version = freeze(slip)
    cast.account.name = "Clinique du Parc"
    cast.account.save()
    assert freeze(slip) == version
    assert SlipVersion.objects.get().content["account"] == "Clinique des Tamarins"


def test_nothing_is_frozen_before_somebody_has_left(plan, freeze, cast, at):
    visit = plan()
    with pytest.raises(ActionRefused, match="note the arrival first"):
        freeze_slip(intervention=visit, by=cast.technician, at=at)
    slip = start_intervention(intervention=visit, by=cast.technician, at=at)
    with pytest.raises(ActionRefused, match="note the departure first"):
        freeze(slip)
    assert not SlipVersion.objects.exists()


def test_only_who_is_sent_or_plans_freezes(visited, freeze, cast):
    slip = visited()
    for person in (cast.client, cast.outsider, factories.user("other", Role.TECHNICIAN)):
        with pytest.raises(ActionRefused):
            freeze(slip, by=person)
    assert freeze(slip, by=cast.operator).frozen_by == cast.operator


@pytest.mark.parametrize("change", ["content = '{}'", "digest = repeat('0', 64)", "number = 2", "reason = 'x'"])
def test_the_database_refuses_to_change_what_is_frozen(visited, freeze, change):
    freeze(visited())
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE interventions_slipversion SET {change}")
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM interventions_slipversion")
    assert still_fits(SlipVersion.objects.get())


def test_the_database_refuses_a_second_signature_under_a_version(visited, freeze, cast, at):
    version = freeze(visited())
    Signature.objects.create(version=version, kind="typed", surname="Martin", at=at)
    with pytest.raises(IntegrityError, match="a_version_is_signed_once"), transaction.atomic():
        Signature.objects.create(version=version, kind="drawn", surname="Martin", at=at)
    with pytest.raises(IntegrityError, match="does not change"), transaction.atomic():
        Signature.objects.update(surname="Autre")
