"""People: invited with a one-time link, with roles that leave an administrator, and signed out when they go."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from administration.actions.people import (
    PersonPlan,
    activate_person,
    deactivate_person,
    edit_person,
    invite_person,
    send_invitation,
)
from administration.models import SettingChange
from tests.factories import PASSWORD
from tickets.models import OutboxMail, Resource, User
from tickets.refusal import ActionRefused

SITE = "https://helpdesk.example.org"
LINK = re.compile(r"https?://[^/\s]+(/password/\S+?/\S+?/)")
GOOD = "une-phrase-assez-longue"


def plan(**fields: object) -> PersonPlan:
    return PersonPlan(**{"name": "Inès", "email": "ines@example.org", "roles": ("operator",), **fields})


def plan_of(person: User, **fields: object) -> PersonPlan:
    return PersonPlan(**{"name": person.name, "email": person.email, "roles": tuple(person.roles), **fields})


def test_who_is_invited_chooses_a_password_once_and_signs_in(cast, client, at):
    _person, link = invite_person(plan=plan(), site=SITE, by=cast.administrator, at=at)
    path = link.removeprefix(SITE)
    assert client.get(path).status_code == 200
    assert client.post(path, {"password": GOOD}).status_code == 302
    assert client.post(path, {"password": "une-autre-phrase"}).status_code == 404
    answer = client.post(reverse("account_login"), {"login": "INES@example.org", "password": GOOD})
    assert answer.status_code == 302


def test_the_link_is_mailed_to_them_and_to_nobody_else(cast, at):
    _person, link = invite_person(plan=plan(language="en"), site=SITE, by=cast.administrator, at=at)
    mail = OutboxMail.objects.get()
    assert mail.to == "ines@example.org"
    assert link in mail.body
    assert link.startswith(f"{SITE}/")


def test_the_log_knows_no_link_and_no_password(cast, at):
    _person, link = invite_person(plan=plan(), site=SITE, by=cast.administrator, at=at)
    change = SettingChange.objects.get()
    assert change.after == {
        "name": "Inès",
        "email": "ines@example.org",
        "roles": ["operator"],
        "language": "fr",
        "time_zone": "Europe/Paris",
    }
    assert "password" not in str(change.after)


def test_a_weak_password_is_refused_and_the_link_stays_good(cast, client, at):
    _person, link = invite_person(plan=plan(), site=SITE, by=cast.administrator, at=at)
    path = link.removeprefix(SITE)
    assert "at least 10" in client.post(path, {"password": "court"}, headers={"Accept-Language": "en"}).content.decode()
    assert client.post(path, {"password": GOOD}).status_code == 302


@pytest.mark.parametrize(
    "path", ["/password/MQ/abc-def/", "/password/zzzz/abc/", "/password/OTk5OTk5OTk5OTk5OTk5OTk5OTk5/a/"]
)
def test_a_made_up_link_opens_nothing(client, db, path):
    answer = client.get(path)
    assert answer.status_code == 404
    assert "Location" not in answer


def test_an_address_is_one_persons_whatever_its_case(cast, client, at):
    with pytest.raises(ActionRefused):
        invite_person(plan=plan(email="OPERATOR@example.org"), site=SITE, by=cast.administrator, at=at)
    client.force_login(cast.administrator)
    sent = {"name": "Inès", "email": "Operator@Example.org", "roles": ["manager"], "language": "fr", "time_zone": "x"}
    answer = client.post(reverse("person_add"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Operator signs in with this address already." in page
    assert "“x” is no time zone" in page
    assert "Inès" in page


def test_the_link_is_shown_once_after_the_invitation(cast, client):
    client.force_login(cast.administrator)
    sent = {
        "name": "Inès",
        "email": "ines@example.org",
        "roles": ["operator", "technician"],
        "language": "fr",
        "time_zone": "Europe/Paris",
    }
    answer = client.post(reverse("person_add"), sent, follow=True)
    found = LINK.search(answer.content.decode())
    assert found is not None
    assert Client().get(found[1]).status_code == 200
    again = client.get(reverse("person_edit", args=[User.objects.get(email="ines@example.org").pk]))
    assert LINK.search(again.content.decode()) is None


def test_a_person_has_a_role(cast, at):
    with pytest.raises(ActionRefused, match="at least one"):
        edit_person(person=cast.operator, plan=plan_of(cast.operator, roles=()), by=cast.administrator, at=at)


def test_the_role_of_a_client_needs_a_contact(cast, at):
    with pytest.raises(ActionRefused, match="page of their company"):
        invite_person(plan=plan(roles=("client",)), site=SITE, by=cast.administrator, at=at)


def test_roles_are_logged_with_before_and_after(cast, at):
    new = plan_of(cast.operator, roles=("operator", "manager"))
    edit_person(person=cast.operator, plan=new, by=cast.administrator, at=at)
    change = SettingChange.objects.get()
    assert (change.before["roles"], change.after["roles"]) == (["operator"], ["operator", "manager"])


def test_nobody_takes_their_own_role_of_administrator_away(cast, at):
    second, _link = invite_person(plan=plan(roles=("administrator",)), site=SITE, by=cast.administrator, at=at)
    for person in (cast.administrator,):
        with pytest.raises(ActionRefused, match="your own role"):
            edit_person(person=person, plan=plan_of(person, roles=("manager",)), by=person, at=at)
    edit_person(person=cast.administrator, plan=plan_of(cast.administrator, roles=("manager",)), by=second, at=at)
    cast.administrator.refresh_from_db()
    assert cast.administrator.roles == ["manager"]


def test_the_last_administrator_stays_one(cast, at):
    machine = User.objects.automation()
    last = cast.administrator
    with pytest.raises(ActionRefused, match="last administrator"):
        edit_person(person=last, plan=plan_of(last, roles=("operator",)), by=machine, at=at)
    with pytest.raises(ActionRefused, match="last administrator"):
        deactivate_person(person=last, by=machine, at=at)


def test_nobody_ends_their_own_access(cast, at):
    with pytest.raises(ActionRefused, match="your own access"):
        deactivate_person(person=cast.administrator, by=cast.administrator, at=at)


def test_whose_access_ends_is_signed_out_at_once_and_for_good(cast, client, at):
    client.post(reverse("account_login"), {"login": cast.technician.email, "password": PASSWORD})
    assert client.get(reverse("ticket_list")).status_code == 200
    deactivate_person(person=cast.technician, by=cast.administrator, at=at)
    assert client.get(reverse("ticket_list")).status_code == 302
    answer = client.post(reverse("account_login"), {"login": cast.technician.email, "password": PASSWORD})
    assert answer.status_code == 200, "the sign-in page again"
    activate_person(person=cast.technician, site=SITE, by=cast.administrator, at=at)
    assert client.get(reverse("ticket_list")).status_code == 302, "an old session stays ended"


def test_who_gets_access_back_chooses_a_new_password(cast, client, at):
    deactivate_person(person=cast.technician, by=cast.administrator, at=at)
    with pytest.raises(ActionRefused, match="may not sign in"):
        send_invitation(person=cast.technician, site=SITE, by=cast.administrator, at=at)
    link = activate_person(person=cast.technician, site=SITE, by=cast.administrator, at=at)
    assert client.post(link.removeprefix(SITE), {"password": GOOD}).status_code == 302


def test_the_link_of_somebody_whose_access_ended_is_void(cast, client, at):
    person, link = invite_person(plan=plan(), site=SITE, by=cast.administrator, at=at)
    deactivate_person(person=person, by=cast.administrator, at=at)
    assert client.get(link.removeprefix(SITE)).status_code == 404


def test_the_tickets_of_who_goes_stay_theirs_and_are_listed(cast, client, open_ticket, at):
    ticket = open_ticket()
    client.force_login(cast.administrator)
    page = client.get(reverse("person_edit", args=[ticket.technician.pk])).content.decode()
    assert ticket.title in page
    deactivate_person(person=ticket.technician, by=cast.administrator, at=at)
    ticket.refresh_from_db()
    assert ticket.technician is not None


def test_who_is_no_technician_any_more_leaves_the_matrix(cast, at):
    philippe = User.objects.get(name="Philippe")
    edit_person(person=philippe, plan=plan_of(philippe, roles=("manager",)), by=cast.administrator, at=at)
    assert not Resource.objects.filter(technician=philippe).exists()
    assert SettingChange.objects.filter(area="resources").count() == 2


def test_people_are_found_by_name_without_accents_address_role_and_state(cast, client, at):
    invite_person(plan=plan(), site=SITE, by=cast.administrator, at=at)
    deactivate_person(person=cast.technician, by=cast.administrator, at=at)
    client.force_login(cast.administrator)

    def names(**asked: str) -> set[str]:
        return {person.name for person in client.get(reverse("people"), asked).context["page"]}

    assert names(q="ines") == {"Inès"}
    assert names(q="manager@") == {"Manager"}
    assert names(role="partner") == {"Partner"}
    assert names(state="gone") == {"Technician"}
    assert "Astreinte" not in names(state="all")


def test_what_a_role_means_comes_from_the_table_of_permissions(cast, client):
    client.force_login(cast.administrator)
    meanings = {role.value: words for role, words in client.get(reverse("people")).context["meanings"]}
    assert "all settings" in meanings["administrator"]
    assert "all settings" not in meanings["manager"]
    assert "wall and reports" in meanings["manager"]
    assert "all work on all tickets" not in meanings["client"]


def test_nobody_but_an_administrator_changes_people(cast, at):
    with pytest.raises(ActionRefused):
        invite_person(plan=plan(), site=SITE, by=cast.manager, at=at)
    with pytest.raises(ActionRefused):
        edit_person(person=cast.manager, plan=plan_of(cast.manager, roles=("administrator",)), by=cast.manager, at=at)
    with pytest.raises(ActionRefused):
        deactivate_person(person=cast.operator, by=cast.manager, at=at)


def test_queries_do_not_grow_with_the_people(cast, client, at, django_assert_max_num_queries):
    client.force_login(cast.administrator)
    for number in range(30):
        User.objects.create_user(f"p{number}@example.org", name=f"P{number}", roles=["operator"])
    with django_assert_max_num_queries(22):
        client.get(reverse("people"))
