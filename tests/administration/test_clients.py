"""Clients: read by the whole house, their contracts and rights edited by administrators."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from administration.actions.accounts import (
    AccountPlan,
    ContractPlan,
    create_account,
    create_contract,
    edit_account,
    edit_contract,
    remove_contract,
)
from administration.actions.contacts import ContactPlan, add_contact, edit_contact, end_affiliation, grant_sight
from administration.actions.people import invite_contact
from administration.models import SettingChange
from sla.models import Policy
from sla.seeds import AGREEMENT_2016, STANDARD
from tests import factories
from tickets.actions.call import log_call
from tickets.models import Account, Contract, OutboxMail
from tickets.permissions import visible_tickets
from tickets.refusal import ActionRefused


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def planned(start: str, end: str | None = None, policy: str = AGREEMENT_2016) -> ContractPlan:
    until = day(end) if end else None
    return ContractPlan(policy=Policy.objects.get(name=policy), from_date=day(start), until_date=until)


@pytest.fixture
def contract(cast) -> Contract:
    return cast.account.contracts.get()


def test_a_partner_looks_after_accounts_and_sees_their_tickets(cast, open_ticket, at):
    ticket = open_ticket(account=cast.other, contact=None)
    partner = Account.objects.get(name="Réseau Sud")
    assert ticket not in visible_tickets(cast.partner)
    plan = AccountPlan(name=partner.name, is_partner=True)
    edit_account(account=partner, plan=plan, looks_after=[cast.account, cast.other], by=cast.administrator, at=at)
    assert ticket in visible_tickets(cast.partner)
    change = SettingChange.objects.get()
    assert change.after["looks_after"] == ["Clinique des Tamarins", "Transports Valmagne"]


def test_only_a_partner_looks_after_others(cast, at):
    plan = AccountPlan(name="Nouveau")
    with pytest.raises(ActionRefused, match="Looks after"):
        create_account(plan=plan, looks_after=[cast.account], by=cast.administrator, at=at)
    assert not Account.objects.filter(name="Nouveau").exists()


def test_an_account_is_saved_through_its_form(client, cast):
    client.force_login(cast.administrator)
    sent = {"name": "Clinique du Port", "phone": "01 99 00 14 80", "notes": "Badge à l’accueil", "is_active": "on"}
    assert client.post(reverse("account_edit", args=[cast.account.pk]), sent).status_code == 302
    cast.account.refresh_from_db()
    assert (cast.account.name, cast.account.phone) == ("Clinique du Port", "+33199001480")


def test_a_wrong_number_is_named_and_nothing_typed_is_lost(client, cast):
    client.force_login(cast.administrator)
    sent = {"name": "Clinique du Port", "phone": "12", "notes": "Badge à l’accueil", "is_active": "on"}
    answer = client.post(reverse("account_edit", args=[cast.account.pk]), sent)
    assert answer.status_code == 422
    assert "“12” is a short or incomplete number" in answer.content.decode()
    assert "Badge à l’accueil" in answer.content.decode()


@pytest.mark.parametrize(("start", "end"), [("2020-01-01", None), ("2014-01-01", "2015-01-01"), ("2014-01-01", None)])
def test_contracts_of_an_account_do_not_overlap(cast, contract, at, start, end):
    with pytest.raises(ActionRefused, match=STANDARD):
        create_contract(account=cast.account, plan=planned(start, end), by=cast.administrator, at=at)


def test_a_contract_follows_another_the_day_after_it_ends(cast, contract, at):
    edit_contract(contract=contract, plan=planned("2015-01-01", "2026-12-31", STANDARD), by=cast.administrator, at=at)
    create_contract(account=cast.account, plan=planned("2027-01-01"), by=cast.administrator, at=at)
    assert cast.account.contract_on(day("2026-12-31")).policy.name == STANDARD
    assert cast.account.contract_on(day("2027-01-01")).policy.name == AGREEMENT_2016
    assert [change.subject for change in SettingChange.objects.all()] == [cast.account.name] * 2


def test_a_contract_ends_after_it_starts(client, cast, contract):
    client.force_login(cast.administrator)
    sent = {"policy": contract.policy_id, "from_date": "2026-02-01", "until_date": "2026-01-01"}
    answer = client.post(reverse("contract_edit", args=[cast.account.pk, contract.pk]), sent)
    assert answer.status_code == 422
    assert "The last day comes before the first." in answer.content.decode()


def test_an_overlap_is_said_at_the_field(client, cast, contract):
    client.force_login(cast.administrator)
    sent = {"policy": contract.policy_id, "from_date": "2026-02-01"}
    answer = client.post(reverse("contract_add", args=[cast.account.pk]), sent)
    assert answer.status_code == 422
    assert "is in force then" in answer.content.decode()


def test_open_tickets_keep_their_policy_and_the_form_says_how_many(client, cast, contract, open_ticket, at):
    ticket = open_ticket()
    client.force_login(cast.administrator)
    page = client.get(reverse("contract_edit", args=[cast.account.pk, contract.pk])).content.decode()
    assert "1 open ticket keeps the policy" in page
    edit_contract(contract=contract, plan=planned("2015-01-01"), by=cast.administrator, at=at)
    ticket.refresh_from_db()
    assert ticket.policy.name == STANDARD
    assert open_ticket().policy.name == AGREEMENT_2016


def test_a_contract_with_tickets_is_ended_not_removed(cast, contract, open_ticket, at):
    open_ticket()
    with pytest.raises(ActionRefused, match="1 ticket was opened"):
        remove_contract(contract=contract, by=cast.administrator, at=at)


def test_a_contract_entered_by_mistake_is_removed(cast, contract, at):
    remove_contract(contract=contract, by=cast.administrator, at=at)
    assert cast.account.contract_on(at.date()) is None
    assert STANDARD in SettingChange.objects.get().before["contract"]


def test_the_house_adds_and_edits_contacts(client, cast):
    client.force_login(cast.operator)
    sent = {"name": "Léa", "job": "Accueil", "phones": "06 39 98 00 77\n01 99 00 14 80", "language": "fr"}
    assert client.post(reverse("contact_add", args=[cast.account.pk]), sent).status_code == 302
    lea = cast.account.contacts.get(name="Léa")
    assert {phone.number for phone in lea.phones.all()} == {"+33639980077", "+33199001480"}
    sent = {**sent, "phones": "06 39 98 00 77", "email": "lea@client.example.org"}
    assert client.post(reverse("contact_edit", args=[cast.account.pk, lea.pk]), sent).status_code == 302
    assert [phone.number for phone in lea.phones.all()] == ["+33639980077"]
    assert SettingChange.objects.filter(area="clients", subject=cast.account.name).count() == 2


def test_a_wrong_number_of_a_contact_is_named(client, cast):
    client.force_login(cast.operator)
    sent = {"name": "Léa", "phones": "06 39 98 00 77\n06 39", "language": "fr"}
    answer = client.post(reverse("contact_add", args=[cast.account.pk]), sent)
    assert answer.status_code == 422
    assert "“06 39” is a short or incomplete number" in answer.content.decode()


def test_only_an_administrator_lets_a_contact_see_the_companys_tickets(cast, open_ticket, at):
    ticket = open_ticket()
    place = cast.account.affiliations.get(contact__user=cast.colleague)
    with pytest.raises(ActionRefused):
        grant_sight(affiliation=place, sees=True, by=cast.operator, at=at)
    assert ticket not in visible_tickets(cast.colleague)
    grant_sight(affiliation=place, sees=True, by=cast.administrator, at=at)
    assert ticket in visible_tickets(cast.colleague)


def test_who_leaves_a_client_sees_its_tickets_no_more_and_their_own_stay(cast, open_ticket, at):
    ticket = open_ticket()
    place = cast.account.affiliations.get(contact=cast.contact)
    end_affiliation(affiliation=place, by=cast.administrator, at=at)
    ticket.refresh_from_db()
    assert ticket.contact == cast.contact
    assert not cast.account.contacts.filter(pk=cast.contact.pk).exists()


def test_a_contact_is_invited_with_the_role_of_their_company(cast, at):
    partner = Account.objects.get(name="Réseau Sud")
    people = factories.contact("Ana", cast.account), factories.contact("Bea", partner)
    roles = [
        invite_contact(contact=one, site="https://x.example.org", by=cast.administrator, at=at)[0].roles
        for one in people
    ]
    assert roles == [["client"], ["partner"]]
    assert set(OutboxMail.objects.values_list("to", flat=True)) == {"ana@client.example.org", "bea@client.example.org"}
    with pytest.raises(ActionRefused, match="has access already"):
        invite_contact(contact=people[0], site="https://x.example.org", by=cast.administrator, at=at)


def test_a_contact_without_address_is_not_invited(cast, at):
    silent = factories.contact("Ana", cast.account, email="")
    with pytest.raises(ActionRefused, match="no e-mail address"):
        invite_contact(contact=silent, site="https://x.example.org", by=cast.administrator, at=at)


def test_a_contact_needs_a_name(cast, at):
    plan = ContactPlan(name="")
    with pytest.raises(ActionRefused):
        add_contact(account=cast.account, plan=plan, phones=[], by=cast.operator, at=at)
    with pytest.raises(ActionRefused):
        edit_contact(account=cast.account, contact=cast.contact, plan=plan, phones=[], by=cast.client, at=at)


def test_the_page_of_a_client_shows_tickets_contacts_contract_and_calls(client, cast, open_ticket, at):
    ticket = open_ticket(title="Plus de réseau")
    log_call(ticket=ticket, body="Rappelé à dix heures", with_requester=True, seconds=60, by=cast.operator, at=at)
    client.force_login(cast.technician)
    page = client.get(reverse("account", args=[cast.account.pk])).content.decode()
    for words in ("Plus de réseau", "Nadia", STANDARD, "Rappelé à dix heures"):
        assert words in page
    assert reverse("contract_add", args=[cast.account.pk]) not in page, "a technician does not edit contracts"


@pytest.mark.parametrize("text", ["clinique", "TAMAR", "samir", "01 99 00 14 80"])
def test_clients_are_found_by_name_contact_and_number(client, cast, text):
    cast.account.phone = "+33199001480"
    cast.account.save()
    client.force_login(cast.operator)
    assert [one.name for one in client.get(reverse("account_list"), {"q": text}).context["page"]] == [cast.account.name]


def test_a_client_reads_no_page_of_clients(client, cast):
    client.force_login(cast.client)
    assert client.get(reverse("account_list")).status_code == 404
    assert client.get(reverse("account", args=[cast.account.pk])).status_code == 404


def test_queries_do_not_grow_with_tickets_and_clients(client, cast, open_ticket, django_assert_max_num_queries):
    client.force_login(cast.operator)
    for number in range(8):
        open_ticket()
        factories.account(f"Client {number}", policy=STANDARD)
        factories.contact(f"c{number}", cast.account, phone=f"+3363998010{number}")
    with django_assert_max_num_queries(26):
        client.get(reverse("account_list"))
    with django_assert_max_num_queries(30):
        client.get(reverse("account", args=[cast.account.pk]))
