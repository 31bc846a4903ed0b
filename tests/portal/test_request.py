"""Asking for help: in plain words, once, with the way to reach us where something is stopped."""

from __future__ import annotations

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import factories
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.choices import EventKind, Kind, Role, Source, Status
from tickets.models import Message, OutboxMail, Queue, Ticket
from tickets.seeds import IT, TELECOM


@pytest.fixture
def asked(cast, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def fields(**changes):
        return {
            "key": str(uuid.uuid4()),
            "queue": Queue.objects.get(name=TELECOM).pk,
            "stopped": "critical",
            "title": "Plus de téléphone",
            "body": "Le standard ne sonne plus.",
            **changes,
        }

    return fields


@pytest.mark.parametrize(
    ("stopped", "kind"),
    [
        ("critical", Kind.INCIDENT),
        ("high", Kind.INCIDENT),
        ("medium", Kind.INCIDENT),
        ("low", Kind.SERVICE_REQUEST),
    ],
)
def test_what_is_stopped_is_the_priority_and_what_it_is_about_the_queue(signed_in, cast, asked, stopped, kind):
    response = signed_in("client").post("/portal/new/", asked(stopped=stopped))
    ticket = Ticket.objects.get()
    assert response.url == f"/portal/tickets/{ticket.number}/"
    assert (ticket.priority, ticket.kind, ticket.queue.name) == (stopped, kind, TELECOM)
    assert (ticket.account, ticket.contact, ticket.source) == (cast.account, cast.contact, Source.PORTAL)
    message = ticket.messages.get()
    assert (message.body, message.contact, message.author) == ("Le standard ne sonne plus.", cast.contact, None)
    assert ticket.responded_at is None
    assert OutboxMail.objects.filter(key=f"opened:{ticket.number}", to=cast.contact.email).exists()


def test_the_files_come_along(signed_in, asked):
    files = [SimpleUploadedFile("a.txt", b"1"), SimpleUploadedFile("b.txt", b"2")]
    signed_in("client").post("/portal/new/", asked(attachments=files))
    assert [file.name for file in Message.objects.get().attachments.all()] == ["a.txt", "b.txt"]


def test_sent_twice_it_is_one_ticket(signed_in, asked):
    fields = asked()
    answers = [signed_in("client").post("/portal/new/", fields).url for _ in range(2)]
    assert answers[0] == answers[1]
    assert (Ticket.objects.count(), Message.objects.count()) == (1, 1)


def test_a_form_with_the_key_of_another_ticket_is_asked_again_with_a_new_one(signed_in, asked):
    fields = asked()
    signed_in("client").post("/portal/new/", fields)
    page = signed_in("client").post("/portal/new/", {**fields, "title": "Autre chose"})
    assert page.status_code == 422
    assert "has already become ticket" in page.text
    assert fields["key"] not in page.text
    assert Ticket.objects.count() == 1


def test_the_key_of_somebody_elses_ticket_tells_nothing_of_it(signed_in, cast, asked):
    fields = asked()
    signed_in("client").post("/portal/new/", fields)
    page = signed_in("outsider").post("/portal/new/", fields)
    assert page.status_code == 422
    assert f"ticket {Ticket.objects.get().number}" not in page.text
    assert (Ticket.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize("missing", ["queue", "stopped", "title", "body"])
def test_what_is_missing_is_said_and_what_was_typed_stays(signed_in, asked, missing):
    page = signed_in("client").post("/portal/new/", asked(**{missing: " "}))
    assert (page.status_code, Ticket.objects.count()) == (422, 0)
    assert "field-error" in page.text
    kept = "Le standard ne sonne plus." if missing != "body" else "Plus de téléphone"
    assert kept in page.text


def test_a_program_is_refused_and_nothing_is_opened(signed_in, asked):
    page = signed_in("client").post("/portal/new/", asked(attachments=SimpleUploadedFile("virus.exe", b"MZ")))
    assert page.status_code == 422
    assert "is a program" in page.text
    assert Ticket.objects.count() == 0


@pytest.mark.parametrize("person", ["client", "partner"])
def test_nobody_asks_for_a_company_that_is_not_theirs(signed_in, cast, asked, person):
    signed_in(person).post("/portal/new/", asked(account=cast.other.pk))
    assert not Ticket.objects.filter(account=cast.other).exists()


def test_a_partner_says_for_which_company(signed_in, cast, asked):
    page = signed_in("partner").get("/portal/new/").text
    assert cast.account.name in page
    assert cast.other.name not in page
    assert signed_in("partner").post("/portal/new/", asked()).status_code == 422
    signed_in("partner").post("/portal/new/", asked(account=cast.account.pk))
    ticket = Ticket.objects.get()
    assert (ticket.account, ticket.contact) == (cast.account, cast.partner.contact)
    assert signed_in("partner").get(f"/portal/tickets/{ticket.number}/").status_code == 200


@pytest.mark.parametrize(
    ("stopped", "with_contract", "reach"),
    [
        ("critical", True, "06 39 98 00 12"),
        ("high", True, "choix 2"),
        ("critical", False, "surtaxé"),
        ("high", False, "surtaxé"),
    ],
)
def test_as_soon_as_something_is_stopped_the_way_to_reach_us_stands_in_large(
    signed_in, cast, asked, stopped, with_contract, reach
):
    if not with_contract:
        cast.account.contracts.all().delete()
    query = {"queue": Queue.objects.get(name=IT).pk, "stopped": stopped}
    page = signed_in("client").get("/portal/new/preview/", query).text
    assert "reach-large" in page
    assert reach in page
    # Without a script it stands there after sending.
    page = signed_in("client").post("/portal/new/", asked(stopped=stopped), follow=True).text
    assert "reach-large" in page
    assert reach in page


def test_what_only_annoys_shows_no_alarm(signed_in, asked):
    page = signed_in("client").get("/portal/new/preview/", {"stopped": "medium"}).text
    assert "reach-large" not in page
    assert "support@example.org" in page


def test_the_preview_promises_what_is_then_stored(signed_in, asked):
    query = {"queue": Queue.objects.get(name=TELECOM).pk, "stopped": "critical"}
    page = signed_in("client").get("/portal/new/preview/", query).text
    # From Monday, 11:00: one hour to answer, four to solve, with lunch between.
    assert 'datetime="2026-10-12T12:00:00+02:00"' in page
    assert 'datetime="2026-10-12T16:30:00+02:00"' in page
    signed_in("client").post("/portal/new/", asked())
    stored = [clock.due_at.isoformat() for clock in Ticket.objects.get().clocks.order_by("due_at")]
    assert stored == ["2026-10-12T10:00:00+00:00", "2026-10-12T14:30:00+00:00"]


def test_the_alarm_goes_once_somebody_has_answered(signed_in, cast, asked, now):
    signed_in("client").post("/portal/new/", asked())
    ticket = Ticket.objects.get()
    reply_to_ticket(ticket=ticket, body="On arrive.", by=cast.technician, at=now)
    assert "reach-large" not in signed_in("client").get(f"/portal/tickets/{ticket.number}/").text


def test_a_new_request_names_the_ticket_it_follows_if_one_sees_it(signed_in, cast, open_ticket, at):
    ticket = open_ticket(title="Messagerie lente")
    resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=at)
    page = signed_in("client").get(f"/portal/new/?about={ticket.number}").text
    assert "Messagerie lente" in page
    assert f"This follows ticket {ticket.number}." in page
    for nobody, number in (("outsider", ticket.number), ("client", 999_999), ("client", "9" * 30)):
        page = signed_in(nobody).get(f"/portal/new/?about={number}")
        assert (page.status_code, "This follows" in page.text, "Messagerie lente" in page.text) == (200, False, False)


def test_who_is_of_no_company_is_told_so(client, now, asked, db):
    client.force_login(factories.user("alone", Role.CLIENT))
    page = client.post("/portal/new/", asked())
    assert (page.status_code, "belongs to no company" in page.text) == (422, True)
    assert Ticket.objects.count() == 0


def test_the_history_says_that_the_client_opened_it(signed_in, cast, asked):
    signed_in("client").post("/portal/new/", asked())
    event = Ticket.objects.get().events.get(kind=EventKind.OPENED)
    assert event.by == cast.client
    assert Ticket.objects.get().status in (Status.NEW, Status.ASSIGNED)
