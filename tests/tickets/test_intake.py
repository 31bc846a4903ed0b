"""Intake: a call becomes a ticket, and what was shown before is what is stored."""

from __future__ import annotations

import datetime as dt
import threading
import uuid

import pytest
from django.db import connection
from django.urls import reverse

from sla.models import Calendar, Policy, SpecialOpening
from sla.seeds import BUSINESS_HOURS, CARRIER, STANDARD
from tests import factories
from tickets.actions.contact import create_contact
from tickets.actions.open import open_ticket
from tickets.actions.open_for_new_contact import open_ticket_for_new_contact
from tickets.choices import Role, Source, Status
from tickets.models import Absence, Contact, Duty, IssueType, Queue, Ticket, User, WorkType
from tickets.promises import Intake, plan
from tickets.refusal import ActionRefused
from tickets.seeds import IT, TELECOM


@pytest.fixture
def now(monkeypatch, at):
    """Time stands still at `at` for every request."""
    monkeypatch.setattr("helpdesk.middleware.timezone.now", lambda: at)
    return at


@pytest.fixture
def phone(client, cast, now):
    """The operator's browser."""
    client.force_login(cast.operator)
    return client


@pytest.fixture
def form(cast):
    """A form filled in rightly; `form(title="")` changes a field."""

    def filled(**changes):
        return {
            "intake_key": str(uuid.uuid4()),
            "queue": Queue.objects.get(name=IT).pk,
            "account": cast.account.pk,
            "caller": cast.account.name,
            "contact": cast.contact.pk,
            "title": "Imprimante hors ligne",
            "description": "Plus rien ne sort depuis midi.",
            "priority": "high",
            "kind": "incident",
            "work_type": WorkType.objects.get(is_default=True).pk,
            **changes,
        }

    return filled


# The promise before saving ---------------------------------------------------------------------
@pytest.mark.parametrize("policy", [None, STANDARD, "Contrat 2016", CARRIER])
@pytest.mark.parametrize("priority", ["critical", "high", "medium", "low"])
@pytest.mark.parametrize("opened", ["2026-10-12T10:00+02:00", "2026-10-16T17:55+02:00", "2026-10-24T23:30+02:00"])
def test_what_is_planned_is_what_is_saved(cast, policy, priority, opened):
    account = factories.account("Lauzier", policy=policy)
    intake = Intake(account=account, queue=Queue.objects.get(name=IT), title="Panne", priority=priority)
    at = dt.datetime.fromisoformat(opened)
    ledger = plan(intake, by=cast.operator, at=at)
    assert not Ticket.objects.exists()
    ticket = open_ticket(intake=intake, by=cast.operator, at=at)
    saved = {clock.metric: (clock.due_at, clock.target) for clock in ticket.clocks.all()}
    assert {clock.metric: (clock.due_at, clock.target) for clock in ledger.clocks} == saved
    assert (ledger.ticket.policy, ledger.ticket.technician) == (ticket.policy, ticket.technician)


def test_an_intake_call_answers_where_the_policy_says_so(cast, at):
    Policy.objects.filter(name=STANDARD).update(intake_call_is_response=True)
    intake = Intake(account=cast.account, queue=Queue.objects.get(name=IT), title="Panne", priority="high")
    ticket = open_ticket(intake=intake, by=cast.operator, at=at)
    assert ticket.responded_at == at
    assert ticket.clocks.get(metric="response").verdict == "met"
    assert ticket.clocks.get(metric="resolution").is_running


def test_the_preview_shows_queue_resource_policy_and_both_deadlines(phone, form):
    page = phone.get(reverse("ticket_new_preview"), form()).content.decode()
    assert all(word in page for word in (IT, "Philippe", STANDARD, "12:00", "mar. 10:30"))
    assert not Ticket.objects.exists()


def test_the_preview_skips_who_is_absent(phone, form, now):
    philippe = User.objects.get(name="Philippe")
    Absence.objects.create(user=philippe, from_at=now, until_at=now + dt.timedelta(days=1))
    page = phone.get(reverse("ticket_new_preview"), form()).content.decode()
    assert "Jérôme" in page
    assert "Philippe" not in page


def test_the_preview_says_who_is_on_call_where_the_queue_is_closed(phone, form, now):
    queue = Queue.objects.get(name=IT)
    queue.calendar = Calendar.objects.get(name=BUSINESS_HOURS)
    queue.save()
    SpecialOpening.objects.create(name="Matin", calendar=queue.calendar, date=now.date(), opens="14:00", closes="18:00")
    assert "nobody is present" in phone.get(reverse("ticket_new_preview"), form()).content.decode()
    on_call = {"from_at": now, "until_at": now + dt.timedelta(hours=1)}
    Duty.objects.create(queue=queue, technician=User.objects.get(name="Pascal"), **on_call)
    page = phone.get(reverse("ticket_new_preview"), form()).content.decode()
    assert "Pascal" in page
    assert "on call" in page


