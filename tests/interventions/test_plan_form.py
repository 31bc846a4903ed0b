"""The form that plans a visit: filled in already, refused beside its fields, and nothing typed is lost."""

from __future__ import annotations

import datetime as dt

import pytest

from interventions.models import Intervention, Site
from tests import factories
from tests.interventions.conftest import paris
from tickets.actions.schedule import schedule_ticket
from tickets.actions.take import take_ticket
from tickets.choices import Role, Status

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 10, 12)


@pytest.fixture
def fields(cast):
    """What the form of planning sends; any of it may be given."""

    def filled(**given):
        return {
            "starts_at": "2026-10-13T14:00",
            "ends_at": "2026-10-13T15:00",
            "technicians": [cast.technician.pk],
            "purpose": "Remplacer l’onduleur",
            "contact": cast.contact.pk,
            **given,
        }

    return filled


def test_a_ticket_is_planned_in_two_clicks(office, open_ticket, cast, at):
    site = Site.objects.create(account=cast.account, address="12 rue des Lilas")
    ticket = take_ticket(ticket=open_ticket(), by=cast.technician, at=at)
    form = office.get(f"/interventions/plan/?ticket={ticket.number}").context["form"]
    filled = {
        name: form[name].value() for name in ("starts_at", "ends_at", "technicians", "purpose", "site", "contact")
    }
    assert filled == {
        "starts_at": "2026-10-12T10:00",
        "ends_at": "2026-10-12T11:00",
        "technicians": [cast.technician.pk],
        "purpose": ticket.title,
        "site": site.pk,
        "contact": cast.contact.pk,
    }
    answer = office.post(f"/interventions/plan/?ticket={ticket.number}", filled)
    visit = Intervention.objects.get()
    assert answer.url == f"/interventions/{visit.pk}/"
    assert (visit.ticket, visit.site, visit.starts_at) == (ticket, site, paris("2026-10-12T10:00"))
    ticket.refresh_from_db()
    assert ticket.status == Status.SCHEDULED


def test_a_drop_says_who_and_when(office, open_ticket):
    ticket, other = open_ticket(), factories.user("ines", Role.TECHNICIAN)
    asked = f"/interventions/plan/?ticket={ticket.number}&technician={other.pk}"
    on_a_day = office.get(f"{asked}&start=2026-10-15").context["form"]
    at_an_hour = office.get(f"{asked}&start=2026-10-15T12:15:00.000Z").context["form"]
    assert [on_a_day[name].value() for name in ("technicians", "starts_at")] == [[other.pk], "2026-10-15T09:00"]
    assert at_an_hour["starts_at"].value() == "2026-10-15T14:15"
    assert office.get(f"{asked}&start=2026-99-99").status_code == 200


def test_planned_from_the_planning_one_comes_back_to_its_days(office, open_ticket, fields):
    ticket = open_ticket()
    url = f"/interventions/plan/?ticket={ticket.number}&back=week%3D2026-W43"
    assert office.post(url, fields()).url == "/interventions/?week=2026-W43"
    hostile = f"/interventions/plan/?ticket={ticket.number}&back=//evil.example.org"
    answer = office.post(hostile, fields(starts_at="2026-10-14T14:00", ends_at="2026-10-14T15:00"))
    assert answer.url == "/interventions/?week=2026-W42"


def test_a_site_is_written_down_in_place(office, open_ticket, fields, cast):
    new = {"site_address": "1 quai du Port", "site_name": "Entrepôt", "site_access_notes": "Sonner deux fois"}
    office.post(f"/interventions/plan/?ticket={open_ticket().number}", fields(**new))
    site = Intervention.objects.get().site
    assert (site.account, site.name, site.access_notes) == (cast.account, "Entrepôt", "Sonner deux fois")


def test_a_refused_visit_leaves_no_site_behind(office, open_ticket, fields, plan):
    plan(starts_at=paris("2026-10-13T14:00"))
    office.post(f"/interventions/plan/?ticket={open_ticket().number}", fields(site_address="1 quai du Port"))
    assert not Site.objects.exists()


def test_a_site_of_another_client_is_refused(office, open_ticket, fields, cast):
    foreign = Site.objects.create(account=cast.other, address="Ailleurs")
    answer = office.post(f"/interventions/plan/?ticket={open_ticket().number}", fields(site=foreign.pk))
    assert "site" in answer.context["form"].errors
    assert not Intervention.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"ends_at": "2026-10-13T13:00"}, "ends_at", "A visit ends after it starts"),
        ({"ends_at": "2026-10-15T13:00"}, "ends_at", "A visit lasts 24 hours at most"),
        ({"technicians": []}, "technicians", "Nobody would come"),
        ({"purpose": " "}, "purpose", "Nothing says what is to be done"),
        ({"site_name": "Entrepôt"}, "site_address", "There is no address"),
        ({"starts_at": "2026-03-29T02:30"}, "starts_at", "2026-03-29 02:30:00"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(office, open_ticket, fields, wrong, field, sentence):
    answer = office.post(f"/interventions/plan/?ticket={open_ticket().number}", fields(**wrong))
    form = answer.context["form"]
    assert sentence in " ".join(form.errors[field])
    assert form["contact"].value() == str(fields()["contact"])
    assert not Intervention.objects.exists()


def test_a_clash_is_named_with_a_free_time_and_the_way_over_it(office, open_ticket, fields, plan):
    plan(starts_at=paris("2026-10-13T14:00"))
    url = f"/interventions/plan/?ticket={open_ticket().number}"
    refused = office.post(url, fields())
    assert "Technician is at Clinique des Tamarins" in refused.content.decode()
    assert "in two places on purpose: Technician" in refused.content.decode()
    proposed = office.post(url, fields(propose="1")).context["form"]
    assert (proposed["starts_at"].value(), proposed["purpose"].value()) == ("2026-10-13T15:00", "Remplacer l’onduleur")
    assert not proposed.clashes
    assert Intervention.objects.count() == 1
    office.post(url, fields(despite="on"))
    assert list(Intervention.objects.latest("pk").crew.values_list("blocks", flat=True)) == [False]


def test_without_a_ticket_one_is_chosen_first(office, open_ticket, cast, at):
    waiting = schedule_ticket(ticket=open_ticket(), by=cast.operator, at=at)
    answer = office.get("/interventions/plan/?start=2026-10-14")
    assert [each.ticket for each in answer.context["waiting"]] == [waiting]
    assert 'name="start" value="2026-10-14"' in answer.content.decode()
    assert "There is no ticket 999999" in office.get("/interventions/plan/?ticket=999999").content.decode()
