"""A frozen slip is corrected by a new version, which says what changed and is signed again."""

from __future__ import annotations

import pytest
from django.utils import translation

from interventions.actions.correct import correct_slip
from interventions.actions.freeze import freeze_slip
from interventions.actions.sign import sign_slip
from interventions.choices import SignatureKind, State
from interventions.models import Intervention, SlipVersion
from interventions.signing import Given
from interventions.versions import changes_of, said_changes
from tickets.choices import EventKind
from tickets.models import Event
from tickets.refusal import ActionRefused

pytestmark = pytest.mark.django_db
TYPED = Given(SignatureKind.TYPED, surname="Martin")


@pytest.fixture
def signed(visited, cast, at):
    """A slip that the client has signed."""
    slip = visited()
    sign_slip(intervention=slip.intervention, given=TYPED, by=cast.technician, at=at)
    slip.refresh_from_db()
    return slip


@pytest.fixture
def correct(cast, at):
    return lambda slip, reason="Deux câbles": correct_slip(
        intervention=slip.intervention, reason=reason, by=cast.operator, at=at
    )


def test_a_correction_opens_the_slip_and_leaves_what_was_signed(signed, correct, cast):
    slip = correct(signed)
    assert (slip.is_frozen, slip.corrected_because, slip.revision) == (False, "Deux câbles", signed.revision + 1)
    assert Intervention.objects.get().state == State.DONE
    assert SlipVersion.objects.get().signatures.count() == 1
    event = Event.objects.get(kind=EventKind.SLIP_CORRECTED)
    assert (event.new, event.by) == ("Deux câbles", cast.operator)


def test_the_next_version_says_why_and_what_changed(signed, correct, cast, at):
    correct(signed)
    signed.supplies.update(quantity=2)
    version = freeze_slip(intervention=signed.intervention, by=cast.technician, at=at)
    assert (version.number, version.reason) == (2, "Deux câbles")
    with translation.override("en"):
        assert changes_of(version) == [("Supplies", "0.5 m × Câble (C13)", "2 m × Câble (C13)")]
        assert said_changes(version) == (
            "It was corrected: Deux câbles\n\n- Supplies: 0.5 m × Câble (C13) → 2 m × Câble (C13)"
        )
    assert changes_of(SlipVersion.objects.get(number=1)) == []


def test_a_corrected_slip_is_signed_again(signed, correct, cast, at):
    correct(signed)
    signed.supplies.all().delete()
    sign_slip(intervention=signed.intervention, given=TYPED, by=cast.technician, at=at)
    assert [version.signatures.count() for version in SlipVersion.objects.order_by("number")] == [1, 1]
    assert Intervention.objects.get().state == State.SIGNED


def test_what_was_signed_and_opened_for_nothing_is_signed_again_all_the_same(signed, correct, cast, at):
    correct(signed, "Par erreur")
    signature = sign_slip(intervention=signed.intervention, given=TYPED, by=cast.technician, at=at)
    assert (signature.version.number, signature.version.reason) == (2, "Par erreur")
    assert changes_of(signature.version) == []


def test_what_nobody_signed_and_did_not_change_is_the_same_version(visited, correct, cast, at):
    slip = visited()
    absent = Given(SignatureKind.ABSENT, reason="Fermé")
    version = sign_slip(intervention=slip.intervention, given=absent, by=cast.technician, at=at).version
    correct(slip)
    assert freeze_slip(intervention=slip.intervention, by=cast.technician, at=at) == version


def test_a_correction_needs_a_reason(signed, correct):
    with pytest.raises(ActionRefused, match="There is no reason"):
        correct(signed, "  ")
    with pytest.raises(ActionRefused, match="at most 200"):
        correct(signed, "x" * 201)
    signed.refresh_from_db()
    assert signed.is_frozen


def test_corrected_twice_is_corrected_once(signed, correct):
    correct(signed)
    correct(signed, "Encore")
    signed.refresh_from_db()
    assert signed.corrected_because == "Deux câbles"
    assert Event.objects.filter(kind=EventKind.SLIP_CORRECTED).count() == 1


def test_a_client_corrects_nothing(signed, cast, at):
    with pytest.raises(ActionRefused):
        correct_slip(intervention=signed.intervention, reason="Non", by=cast.client, at=at)
    signed.refresh_from_db()
    assert signed.is_frozen