def test_the_preview_of_an_empty_form_asks_for_what_is_missing(phone):
    response = phone.get(reverse("ticket_new_preview"))
    assert response.status_code == 200
    assert "clock-meter" not in response.content.decode()


def test_without_contract_nothing_is_promised_and_it_is_said(phone, form):
    free = factories.account("Sans Accord")
    page = phone.get(
        reverse("ticket_new_preview"), form(account=free.pk, caller=free.name, contact="")
    ).content.decode()
    assert "Sans contrat" in page
    assert page.count('data-state="none"') == 2


def test_a_line_with_guaranteed_repair_has_a_resolution_deadline(phone, form):
    carrier = factories.account("Lignes", policy=CARRIER)
    known = form(account=carrier.pk, caller=carrier.name, contact="")
    without = phone.get(reverse("ticket_new_preview"), known).content.decode()
    with_it = phone.get(reverse("ticket_new_preview"), {**known, "has_guaranteed_repair": "on"}).content.decode()
    assert without.count('data-state="none"') == 1
    assert with_it.count('data-state="none"') == 0


def test_sub_issues_follow_the_issue_type(phone, form):
    mail = IssueType.objects.get(name="Messagerie")
    asked = form(issue_type=mail.pk)
    page = phone.get(
        reverse("ticket_new_preview"), asked, headers={"HX-Request": "true", "HX-Trigger-Name": "issue_type"}
    ).content.decode()
    assert "Indésirables" in page
    assert "Sauvegarde" not in page
    assert "step-issue-type" not in page


def test_issues_follow_the_queue(phone, form):
    asked = form(queue=Queue.objects.get(name=TELECOM).pk)
    page = phone.get(
        reverse("ticket_new_preview"), asked, headers={"HX-Request": "true", "HX-Trigger-Name": "queue"}
    ).content.decode()
    assert "Lien opérateur" in page
    assert "Messagerie vocale" in page
    assert "Indésirables" not in page


# The form ----------------------------------------------------------------------------------------
def test_a_shortcut_presets_its_queue(phone):
    page = phone.get(reverse("ticket_new"), {"queue": "020"})
    assert page.context["form"].known("queue").name == TELECOM
    assert page.context["verdict"].queue.name == TELECOM


def test_an_unknown_shortcut_presets_nothing(phone):
    assert phone.get(reverse("ticket_new"), {"queue": "999"}).context["form"].known("queue") is None


def test_a_known_number_fills_in_who_calls(phone, cast):
    cast.contact.phones.create(number="+33639980001")
    page = phone.get(reverse("ticket_new"), {"queue": "010", "phone": "06 39 98 00 01"})
    assert page.context["form"].company == cast.account
    assert page.context["form"].known("contact") == cast.contact
    assert page.context["caller"].contact == cast.contact


def test_without_script_every_group_of_issues_is_there(phone):
    page = phone.get(reverse("ticket_new")).content.decode()
    assert all(f'label="{name}"' in page for name in (IT, TELECOM, "Messagerie", "Mobile"))


def test_a_step_keeps_everything_typed_and_reproaches_nothing(phone, form):
    typed = form(account="", contact="", caller="tamarins nadia", title="", description="Depuis midi")
    page = phone.post(reverse("ticket_new"), {**typed, "step": "search"})
    assert page.status_code == 200
    assert not page.context["form"].errors
    assert "Depuis midi" in page.content.decode()
    assert page.context["caller"].contact.name == "Nadia"
    assert not Ticket.objects.exists()


def test_picking_a_match_fills_in_company_and_person(phone, form, cast):
    typed = form(account="", contact="", caller="tam")
    page = phone.post(reverse("ticket_new"), {**typed, "pick": f"{cast.account.pk}:{cast.contact.pk}"})
    assert page.context["form"]["caller"].value() == cast.account.name
    assert page.context["form"].known("contact") == cast.contact


@pytest.mark.parametrize("pick", ["", "x", "0:0", "999999", "1:x:2"])
def test_a_pick_of_nobody_changes_nothing(phone, form, pick):
    page = phone.post(reverse("ticket_new"), {**form(account="", contact="", caller=""), "pick": pick})
    assert page.status_code == 200
    assert page.context["form"].company is None


