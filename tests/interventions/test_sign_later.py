"""The client signs later: by a link that works once, or on the portal."""

from __future__ import annotations

import datetime as dt

import pytest

from interventions.actions.correct import correct_slip
from interventions.actions.freeze import freeze_slip
from interventions.actions.sign import sign_slip
from interventions.actions.sign_later import ask_to_sign_later, sign_as_client, sign_by_link
from interventions.choices import SignatureKind, State
from interventions.models import Intervention, Signature, SigningLink, SlipVersion
from interventions.signing import Given
from interventions.signing_links import Standing, hash_of, link_of, standing
from tests import factories
from tickets.choices import EventKind, MailKind, NoticeKind, Status
from tickets.models import Event, Notice, OutboxMail, Ticket, User
from tickets.refusal import ActionRefused

pytestmark = pytest.mark.django_db
TYPED = Given(SignatureKind.TYPED, surname="Martin", first_name="Nadia")
DAY = dt.timedelta(days=1)


@pytest.fixture
def ask(cast, at):
    """The token of a link that was mailed to a contact."""

    def asked(slip, contact=None, at=at):
        to = contact or cast.contact
        link = ask_to_sign_later(intervention=slip.intervention, contact=to, by=cast.technician, at=at)
        return link.rstrip("/").rsplit("/", 1)[1]

    return asked


def test_a_link_is_mailed_for_what_was_frozen_and_only_its_hash_is_kept(visited, ask, cast, at, settings):
    settings.SITE_URL = "https://helpdesk.example.org"
    slip = visited()
    token = ask(slip)
    link = SigningLink.objects.get()
    assert (link.version.slip, link.contact, link.used_at) == (slip, cast.contact, None)
    assert (link.token_hash, link.expires_at) == (hash_of(token), at + 30 * DAY)
    assert token not in str(link.__dict__)
    mail = OutboxMail.objects.get(kind=MailKind.TO_SIGN)
    assert mail.to == cast.contact.email
    assert f"https://helpdesk.example.org/sign/{token}/" in mail.body
    assert "2026-0001" in mail.subject
    assert "12 octobre 2026" in mail.body
    slip.refresh_from_db()
    assert slip.is_frozen


def test_a_mail_about_a_corrected_slip_says_what_changed(visited, ask, cast, at):
    cast.contact.language = "en"
    cast.contact.save()
    slip = visited()
    sign_slip(intervention=slip.intervention, given=TYPED, by=cast.technician, at=at)
    correct_slip(intervention=slip.intervention, reason="Deux câbles", by=cast.technician, at=at)
    slip.supplies.update(quantity=2)
    ask(slip)
    assert "Supplies: 0.5 m × Câble (C13) → 2 m × Câble (C13)" in OutboxMail.objects.get(kind=MailKind.TO_SIGN).body


def test_a_link_goes_to_a_contact_of_the_client_who_can_be_reached(visited, ask, cast):
    slip = visited()
    with pytest.raises(ActionRefused, match="Hugo is not a contact of Clinique des Tamarins"):
        ask(slip, cast.outsider.contact)
    with pytest.raises(ActionRefused, match="no e-mail address"):
        ask(slip, factories.contact("Ana", cast.account, email=""))
    assert not SigningLink.objects.exists()
    assert not SlipVersion.objects.exists()
    ask(slip, cast.colleague.contact)


def test_what_is_signed_is_not_asked_for(visited, ask, cast, at):
    slip = visited()
    sign_slip(intervention=slip.intervention, given=TYPED, by=cast.technician, at=at)
    with pytest.raises(ActionRefused, match="signed already"):
        ask(slip)


def test_a_link_signs_once_and_tells_who_went_there_and_who_planned(visited, ask, cast, at):
    token = ask(visited())
    signature = sign_by_link(token=token, given=TYPED, at=at + DAY)
    assert (signature.surname, signature.contact, signature.by, signature.at) == (
        "Martin",
        cast.contact,
        None,
        at + DAY,
    )
    assert Intervention.objects.get().state == State.SIGNED
    assert SigningLink.objects.get().used_at == at + DAY
    event = Event.objects.get(kind=EventKind.SLIP_SIGNED)
    assert (event.new, event.by) == ("Nadia Martin", User.objects.automation())
    told = Notice.objects.filter(kind=NoticeKind.SIGNED)
    assert {notice.user for notice in told} == {cast.technician, cast.operator}
    assert {notice.text for notice in told} == {"2026-0001, Nadia Martin"}
    with pytest.raises(ActionRefused, match="This link is void"):
        sign_by_link(token=token, given=TYPED, at=at + DAY)
    assert Signature.objects.count() == 1


