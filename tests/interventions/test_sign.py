"""The client signs on site: drawn, typed or stamped; or refuses, or is not there."""

from __future__ import annotations

import datetime as dt
import json
from functools import partial

import pytest
from django.core.files.base import ContentFile
from django.db import connections
from hypothesis import given as hypothesis_given
from hypothesis import strategies as st

from interventions.actions.arrive import start_intervention
from interventions.actions.leave import leave_site
from interventions.actions.sign import sign_slip
from interventions.choices import SignatureKind, State
from interventions.models import Intervention, Signature, Slip, SlipVersion
from interventions.signing import LONGEST_JSON, MOST_BYTES, MOST_POINTS, Given, Unfit, strokes_of
from tests.interventions.conftest import HOUR
from tests.processes import finish, gate, start
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.choices import EventKind, MessageKind, Status
from tickets.models import Event, Ticket
from tickets.refusal import ActionRefused

JPEG, PNG = b"\xff\xd8\xff\xe0 jpeg", b"\x89PNG\r\n\x1a\n png"
DRAWN = Given(
    SignatureKind.DRAWN, surname=" Martin ", first_name="Nadia", quality="Gérante", strokes=[[[1, 2], [3, 4]]]
)
TYPED = Given(SignatureKind.TYPED, surname="Martin")


@pytest.fixture
def sign(cast, at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return lambda slip, given, at=at: sign_slip(intervention=slip.intervention, given=given, by=cast.technician, at=at)


@pytest.mark.django_db
def test_a_drawn_signature_freezes_the_slip_and_signs_the_visit(visited, sign, cast, at):
    slip = visited()
    signature = sign(slip, DRAWN)
    assert (signature.surname, signature.first_name, signature.quality) == ("Martin", "Nadia", "Gérante")
    assert (signature.strokes, signature.by, signature.contact, signature.at) == (
        [[[1, 2], [3, 4]]],
        cast.technician,
        None,
        at,
    )
    assert Intervention.objects.get().state == State.SIGNED
    slip.refresh_from_db()
    assert slip.is_frozen
    event = Event.objects.get(kind=EventKind.SLIP_SIGNED)
    assert (event.new, event.by, event.data["version"]) == ("Nadia Martin", cast.technician, 1)
    assert Ticket.objects.get().status == Status.IN_PROGRESS


@pytest.mark.django_db
def test_a_typed_name_keeps_no_strokes(visited, sign):
    signature = sign(visited(), Given(SignatureKind.TYPED, surname="Martin", strokes=[[[1, 2], [3, 4]]]))
    assert (signature.kind, signature.strokes) == (SignatureKind.TYPED, [])


@pytest.mark.django_db
def test_a_stamp_is_known_by_its_first_bytes_whatever_it_is_called(visited, sign):
    stamp = Given(SignatureKind.STAMP, surname="Martin", picture=ContentFile(JPEG, "tampon.exe"))
    signature = sign(visited(), stamp)
    assert signature.picture_type == "image/jpeg"
    assert "tampon" not in signature.picture.name
    assert signature.picture.read() == JPEG


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("picture", "sentence"),
    [
        (None, "There is no picture"),
        (ContentFile(b"", "a.jpg"), "There is no picture"),
        (ContentFile(b"<svg onload=alert(1)>", "a.png"), "no picture \\(JPEG"),
        (ContentFile(b"%PDF-1.7", "a.jpg"), "no picture \\(JPEG"),
        (ContentFile(JPEG + b"0" * MOST_BYTES, "a.jpg"), "at most 10"),
    ],
)
def test_a_stamp_that_is_no_picture_is_refused(visited, sign, picture, sentence):
    with pytest.raises(Unfit, match=sentence) as refusal:
        sign(visited(), Given(SignatureKind.STAMP, surname="Martin", picture=picture))
    assert refusal.value.field == "picture"
    assert not Signature.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [SignatureKind.REFUSED, SignatureKind.ABSENT])