def test_a_saved_call_gives_its_number_in_large(phone, form, cast, now):
    response = phone.post(reverse("ticket_new"), form(), follow=True)
    ticket = Ticket.objects.get()
    assert response.redirect_chain == [(reverse("ticket_opened", args=[ticket.number]), 302)]
    assert f'<b class="opened-number">{ticket.number}</b>' in response.content.decode()
    assert (ticket.source, ticket.status, ticket.opened_at) == (Source.PHONE, Status.ASSIGNED, now)
    assert (ticket.account, ticket.contact, ticket.technician.name) == (cast.account, cast.contact, "Philippe")
    assert ticket.work_type.is_default
    assert ticket.messages.get().is_intake
    assert ticket.clocks.get(metric="response").due_at == now.replace(hour=12)


@pytest.mark.parametrize(
    ("field", "value"),
    [("queue", ""), ("title", ""), ("title", "ab"), ("priority", ""), ("priority", "urgent"), ("caller", "")],
)
def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(phone, form, field, value):
    page = phone.post(reverse("ticket_new"), form(**{field: value}))
    assert page.status_code == 200
    assert list(page.context["form"].errors) == [field]
    assert "Plus rien ne sort depuis midi." in page.content.decode()
    assert "field-error" in page.content.decode()
    assert not Ticket.objects.exists()


def test_a_company_typed_over_after_the_choice_is_not_saved_for_the_first(phone, form, cast):
    page = phone.post(reverse("ticket_new"), form(caller=cast.other.name))
    assert list(page.context["form"].errors) == ["caller"]
    assert not Ticket.objects.exists()


def test_a_contact_of_another_company_is_refused(phone, form, cast):
    page = phone.post(reverse("ticket_new"), form(contact=Contact.objects.get(name="Hugo").pk))
    assert list(page.context["form"].errors) == ["contact"]


def test_a_sub_issue_alone_brings_its_issue_type(phone, form):
    sub = IssueType.objects.get(name="Indésirables")
    phone.post(reverse("ticket_new"), form(sub_issue_type=sub.pk))
    assert Ticket.objects.get().issue_type == sub.parent


def test_a_sub_issue_of_another_type_is_refused(phone, form):
    sub, other = IssueType.objects.get(name="Indésirables"), IssueType.objects.get(name="Serveur")
    page = phone.post(reverse("ticket_new"), form(sub_issue_type=sub.pk, issue_type=other.pk))
    assert list(page.context["form"].errors) == ["sub_issue_type"]


def test_the_page_costs_the_same_queries_whatever_is_open(phone, form, open_ticket, django_assert_max_num_queries):
    for _ in range(8):
        open_ticket()
    typed = form()
    phone.post(reverse("ticket_new"), {**typed, "step": "refresh"})
    with django_assert_max_num_queries(60) as few:
        phone.post(reverse("ticket_new"), {**typed, "step": "refresh"})
    for _ in range(8):
        open_ticket()
    with django_assert_max_num_queries(len(few.captured_queries)):
        phone.post(reverse("ticket_new"), {**typed, "step": "refresh"})


# Somebody new ------------------------------------------------------------------------------------
def test_somebody_new_is_created_with_the_ticket(phone, form, cast):
    new = form(contact="", new_contact_name="Inès", new_contact_phone="06.39.98.00.07")
    phone.post(reverse("ticket_new"), new)
    contact = Contact.objects.get(name="Inès")
    assert Ticket.objects.get().contact == contact
    assert list(contact.accounts.all()) == [cast.account]
    assert contact.phones.get().number == "+33639980007"


def test_nobody_is_created_when_the_ticket_is_refused(phone, form):
    phone.post(reverse("ticket_new"), form(contact="", new_contact_name="Inès", title=""))
    assert not Contact.objects.filter(name="Inès").exists()


def test_an_impossible_number_is_an_error_beside_it(phone, form):
    page = phone.post(reverse("ticket_new"), form(contact="", new_contact_name="Inès", new_contact_phone="12"))
    assert list(page.context["form"].errors) == ["new_contact_phone"]


def test_an_unknown_number_is_kept_for_the_new_contact(phone, form):
    page = phone.post(reverse("ticket_new"), form(account="", contact="", caller="06 39 98 00 42") | {"step": "search"})
    assert page.context["form"]["new_contact_phone"].value().replace("\N{NO-BREAK SPACE}", " ") == "06 39 98 00 42"


def test_a_namesake_in_the_company_is_the_same_person(cast, at):
    again = create_contact(name=" nadia ", account=cast.account, phone="0639980009", by=cast.operator, at=at)
    assert again == cast.contact
    assert again.phones.get().number == "+33639980009"


