"""Known incidents: what a caller may be calling about with many others, and a call that joins them."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import factories
from tickets.actions.announce import announce_incident, unannounce_incident
from tickets.actions.link import link_tickets
from tickets.actions.open import open_ticket as open_by_action
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.choices import EventKind, Kind, LinkKind
from tickets.models import Event, Link, Queue, Ticket, WorkType
from tickets.promises import Intake
from tickets.queries import known_incidents
from tickets.refusal import ActionRefused
from tickets.seeds import IT, TELECOM


@pytest.fixture
def it(cast) -> Queue:
    return Queue.objects.get(name=IT)


@pytest.fixture
def telecom(cast) -> Queue:
    return Queue.objects.get(name=TELECOM)


@pytest.fixture
def announced(cast, open_ticket, at):
    """An incident of the other company in the IT queue, which everybody calls about."""
    ticket = open_ticket(account=cast.other, contact=None, title="Messagerie en panne", at=at - dt.timedelta(hours=1))
    return announce_incident(ticket=ticket, by=cast.manager, at=at)


@pytest.fixture
def attach(cast, it, at):
    """A call of a company about a known incident."""

    def attached(known, *, account=None, key=None, title="Plus de messages"):
        intake = Intake(account=account or cast.account, queue=it, title=title, priority="high", known=known, key=key)
        return open_by_action(intake=intake, by=cast.operator, at=at)

    return attached


# What is known -----------------------------------------------------------------------------------
def test_what_is_announced_in_a_queue_is_known_to_all_who_call_there(cast, announced, it, telecom):
    assert list(known_incidents(cast.account, it)) == [announced]
    assert list(known_incidents(None, it)) == [announced]
    assert list(known_incidents(cast.account, telecom)) == []


def test_what_is_announced_of_an_account_is_known_in_every_queue(cast, announced, telecom):
    assert list(known_incidents(cast.other, telecom)) == [announced]
    assert list(known_incidents(cast.other, None)) == [announced]


def test_before_account_and_queue_are_known_nothing_is(announced):
    assert list(known_incidents(None, None)) == []


def test_what_is_open_but_not_announced_is_not(cast, open_ticket, it):
    open_ticket()
    assert list(known_incidents(cast.account, it)) == []


def test_what_is_solved_or_announced_no_more_is_not(cast, announced, it, at):
    unannounce_incident(ticket=announced, by=cast.manager, at=at)
    assert list(known_incidents(cast.account, it)) == []
    announce_incident(ticket=announced, by=cast.manager, at=at)
    resolve_ticket(ticket=announced, solution="Redémarrée", by=cast.technician, at=at)
    assert list(known_incidents(cast.account, it)) == []


def test_a_problem_is_known_to_who_has_an_incident_of_it(cast, open_ticket, it, at):
    problem = open_ticket(account=cast.other, contact=None, kind=Kind.PROBLEM, title="Certificat expiré")
    assert list(known_incidents(cast.account, it)) == []
    incident = open_ticket()
    link_tickets(ticket=incident, other=problem, kind=LinkKind.PROBLEM, by=cast.technician, at=at)
    assert list(known_incidents(cast.account, it)) == [problem]
    Ticket.objects.filter(pk=incident.pk).update(status="cancelled")
    assert list(known_incidents(cast.account, it)) == []


def test_another_kind_of_link_makes_nothing_known(cast, open_ticket, it, at):
    problem = open_ticket(account=cast.other, contact=None, kind=Kind.PROBLEM)
    link_tickets(ticket=open_ticket(), other=problem, kind=LinkKind.PARENT, by=cast.technician, at=at)
    assert list(known_incidents(cast.account, it)) == []


def test_the_newest_comes_first(cast, announced, open_ticket, it, at):
    newer = announce_incident(ticket=open_ticket(account=cast.other, contact=None), by=cast.manager, at=at)
    assert list(known_incidents(None, it)) == [newer, announced]


def test_clients_are_counted_once_each_and_its_own_among_them(cast, announced, attach, it):
    third = factories.account("Mairie")
    attach(announced), attach(announced), attach(announced, account=third), attach(announced, account=cast.other)
    assert known_incidents(None, it).get().affected == 3


def test_who_was_cancelled_is_not_affected(cast, announced, attach, it):
    Ticket.objects.filter(pk=attach(announced).pk).update(status="cancelled")
    assert known_incidents(None, it).get().affected == 1


def test_it_is_one_statement_however_many_are_affected(cast, announced, attach, it):
    for number in range(4):
        attach(announced, account=factories.account(f"Société {number}"))
    with CaptureQueriesContext(connection) as statements:
        assert known_incidents(cast.account, it).get().affected == 5
    assert len(statements) == 1


# A call that joins it ----------------------------------------------------------------------------
def test_the_call_is_a_ticket_with_its_own_promise_and_linked(cast, announced, attach, at):
    ticket = attach(announced)
    link = Link.objects.get()
    assert (link.ticket, link.other, link.kind) == (ticket, announced, LinkKind.PROBLEM)
    assert (ticket.account, ticket.opened_at) == (cast.account, at)
    assert [clock.started_at for clock in ticket.clocks.all()] == [at, at]
    assert ticket.messages.get().is_intake
    assert ticket.version == Ticket.objects.get(pk=ticket.pk).version


def test_both_histories_say_so(announced, attach):
    ticket = attach(announced)
    said = Event.objects.filter(kind=EventKind.LINKED).values_list("ticket", "data__number")
    assert set(said) == {(ticket.pk, announced.pk), (announced.pk, ticket.pk)}


def test_sent_twice_it_is_one_ticket_and_one_link(announced, attach):
    key = uuid.uuid4()
    assert attach(announced, key=key) == attach(announced, key=key)
    assert (Link.objects.count(), Ticket.objects.count()) == (1, 2)


def test_no_ticket_is_opened_where_the_incident_is_known_no_more(cast, announced, attach, at):
    unannounce_incident(ticket=announced, by=cast.manager, at=at)
    with pytest.raises(ActionRefused, match="neither a problem nor a known incident"):
        attach(announced)
    assert Ticket.objects.count() == 1


# On the page -------------------------------------------------------------------------------------
@pytest.fixture
def phone(client, cast, monkeypatch, at):
    monkeypatch.setattr("helpdesk.middleware.timezone.now", lambda: at)
    client.force_login(cast.operator)
    return client


@pytest.fixture
def form(cast, it):
    def filled(**changes):
        return {
            "intake_key": str(uuid.uuid4()),
            "queue": it.pk,
            "account": cast.account.pk,
            "caller": cast.account.name,
            "contact": cast.contact.pk,
            "title": "Plus de messages",
            "description": "Depuis neuf heures",
            "priority": "high",
            "kind": "incident",
            "work_type": WorkType.objects.get(is_default=True).pk,
            **changes,
        }

    return filled


def test_it_stands_beside_the_form_as_soon_as_the_queue_is_known(phone, announced):
    page = phone.get(reverse("ticket_new"), {"queue": "010"}).content.decode()
    assert "Known incident in progress" in page
    assert "Messagerie en panne" in page
    assert "1 client affected" in page
    assert "9:00" in page


def test_another_procedure_takes_it_away_without_a_reload(phone, form, announced, telecom):
    asked = {"headers": {"HX-Request": "true", "HX-Trigger-Name": "queue"}}
    assert "Messagerie en panne" in phone.get(reverse("ticket_new_preview"), form(), **asked).content.decode()
    other = phone.get(reverse("ticket_new_preview"), form(queue=telecom.pk), **asked).content.decode()
    assert "Messagerie en panne" not in other
    assert 'id="known"' in other


def test_what_clients_were_last_told_can_be_read_out(phone, cast, announced, at):
    reply_to_ticket(ticket=announced, body="Rétablissement prévu à midi.", by=cast.technician, at=at)
    assert "Rétablissement prévu à midi." in phone.get(reverse("ticket_new"), {"queue": "010"}).content.decode()


def test_a_call_is_attached_by_the_form_and_the_number_page_says_so(phone, form, announced):
    page = phone.post(reverse("ticket_new"), form(cause=announced.pk), follow=True).content.decode()
    ticket = Ticket.objects.latest("pk")
    assert Link.objects.get().ticket == ticket
    assert f"One more client affected by {announced.number}" in page


def test_without_a_title_it_takes_that_of_the_incident(phone, form, announced):
    phone.post(reverse("ticket_new"), form(cause=announced.pk, title=""))
    assert Ticket.objects.latest("pk").title == "Messagerie en panne"


def test_a_title_is_still_asked_for_without_an_incident(phone, form):
    assert list(phone.post(reverse("ticket_new"), form(title="")).context["form"].errors) == ["title"]


def test_one_that_ended_meanwhile_is_said_and_nothing_typed_is_lost(phone, form, cast, announced, at):
    unannounce_incident(ticket=announced, by=cast.manager, at=at)
    page = phone.post(reverse("ticket_new"), form(cause=announced.pk))
    assert "is not announced any more" in page.content.decode()
    assert "Depuis neuf heures" in page.content.decode()
    assert Ticket.objects.count() == 1


def test_a_choice_stays_chosen_while_the_form_goes_on(phone, form, announced):
    page = phone.get(reverse("ticket_new_preview"), form(cause=announced.pk)).content.decode()
    assert "checked" in page[page.index('id="known"') :]


def test_a_contact_created_in_place_joins_it_too(phone, form, announced):
    phone.post(reverse("ticket_new"), form(cause=announced.pk, contact="", new_contact_name="Inès"))
    assert Link.objects.get().ticket.contact.name == "Inès"


@pytest.mark.parametrize("dialled", ["010", "020", " 020 "])
def test_where_a_caller_is_asked_for_the_shortcut_chooses_the_procedure(phone, form, dialled):
    page = phone.post(
        reverse("ticket_new"), form(account="", contact="", caller=dialled, queue="") | {"step": "search"}
    )
    assert page.context["form"].known("queue").shortcut == dialled.strip()
    assert page.context["form"]["caller"].value() == ""


def test_a_queue_out_of_use_is_not_offered(phone, telecom):
    Queue.objects.filter(pk=telecom.pk).update(is_active=False)
    page = phone.get(reverse("ticket_new"), {"queue": "020"})
    assert page.context["form"].known("queue") is None
    assert telecom.name not in page.content.decode().split("</header>")[-1].split("<aside")[0]