def test_who_does_not_sign_has_a_reason(visited, sign, kind):
    slip = visited()
    with pytest.raises(Unfit, match="There is no reason"):
        sign(slip, Given(kind, reason="  "))
    signature = sign(slip, Given(kind, reason="Fermé à 18 h"))
    assert signature.reason == "Fermé à 18 h"
    assert Intervention.objects.get().state == State.DONE
    slip.refresh_from_db()
    assert slip.is_frozen
    assert Event.objects.get(kind=EventKind.SLIP_UNSIGNED).new == f"{kind.label}: Fermé à 18 h"


@pytest.mark.django_db
def test_who_was_not_there_can_sign_afterwards_and_is_sent_the_slip_again(visited, sign):
    slip = visited()
    sign(slip, Given(SignatureKind.ABSENT, reason="Fermé"))
    SlipVersion.objects.update(mailed_at=slip.departed_at)
    sign(slip, TYPED)
    assert SlipVersion.objects.get().mailed_at is None
    assert list(Signature.objects.values_list("kind", flat=True)) == ["absent", "typed"]
    assert Intervention.objects.get().state == State.SIGNED


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given", "field"),
    [
        (Given(SignatureKind.DRAWN, strokes=[[[1, 2], [3, 4]]]), "surname"),
        (Given(SignatureKind.DRAWN, surname="Martin"), "strokes"),
        (Given(SignatureKind.DRAWN, surname="Martin", strokes=[[[1, 2]]]), "strokes"),
        (Given(SignatureKind.TYPED, surname=" "), "surname"),
        (Given(SignatureKind.TYPED, surname="M" * 81), "surname"),
        (Given(SignatureKind.TYPED, surname="Martin", quality="Q" * 81), "quality"),
        (Given(SignatureKind.REFUSED, reason="R" * 301), "reason"),
    ],
)
def test_what_is_missing_or_too_long_is_refused_and_nothing_is_frozen(visited, sign, given, field):
    with pytest.raises(Unfit) as refusal:
        sign(visited(), given)
    assert refusal.value.field == field
    assert not SlipVersion.objects.exists()
    assert Intervention.objects.get().state == State.DONE


@pytest.mark.django_db
def test_a_slip_is_signed_once(visited, sign):
    slip = visited()
    sign(slip, DRAWN)
    with pytest.raises(ActionRefused, match="signed already, by Nadia Martin"):
        sign(slip, TYPED)
    with pytest.raises(ActionRefused, match="signed already"):
        sign(slip, Given(SignatureKind.REFUSED, reason="trop tard"))
    assert Signature.objects.count() == 1


@pytest.mark.django_db
def test_a_solution_resolves_the_ticket_in_the_same_step(visited, sign, cast):
    sign(visited(), Given(SignatureKind.TYPED, surname="Martin", solution="Onduleur remplacé"))
    ticket = Ticket.objects.get()
    assert ticket.status == Status.RESOLVED
    assert ticket.messages.get(kind=MessageKind.REPLY).body == "Onduleur remplacé"


@pytest.mark.django_db
def test_a_solution_of_a_ticket_that_somebody_resolved_meanwhile_is_kept_as_a_note(visited, sign, cast, at):
    slip = visited()
    resolve_ticket(ticket=slip.intervention.ticket, solution="Par téléphone", by=cast.operator, at=at)
    sign(slip, Given(SignatureKind.TYPED, surname="Martin", solution="Onduleur remplacé"))
    assert Intervention.objects.get().state == State.SIGNED
    assert Ticket.objects.get().messages.get(kind=MessageKind.NOTE).body == "Onduleur remplacé"


@pytest.mark.django_db
def test_a_refused_signature_resolves_nothing(visited, sign):
    with pytest.raises(Unfit):
        sign(visited(), Given(SignatureKind.TYPED, solution="Onduleur remplacé"))
    assert Ticket.objects.get().status == Status.IN_PROGRESS