@pytest.mark.parametrize(("name", "number"), [("", ""), ("  ", ""), ("Inès", "3900")])
def test_a_contact_without_name_or_with_half_a_number_is_refused(cast, at, name, number):
    before = Contact.objects.count()
    with pytest.raises(ActionRefused):
        create_contact(name=name, account=cast.account, phone=number, by=cast.operator, at=at)
    assert Contact.objects.count() == before


def test_a_client_creates_no_contact(cast, at):
    with pytest.raises(ActionRefused):
        create_contact(name="Inès", account=cast.account, by=cast.client, at=at)


# Once, however often it is sent ------------------------------------------------------------------
def test_the_same_form_sent_again_is_the_same_ticket(phone, form):
    once = form(contact="", new_contact_name="Inès")
    first, second = phone.post(reverse("ticket_new"), once), phone.post(reverse("ticket_new"), once)
    assert first.url == second.url
    assert Ticket.objects.count() == 1


def test_another_call_with_the_key_of_a_draft_is_not_swallowed(phone, form):
    once = form()
    phone.post(reverse("ticket_new"), once)
    page = phone.post(reverse("ticket_new"), {**once, "title": "Scanner muet"})
    assert page.status_code == 200
    assert str(Ticket.objects.get().number) in page.content.decode()
    phone.post(
        reverse("ticket_new"), {**once, "title": "Scanner muet", "intake_key": page.context["form"].data["intake_key"]}
    )
    assert set(Ticket.objects.values_list("title", flat=True)) == {once["title"], "Scanner muet"}


@pytest.mark.django_db(transaction=True)
def test_two_sendings_at_once_are_one_ticket_and_one_contact(at):
    account = factories.account("Clinique", policy=STANDARD)
    operator = factories.user("operator", Role.OPERATOR)
    intake = Intake(account=account, queue=Queue.objects.get(name=IT), title="Panne", priority="high", key=uuid.uuid4())
    together, numbers = threading.Barrier(2), []

    def send():
        together.wait()
        ticket = open_ticket_for_new_contact(intake=intake, name="Inès", phone="0639980001", by=operator, at=at)
        numbers.append(ticket.number)
        connection.close()

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(numbers) == 2
    assert len(set(numbers)) == 1
    assert (Ticket.objects.count(), Contact.objects.filter(name="Inès").count()) == (1, 1)


# A call about what is open already ---------------------------------------------------------------
def test_a_call_with_the_same_cause_joins_the_open_ticket(phone, form, open_ticket, now):
    ticket = open_ticket(at=now - dt.timedelta(minutes=10))
    response = phone.post(reverse("ticket_new"), form(joins=ticket.number))
    assert response.url == reverse("ticket", args=[ticket.number])
    assert ticket.messages.order_by("pk").last().body == "Plus rien ne sort depuis midi."
    assert Ticket.objects.count() == 1


def test_a_call_without_a_word_joins_nothing(phone, form, open_ticket):
    ticket = open_ticket()
    page = phone.post(reverse("ticket_new"), form(joins=ticket.number, title="", description=" "))
    assert list(page.context["form"].errors) == ["description"]
    assert ticket.messages.count() == 1


@pytest.mark.parametrize("number", ["0", "x", "-1", "999999"])
def test_a_call_joins_no_ticket_that_is_not_there(phone, form, number):
    assert phone.post(reverse("ticket_new"), form(joins=number)).status_code == 404


# Who may -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["client", "colleague", "partner", "outsider"])
@pytest.mark.parametrize("url", ["ticket_new", "ticket_new_preview", "caller_search"])
def test_nobody_outside_takes_calls_or_learns_a_name(client, cast, name, url):
    client.force_login(getattr(cast, name))
    response = client.get(reverse(url), {"q": "valmagne", "account": cast.other.pk})
    assert response.status_code == (302 if url == "ticket_new" else 404)
    assert "Valmagne" not in response.content.decode()


def test_a_client_opens_nothing_by_the_form(client, cast, form):
    client.force_login(cast.client)
    client.post(reverse("ticket_new"), form())
    assert not Ticket.objects.exists()


def test_a_stranger_is_asked_to_sign_in(client, db):
    assert client.get(reverse("ticket_new")).status_code == 302


def test_a_foreign_number_is_read_out_to_nobody(client, cast, open_ticket):
    ticket = open_ticket()
    client.force_login(cast.outsider)
    assert client.get(reverse("ticket_opened", args=[ticket.number])).status_code in (404, 409)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_callers_are_found_with_and_without_script(phone, cast, headers):
    page = phone.get(reverse("caller_search"), {"q": "tamarins"}, headers=headers).content.decode()
    assert "Nadia" in page
    assert ("<main" in page) is (not headers)
