"""The client has the slip in the mail, once, in their language, whoever signed."""

from __future__ import annotations

import datetime as dt

import pytest

from interventions.actions.mail_slips import mail_slips
from interventions.choices import SignatureKind
from interventions.models import SlipVersion
from tests.interventions.written import frozen, read, signed
from tickets.choices import MailKind
from tickets.mime import message_of
from tickets.models import OutboxMail

pytestmark = pytest.mark.django_db


def slips_mailed() -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(kind=MailKind.SLIP).order_by("pk"))


@pytest.fixture(autouse=True)
def english(cast):
    cast.contact.language = "en"
    cast.contact.save()


def test_a_signed_slip_is_mailed_once_with_its_paper(slip, cast, at):
    version = frozen(slip, cast.technician, at)
    assert mail_slips(at=at) == 0
    signed(version, cast.technician, at, first_name="Nadia")
    assert [mail_slips(at=at), mail_slips(at=at)] == [1, 0]
    (mail,) = slips_mailed()
    assert (mail.to, mail.ticket, mail.sent_at) == (cast.contact.email, slip.intervention.ticket, None)
    assert "2026-0042" in mail.subject
    assert "signed by Nadia Martin" in mail.body
    (enclosed,) = message_of(mail).attachments
    assert enclosed.filename == "2026-0042.pdf"
    assert read(enclosed.content).metadata.title.startswith("Intervention slip")
    assert SlipVersion.objects.get().mailed_at == at


def test_whoever_signed_by_a_link_has_a_copy(slip, cast, at):
    signed(frozen(slip, cast.technician, at), cast.technician, at, contact=cast.colleague.contact)
    mail_slips(at=at)
    (mail,) = slips_mailed()
    assert (mail.to, mail.cc) == (cast.contact.email, [cast.colleague.contact.email])


def test_what_nobody_signed_is_mailed_with_the_reason(slip, cast, at):
    unsigned = {"kind": SignatureKind.ABSENT, "surname": "", "strokes": [], "reason": "Personne à l’accueil"}
    signed(frozen(slip, cast.technician, at), cast.technician, at, **unsigned)
    mail_slips(at=at)
    assert "nobody there" in slips_mailed()[0].body


def test_a_correction_says_what_it_changed(slip, cast, at):
    signed(frozen(slip, cast.technician, at), cast.technician, at)
    slip.findings = "Onduleur éteint"
    slip.save()
    signed(frozen(slip, cast.technician, at), cast.technician, at + dt.timedelta(hours=1))
    mail_slips(at=at)
    body = slips_mailed()[1].body
    assert "It was corrected: Quantité fausse" in body
    assert "batterie gonflée. → Onduleur éteint" in body


def test_who_does_not_want_it_gets_none_and_it_waits_for_nobody(slip, cast, at):
    cast.contact.muted = [MailKind.SLIP]
    cast.contact.save()
    signed(frozen(slip, cast.technician, at), cast.technician, at)
    assert mail_slips(at=at) == 1
    assert slips_mailed() == []