@pytest.mark.django_db
def test_what_was_signed_without_network_keeps_its_hour(visited, sign, cast, at):
    slip = visited()
    later = {"by": cast.operator, "at": at + 2 * HOUR}
    reply_to_ticket(ticket=slip.intervention.ticket, body="Bonjour", **later)
    signature = sign(slip, TYPED, at + dt.timedelta(minutes=5))
    assert signature.at == signature.version.frozen_at == at + dt.timedelta(minutes=5)
    assert Event.objects.get(kind=EventKind.SLIP_SIGNED).at == at + 2 * HOUR


@pytest.mark.django_db(transaction=True)
@pytest.mark.process
def test_of_two_who_sign_at_once_one_signs(visited, cast, at):
    visit = visited().intervention

    def sign_it() -> None:
        try:
            sign_slip(intervention=visit, given=TYPED, by=cast.technician, at=at)
        except ActionRefused as refusal:
            assert "signed already" in str(refusal)
        finally:
            connections.close_all()

    with gate("INSERT", "interventions_signature") as closed:
        first = start(sign_it)
        closed.wait_for()
        second = start(sign_it)
        closed.wait_behind()
        closed.open()
        finish(first)
        finish(second)
    assert Signature.objects.count() == SlipVersion.objects.count() == 1
    assert Event.objects.filter(kind=EventKind.SLIP_SIGNED).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.process
def test_eight_who_carry_out_four_visits_at_once_number_and_sign_each_once(plan, cast, at):
    visits = [plan(despite=True, starts_at=at - HOUR, at=at - 2 * HOUR) for _visit in range(4)]

    def carry_out(visit: Intervention) -> None:
        try:
            start_intervention(intervention=visit, by=cast.technician, at=at - HOUR)
            leave_site(intervention=visit, by=cast.technician, at=at)
            sign_slip(intervention=visit, given=TYPED, by=cast.technician, at=at)
        except ActionRefused as refusal:
            assert "signed already" in str(refusal)
        finally:
            connections.close_all()

    for process in [start(partial(carry_out, visit)) for visit in (*visits, *reversed(visits))]:
        finish(process)
    assert sorted(Slip.objects.values_list("year", "sequence")) == [(2026, number) for number in (1, 2, 3, 4)]
    assert Signature.objects.count() == SlipVersion.objects.count() == 4
    assert set(Intervention.objects.values_list("state", flat=True)) == {State.SIGNED}


def test_strokes_are_read_rounded_and_brought_back_into_the_field():
    assert strokes_of("") == []
    assert strokes_of("[[[1, 2.26], [700, -3]], []]") == [[[1.0, 2.3], [600.0, 0.0]]]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "{}",
        '"x"',
        "1",
        "null",
        "[1]",
        "[[1, 2]]",
        "[[[1]]]",
        "[[[1, 2, 3]]]",
        '[[["1", 2]]]',
        "[[[true, 2]]]",
        "[[[null, 2]]]",
        "[[[NaN, 2]]]",
        "[[[Infinity, 2]]]",
        "[[[1e999, 2]]]",
        f"[[[1{'0' * 400}, 2]]]",
        "[" * 100_000,
        "[" + " " * LONGEST_JSON + "]",
        json.dumps([[[1, 2]] * (MOST_POINTS + 1)]),
    ],
    ids=lambda text: text[:16],
)
def test_strokes_that_are_none_are_refused_with_a_sentence(text):
    with pytest.raises(Unfit, match="The drawing cannot be read") as refusal:
        strokes_of(text)
    assert refusal.value.field == "strokes"


NUMBERS = st.floats(-1e3, 1e3) | st.sampled_from([float("nan"), float("inf"), None, "1", True])
POINTS = st.lists(NUMBERS, min_size=1, max_size=3)


@hypothesis_given(st.text(max_size=20) | st.lists(st.lists(POINTS, max_size=3), max_size=3).map(json.dumps))
def test_whatever_a_pad_sends_is_read_or_refused(text):
    try:
        strokes = strokes_of(text)
    except Unfit:
        return
    assert all(0 <= x <= 600 and 0 <= y <= 220 for stroke in strokes for x, y in stroke)
