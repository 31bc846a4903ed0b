"""Clients get an appointment that their calendar follows; technicians hear of their visits."""

from __future__ import annotations

import datetime as dt

import pytest
from icalendar import Calendar

from interventions.actions.cancel import cancel_intervention
from interventions.actions.plan import Appointment, Errand, describe_intervention, move_intervention
from interventions.choices import State
from interventions.models import Intervention, Site
from tests import factories
from tests.interventions.conftest import HOUR
from tickets.actions.cancel import cancel_ticket
from tickets.actions.merge import merge_ticket
from tickets.choices import MailKind, NoticeKind, Role
from tickets.mime import message_of
from tickets.models import Letterhead, Notice, OutboxMail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(cast):
    Letterhead.objects.update_or_create(pk=1, defaults={"name": "Prado Infogérance", "email": "support@example.org"})
    for person in (cast.contact, cast.technician):
        person.language = "en"
        person.save()


def mails(kind: MailKind = MailKind.VISIT) -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(kind=kind).order_by("pk"))


def appointment_in(mail: OutboxMail) -> tuple[str, object]:
    """The method and the event of the calendar in a mail, which stands there as an alternative and as a file."""
    message = message_of(mail)
    (alternative,) = [each for each in message.alternatives if each.mimetype.startswith("text/calendar")]
    (file,) = message.attachments
    assert (file.filename, file.mimetype) == ("visit.ics", "application/ics")
    calendar = Calendar.from_ical(alternative.content)
    assert alternative.mimetype == f"text/calendar; method={calendar['method']}; charset=utf-8"
    (event,) = calendar.walk("VEVENT")
    return str(calendar["method"]), event


def test_the_client_is_invited(plan, cast, at):
    site = Site.objects.create(account=cast.account, name="Atelier", address="3 rue des Lices\n13007 Marseille")
    visit = plan(site=site)
    (mail,) = mails()
    assert mail.to == cast.contact.email
    assert "Visit planned: Tuesday 13 October 2026, 10:00 to 11:00" in mail.subject
    assert "Who comes: Technician" in mail.body
    method, event = appointment_in(mail)
    assert (method, event["status"], event["sequence"]) == ("REQUEST", "CONFIRMED", 0)
    assert (event["dtstart"].dt, event["dtend"].dt) == (visit.starts_at, visit.ends_at)
    assert event["location"] == "Atelier, 3 rue des Lices, 13007 Marseille"
    assert event["attendee"] == f"mailto:{cast.contact.email}"
    assert event["organizer"] == "mailto:support@example.org"


def test_a_change_has_the_same_name_and_a_higher_sequence(plan, cast, at):
    visit = plan()
    later = Appointment(visit.starts_at + HOUR, visit.ends_at + HOUR, [cast.technician])
    move_intervention(intervention=visit, appointment=later, by=cast.operator, at=at)
    cancel_intervention(intervention=visit, reason="Client fermé", by=cast.operator, at=at)
    told = [appointment_in(mail) for mail in mails()]
    assert [method for method, _event in told] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [event["sequence"] for _method, event in told] == [0, 1, 2]
    assert len({str(event["uid"]) for _method, event in told}) == 1
    assert told[1][1]["dtstart"].dt == later.starts_at
    assert told[2][1]["status"] == "CANCELLED"
    assert "Visit cancelled (Client fermé)" in mails()[2].body


def test_the_same_move_twice_is_told_once(plan, cast, at):
    visit = plan()
    later = Appointment(visit.starts_at + HOUR, visit.ends_at + HOUR, [cast.technician])
    for _time in range(2):
        move_intervention(intervention=visit, appointment=later, by=cast.operator, at=at)
    assert len(mails()) == 2


def test_who_is_not_asked_for_any_more_is_told_so(plan, cast, at):
    ana = factories.contact("Ana", cast.account, language="en")
    visit = plan(contact=ana)
    assert {mail.to for mail in mails()} == {ana.email, cast.contact.email}
    errand = Errand(visit.purpose, contact=cast.contact)
    describe_intervention(intervention=visit, errand=errand, by=cast.operator, at=at)
    last = {mail.to: appointment_in(mail)[0] for mail in mails()[2:]}
    assert last == {cast.contact.email: "REQUEST", ana.email: "CANCEL"}


def test_who_declines_such_mails_gets_none(plan, cast):
    cast.contact.muted = [MailKind.VISIT]
    cast.contact.save()
    plan()
    assert mails() == []


def test_a_technician_is_told_what_others_plan_for_them(plan, cast, at):
    visit = plan()
    plan(by=cast.technician, starts_at=visit.ends_at)
    (mail,) = mails(MailKind.VISIT_GIVEN)
    assert mail.to == cast.technician.email
    assert "Clinique des Tamarins" in mail.subject
    notice = Notice.objects.get(kind=NoticeKind.VISIT)
    assert (notice.user, notice.ticket) == (cast.technician, visit.ticket)
    assert notice.text == "Visit planned, Tuesday 13 October 2026, 10:00 to 11:00"


def test_who_does_not_come_any_more_is_told_so(plan, cast, at):
    other = factories.user("rene", Role.TECHNICIAN)
    visit = plan()
    instead = Appointment(visit.starts_at, visit.ends_at, [other])
    move_intervention(intervention=visit, appointment=instead, by=cast.operator, at=at)
    told = {mail.to: mail.body.partition(" by ")[0] for mail in mails(MailKind.VISIT_GIVEN)[1:]}
    assert told == {cast.technician.email: "Visit without you", other.email: "Visit changed"}


def test_visits_to_come_go_with_a_merged_ticket(plan, cast, open_ticket, at):
    visit, into = plan(), open_ticket()
    merge_ticket(ticket=visit.ticket, into=into, by=cast.operator, at=at)
    assert Intervention.objects.get().ticket == into


def test_nobody_is_sent_for_a_cancelled_ticket(plan, cast, at):
    visit = plan()
    cancel_ticket(ticket=visit.ticket, reason="Doublon", by=cast.client, at=at)
    visit.refresh_from_db()
    assert (visit.state, visit.cancelled_because) == (State.CANCELLED, "Doublon")
    assert appointment_in(mails()[-1])[0] == "CANCEL"
    plan(starts_at=visit.starts_at)


def test_over_midnight_both_days_are_named(plan, at):
    plan(starts_at=at + dt.timedelta(hours=10), ends_at=at + dt.timedelta(hours=20))
    assert "Monday 12 October 2026, 20:00 to Tuesday 13 October 2026, 6:00" in mails()[0].subject
