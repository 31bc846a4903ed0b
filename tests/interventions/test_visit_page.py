"""One visit as the office sees it: moved, put back, described and cancelled."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from interventions.actions.plan import Appointment, move_intervention
from interventions.choices import State
from interventions.models import Intervention, Site
from tests import factories
from tests.interventions.conftest import HOUR, paris
from tickets.choices import Role

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2026, 10, 12)


def moving(visit, **given):
    return {
        "starts_at": "2026-10-14T09:00",
        "ends_at": "2026-10-14T10:30",
        "technicians": list(visit.technicians.values_list("pk", flat=True)),
        "seen": visit.sequence,
        **given,
    }


def test_a_moved_visit_can_be_put_back(office, plan):
    visit = plan()
    url = reverse("intervention_move", args=[visit.pk])
    answer = office.post(url, moving(visit, back="week=2026-W42"))
    assert answer.url == "/interventions/?week=2026-W42"
    undo = office.get(answer.url).context["undo"]
    assert undo["url"] == url
    assert office.get(answer.url).context["undo"] is None
    office.post(url, {**undo, "undo": "1"})
    moved = Intervention.objects.get()
    assert (moved.starts_at, moved.ends_at, moved.sequence) == (visit.starts_at, visit.ends_at, 2)
    assert office.get(answer.url).context["undo"] is None


def test_what_is_dropped_where_it_was_is_nothing(office, plan):
    visit = plan()
    same = {"starts_at": visit.starts_at.isoformat(), "ends_at": visit.ends_at.isoformat()}
    office.post(reverse("intervention_move", args=[visit.pk]), moving(visit, **same))
    assert Intervention.objects.get().sequence == 0
    assert office.get("/interventions/").context["undo"] is None


def test_a_visit_dragged_onto_another_is_answered_by_what_is_in_the_way(office, plan):
    visit, other = plan(), plan(starts_at=paris("2026-10-14T09:00"))
    answer = office.post(reverse("intervention_move", args=[visit.pk]), moving(visit), headers={"HX-Request": "true"})
    said = answer.content.decode()
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#clash")
    assert "Technician is at Clinique des Tamarins" in said
    assert answer.context["free_times"] == {"starts_at": "2026-10-14T10:00", "ends_at": "2026-10-14T11:30"}
    visit.refresh_from_db()
    assert visit.sequence == 0
    office.post(reverse("intervention_move", args=[visit.pk]), moving(visit, despite="on"))
    assert list(visit.crew.values_list("blocks", flat=True)) == [False]
    assert list(other.crew.values_list("blocks", flat=True)) == [True]


def test_who_drags_what_somebody_else_moved_is_told(office, plan, cast, at):
    visit = plan()
    elsewhere = Appointment(visit.starts_at + 5 * HOUR, visit.ends_at + 5 * HOUR, [cast.technician])
    move_intervention(intervention=visit, appointment=elsewhere, by=cast.manager, at=at)
    url = reverse("intervention_move", args=[visit.pk])
    answer = office.post(url, moving(visit, seen=0), headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#toasts")
    assert "Somebody else moved this visit meanwhile" in answer.content.decode()
    assert "Somebody else moved this visit" in office.post(url, moving(visit, seen=0)).content.decode()


def test_another_technician_is_sent(office, plan, cast):
    visit, other = plan(), factories.user("ines", Role.TECHNICIAN)
    office.post(reverse("intervention_move", args=[visit.pk]), moving(visit, technicians=[other.pk]))
    assert [place.technician for place in visit.crew.all()] == [other]


def test_a_visit_is_described_anew(office, plan, cast):
    visit = plan()
    given = {
        "purpose": "Deux onduleurs",
        "contact": "",
        "instructions": "Passer par la cour",
        "site_address": "Le port",
    }
    office.post(f"/interventions/{visit.pk}/describe/", given)
    visit.refresh_from_db()
    assert (visit.purpose, visit.contact, visit.site.address) == ("Deux onduleurs", None, "Le port")
    assert "Nothing says what" in office.post(f"/interventions/{visit.pk}/describe/", {"purpose": ""}).content.decode()


def test_a_visit_is_cancelled_with_a_reason(office, plan):
    visit = plan()
    refused = office.post(f"/interventions/{visit.pk}/cancel/", {"reason": ""})
    assert refused.context["opened"] == "cancel"
    office.post(f"/interventions/{visit.pk}/cancel/", {"reason": "Le client est fermé"})
    visit.refresh_from_db()
    assert visit.state == State.CANCELLED
    page = office.get(f"/interventions/{visit.pk}/").content.decode()
    assert "Le client est fermé" in page
    assert f"/interventions/{visit.pk}/move/" not in page


def test_the_page_of_a_visit_says_what_is_agreed(office, plan, cast):
    site = Site.objects.create(account=cast.account, name="Siège", address="12 rue des Lilas", access_notes="Code 12A")
    said = office.get(f"/interventions/{plan(site=site, instructions='Prendre l’échelle').pk}/").content.decode()
    for words in ("Siège", "12 rue des Lilas", "Code 12A", "Prendre l’échelle", "Nadia", "Technician", "Planned"):
        assert words in said