def test_a_link_that_failed_to_sign_works_still(visited, ask, at):
    token = ask(visited())
    with pytest.raises(ActionRefused, match="There is no surname"):
        sign_by_link(token=token, given=Given(SignatureKind.TYPED), at=at)
    assert SigningLink.objects.get().used_at is None
    sign_by_link(token=token, given=TYPED, at=at)


@pytest.mark.parametrize("kind", [SignatureKind.REFUSED, SignatureKind.STAMP, SignatureKind.PAPER])
def test_from_afar_one_draws_or_types(visited, ask, at, kind):
    with pytest.raises(ActionRefused, match="Sign by drawing"):
        sign_by_link(token=ask(visited()), given=Given(kind, surname="Martin", reason="Non"), at=at)
    assert not Signature.objects.exists()


def test_a_client_who_signs_does_not_resolve_the_ticket(visited, ask, at):
    given = Given(SignatureKind.TYPED, surname="Martin", solution="Résolu")
    sign_by_link(token=ask(visited()), given=given, at=at)
    assert Ticket.objects.get().status == Status.IN_PROGRESS


def test_a_link_lasts_30_days(visited, ask, at):
    token = ask(visited())
    link = link_of(token)
    assert standing(link, at + 30 * DAY - dt.timedelta(seconds=1)) == Standing.GOOD
    assert standing(link, at + 30 * DAY) == Standing.EXPIRED
    with pytest.raises(ActionRefused, match="This link is void"):
        sign_by_link(token=token, given=TYPED, at=at + 30 * DAY)


def test_a_link_does_not_sign_what_was_corrected_since(visited, ask, cast, at):
    slip = visited()
    token = ask(slip)
    correct_slip(intervention=slip.intervention, reason="Deux câbles", by=cast.technician, at=at)
    assert standing(link_of(token), at) == Standing.OVERTAKEN
    slip.supplies.all().delete()
    again = ask(slip)
    assert standing(link_of(token), at) == Standing.OVERTAKEN
    with pytest.raises(ActionRefused, match="This link is void"):
        sign_by_link(token=token, given=TYPED, at=at)
    assert sign_by_link(token=again, given=TYPED, at=at).version.number == 2


def test_two_links_sign_once(visited, ask, cast, at):
    slip = visited()
    first, second = ask(slip), ask(slip, cast.colleague.contact)
    sign_by_link(token=first, given=TYPED, at=at)
    assert standing(link_of(second), at) == Standing.DONE
    with pytest.raises(ActionRefused, match="This link is void"):
        sign_by_link(token=second, given=TYPED, at=at)


@pytest.mark.parametrize("token", ["", "no-token", "x" * 5_000, "é", hash_of("")])
def test_a_token_that_we_did_not_make_is_nobodys(visited, ask, at, token):
    ask(visited())
    assert link_of(token) is None
    with pytest.raises(ActionRefused, match="This link is void"):
        sign_by_link(token=token, given=TYPED, at=at)


def test_a_client_signs_what_they_see_on_the_portal(visited, cast, at):
    version = freeze_slip(intervention=visited().intervention, by=cast.technician, at=at)
    signature = sign_as_client(version=version, given=TYPED, by=cast.client, at=at + DAY)
    assert (signature.by, signature.contact) == (cast.client, cast.contact)
    assert Event.objects.get(kind=EventKind.SLIP_SIGNED).by == cast.client
    assert {notice.user for notice in Notice.objects.filter(kind=NoticeKind.SIGNED)} == {cast.technician, cast.operator}
    with pytest.raises(ActionRefused, match="signed already"):
        sign_as_client(version=version, given=TYPED, by=cast.client, at=at + DAY)


def test_nobody_signs_for_a_company_whose_tickets_they_do_not_see(visited, cast, at):
    version = freeze_slip(intervention=visited().intervention, by=cast.technician, at=at)
    for person in (cast.outsider, cast.colleague, cast.operator):
        with pytest.raises(ActionRefused, match="Your role"):
            sign_as_client(version=version, given=TYPED, by=person, at=at)
    assert not Signature.objects.exists()


def test_on_the_portal_an_old_version_is_not_signed_any_more(visited, cast, at):
    slip = visited()
    version = freeze_slip(intervention=slip.intervention, by=cast.technician, at=at)
    correct_slip(intervention=slip.intervention, reason="Deux câbles", by=cast.technician, at=at)
    with pytest.raises(ActionRefused, match="being corrected"):
        sign_as_client(version=version, given=TYPED, by=cast.client, at=at)
