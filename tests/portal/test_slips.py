"""Visits and slips on the portal: their own, and nobody else's."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags

from interventions.actions.arrive import start_intervention
from interventions.actions.correct import correct_slip
from interventions.actions.freeze import freeze_slip
from interventions.actions.leave import leave_site
from interventions.actions.photo import PhotoTaken, add_photo
from interventions.actions.plan import Appointment, Errand, plan_intervention
from interventions.actions.sign import sign_slip
from interventions.actions.sign_later import ask_to_sign_later
from interventions.choices import SignatureKind, State
from interventions.models import Signature, Site
from interventions.signing import Given
from tests import factories
from tickets.choices import NoticeKind
from tickets.models import Notice, User

HOUR = dt.timedelta(hours=1)
PIXEL = b"\x89PNG\r\n\x1a\n"
TYPED = {"kind": "typed", "surname": "Martin", "first_name": "Nadia", "quality": "Direction", "strokes": ""}
DRAWN = {"kind": "drawn", "surname": "Martin", "strokes": "[[[10,10],[60,80],[120,20]]]"}
OUTSIDE = ("client", "partner", "colleague", "outsider")


@pytest.fixture(autouse=True)
def english(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    User.objects.filter(pk__in=[getattr(cast, person).pk for person in OUTSIDE]).update(language="en")


@pytest.fixture
def plan(cast, open_ticket, at):
    """A visit of the technician, an hour long, at the site of the clinic."""

    def planned(starts_at=at + 24 * HOUR):
        site = Site.objects.get_or_create(account=cast.account, name="Accueil", address="1 rue de l’Exemple")[0]
        return plan_intervention(
            ticket=open_ticket(),
            appointment=Appointment(starts_at, starts_at + HOUR, [cast.technician]),
            errand=Errand("Remplacer l’onduleur", site=site, contact=cast.contact, instructions="Clé chez le gardien"),
            by=cast.operator,
            at=min(at, starts_at) - HOUR,
        )

    return planned


@pytest.fixture
def visited(plan, cast, at):
    """The slip of a visit that is over; nothing of it is frozen yet."""

    def done(starts_at=at - HOUR):
        visit = plan(starts_at=starts_at)
        slip = start_intervention(intervention=visit, by=cast.technician, at=starts_at)
        slip.findings, slip.observations = "Onduleur en défaut", "Onduleur remplacé"
        slip.save()
        taken = PhotoTaken(SimpleUploadedFile("a.png", PIXEL))
        add_photo(intervention=visit, photo=taken, by=cast.technician, at=at)
        return leave_site(intervention=visit, by=cast.technician, at=starts_at + HOUR)

    return done


@pytest.fixture
def frozen(visited, cast, at):
    """The slip of a visit as it was frozen for the client to read and sign."""

    def done(**given):
        slip = visited(**given)
        freeze_slip(intervention=slip.intervention, by=cast.technician, at=at)
        slip.refresh_from_db()
        return slip

    return done


@pytest.fixture
def read(signed_in):
    """`read("partner", address)`: what they read there, in words; or the number of a refusal."""

    def page(person: str, address: str) -> str | int:
        answer = signed_in(person).get(address)
        return " ".join(strip_tags(answer.text).split()) if answer.status_code == 200 else answer.status_code

    return page


def address_of(slip) -> str:
    return f"/portal/slips/{slip.number}/"


def test_a_ticket_says_who_comes_when_and_where(plan, read):
    visit = plan()
    shown = read("client", f"/portal/tickets/{visit.ticket_id}/")
    assert "Tue 13 Oct., 10:00 – 11:00 Who comes: Technician Remplacer l’onduleur Accueil 1 rue de l’Exemple" in shown
    assert "Clé chez le gardien" not in shown


def test_a_ticket_without_a_visit_says_nothing_of_visits(open_ticket, signed_in):
    html = signed_in("client").get(f"/portal/tickets/{open_ticket().number}/").text
    assert re.search(r'id="portal-visits"[^>]*hidden', html, re.S)
    assert "On site" not in html


def test_a_slip_that_is_being_written_is_not_for_clients_yet(visited, read):
    slip = visited()
    assert slip.number not in read("client", f"/portal/tickets/{slip.intervention.ticket_id}/")
    assert slip.number not in read("client", "/portal/slips/")
    assert read("client", address_of(slip)) == 404
    assert read("client", f"/slips/{slip.number}.pdf") == 404


def test_a_frozen_slip_waits_at_home_on_its_ticket_and_in_the_list(frozen, read):
    slip = frozen()
    for address in ("/portal/", "/portal/slips/"):
        assert f"{slip.number} Waits for your signature Remplacer l’onduleur" in read("client", address)
    assert "To sign" in read("client", "/portal/")
    assert "To sign" not in read("client", "/portal/?q=hall")
    ticket = read("client", f"/portal/tickets/{slip.intervention.ticket_id}/")
    assert re.search(rf"Slip {slip.number}, Mon 12[^·]* · PDF Read and sign", ticket)


def test_the_page_shows_what_was_frozen_with_its_photos_and_the_form(frozen, signed_in):
    slip = frozen()
    html = signed_in("client").get(address_of(slip)).text
    for text in ("Onduleur en défaut", "Onduleur remplacé", "Technician", "Accueil", 'name="strokes"', "js/sign."):
        assert text in html
    photo = re.search(r'src="(/interventions/photos/\d+/)"', html)
    assert photo
    assert signed_in("client").get(photo[1]).status_code == 200
    assert signed_in("outsider").get(photo[1]).status_code == 404
    pdf = re.search(r'href="(/slips/[^"]+\.pdf\?version=1)"', html)
    assert pdf
    paper = signed_in("client").get(pdf[1])
    assert (paper.status_code, paper.content[:5]) == (200, b"%PDF-")


@pytest.mark.parametrize("given", [TYPED, DRAWN], ids=["typed", "drawn"])
def test_a_client_signs_and_the_technician_is_told(frozen, signed_in, read, cast, now, given):
    slip = frozen()
    answer = signed_in("client").post(address_of(slip), {**given, "version": "1"})
    assert (answer.status_code, answer.url) == (302, address_of(slip))
    signature = Signature.objects.get()
    assert (signature.surname, signature.kind, signature.by, signature.at) == (
        "Martin",
        given["kind"],
        cast.client,
        now,
    )
    assert signature.contact == cast.contact
    slip.intervention.refresh_from_db()
    assert slip.intervention.state == State.SIGNED
    assert Notice.objects.filter(user=cast.technician, kind=NoticeKind.SIGNED).count() == 1
    shown = read("client", address_of(slip))
    assert "Signed" in shown
    assert "Your signature" not in shown
    assert "To sign" not in read("client", "/portal/")


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(frozen, signed_in):
    slip = frozen()
    answer = signed_in("client").post(address_of(slip), {**TYPED, "surname": "", "version": "1"})
    assert answer.status_code == 422
    assert "There is no surname" in answer.text
    assert 'value="Direction"' in answer.text
    assert not Signature.objects.exists()


def test_a_client_neither_refuses_nor_stamps_for_themselves(frozen, signed_in):
    slip = frozen()
    for kind in ("refused", "absent", "stamp", "paper", "nonsense"):
        assert signed_in("client").post(address_of(slip), {**TYPED, "kind": kind, "version": "1"}).status_code == 422
    assert not Signature.objects.exists()


def test_a_slip_is_signed_once(frozen, signed_in):
    slip = frozen()
    signed_in("client").post(address_of(slip), {**TYPED, "version": "1"})
    answer = signed_in("partner").post(address_of(slip), {**TYPED, "surname": "Autre", "version": "1"})
    assert answer.status_code == 422
    assert "This slip is signed already, by Nadia Martin." in answer.text.replace("&nbsp;", " ")
    assert Signature.objects.count() == 1


def test_what_was_corrected_while_somebody_read_is_not_signed_unseen(frozen, signed_in, read, cast, at):
    slip = frozen()
    by = {"by": cast.technician, "at": at}
    correct_slip(intervention=slip.intervention, reason="Deux câbles", **by)
    shown = read("client", address_of(slip))
    assert "We are correcting this slip" in shown
    assert "Your signature" not in shown
    answer = signed_in("client").post(address_of(slip), {**TYPED, "version": "1"})
    assert answer.status_code == 422
    slip.refresh_from_db()
    slip.observations = "Onduleur et câble remplacés"
    slip.save()
    freeze_slip(intervention=slip.intervention, **by)
    assert signed_in("client").post(address_of(slip), {**TYPED, "version": "1"}).status_code == 422
    assert not Signature.objects.exists()
    shown = read("client", address_of(slip))
    for text in ("Version 2", "Deux câbles", "Before: Onduleur remplacé", "Now: Onduleur et câble remplacés"):
        assert text in shown
    assert signed_in("client").post(address_of(slip), {**TYPED, "version": "2"}).status_code == 302


@pytest.mark.parametrize("version", ["9", "x", "²", "-1"])
def test_a_version_that_there_is_not_is_not_signed(frozen, signed_in, version):
    assert signed_in("client").post(address_of(frozen()), {**TYPED, "version": version}).status_code == 404


def test_who_refused_on_site_is_not_asked_at_home_before_somebody_asks_them_again(visited, read, cast, at):
    slip = visited()
    given = Given(SignatureKind.REFUSED, reason="Pas d’accord", surname="Martin")
    sign_slip(intervention=slip.intervention, given=given, by=cast.technician, at=at)
    assert "To sign" not in read("client", "/portal/")
    assert f"{slip.number} Not signed" in read("client", "/portal/slips/")
    assert "Pas d’accord" in read("client", address_of(slip))
    ask_to_sign_later(intervention=slip.intervention, contact=cast.contact, by=cast.technician, at=at)
    assert f"{slip.number} Waits for your signature" in read("client", "/portal/")


def test_own_and_the_partners_are_read_and_nobody_elses(frozen, plan, read):
    slip, visit = frozen(), plan()
    for person in ("client", "partner"):
        assert slip.number in read(person, "/portal/slips/")
        assert "Tue 13 Oct., 10:00 – 11:00" in read(person, "/portal/slips/")
        assert "Onduleur remplacé" in read(person, address_of(slip))
    for person in ("colleague", "outsider"):
        listed = read(person, "/portal/slips/")
        assert slip.number not in listed
        assert str(visit.ticket_id) not in listed
        assert slip.number not in read(person, "/portal/")
        assert read(person, address_of(slip)) == 404
        assert read(person, f"/slips/{slip.number}.pdf") == 404


def test_a_colleague_who_sees_the_company_reads_and_signs_its_slips(frozen, signed_in, read, cast):
    slip = frozen()
    cast.colleague.contact.affiliations.update(sees_company_tickets=True)
    assert slip.number in read("colleague", "/portal/slips/")
    assert signed_in("colleague").post(address_of(slip), {**TYPED, "version": "1"}).status_code == 302


def test_nobody_foreign_signs(frozen, signed_in):
    slip = frozen()
    for person in ("colleague", "outsider"):
        assert signed_in(person).post(address_of(slip), {**TYPED, "version": "1"}).status_code == 404
    assert signed_in("technician").post(address_of(slip), {**TYPED, "version": "1"}).status_code == 404
    assert not Signature.objects.exists()


def test_an_older_slip_is_on_the_next_page(frozen, read, monkeypatch, at):
    monkeypatch.setattr("portal.views.slips.PAGE_SIZE", 1)
    newer, older = frozen(), frozen(starts_at=at - 3 * HOUR)
    first, second = read("client", "/portal/slips/"), read("client", "/portal/slips/?page=2")
    assert (newer.number in first, older.number in first) == (True, False)
    assert (newer.number in second, older.number in second) == (False, True)
    assert "To come" not in second


def test_the_company_is_named_to_who_sees_several(frozen, read, cast):
    frozen()
    assert "Clinique des Tamarins" not in read("client", "/portal/slips/")
    factories.Affiliation.objects.create(contact=cast.contact, account=cast.other)
    assert "Clinique des Tamarins" in read("client", "/portal/slips/")
