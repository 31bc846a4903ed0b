"""Issue types on two levels, and work types with their default."""

from __future__ import annotations

import pytest
from django.urls import reverse

from administration.actions.classification import (
    IssueTypePlan,
    WorkTypePlan,
    create_issue_type,
    create_work_type,
    edit_issue_type,
    edit_work_type,
    move_issue_type,
    move_work_type,
)
from administration.models import SettingChange
from tickets.choices import WorkUse
from tickets.models import IssueType, Queue, WorkType
from tickets.refusal import ActionRefused
from tickets.seeds import IT, TELECOM


@pytest.fixture
def printing(db: None) -> IssueType:
    return IssueType.objects.get(name="Impression", parent=None)


@pytest.fixture
def remote(db: None) -> WorkType:
    return WorkType.objects.get(is_default=True)


def test_a_sub_issue_type_stands_in_the_queue_of_its_type(cast, printing, at):
    plan = IssueTypePlan(name="Bourrage")
    sub = create_issue_type(parent=printing, plan=plan, by=cast.administrator, at=at)
    assert (sub.parent, sub.queue, sub.order) == (printing, printing.queue, 3)
    assert SettingChange.objects.get().area == "issue_types"


def test_there_are_two_levels_and_no_third(cast, printing, at):
    with pytest.raises(ActionRefused, match="two levels"):
        create_issue_type(parent=printing.sub_types.first(), plan=IssueTypePlan(name="X"), by=cast.administrator, at=at)


def test_sub_issue_types_follow_their_type_into_another_queue(cast, printing, at):
    plan = IssueTypePlan(name=printing.name, queue=Queue.objects.get(name=TELECOM))
    edit_issue_type(issue_type=printing, plan=plan, by=cast.administrator, at=at)
    assert {sub.queue.name for sub in printing.sub_types.all()} == {TELECOM}
    change = SettingChange.objects.get()
    assert (change.before["queue"], change.after["queue"]) == (IT, TELECOM)


def test_a_name_is_given_once_at_each_place(cast, printing, client):
    client.force_login(cast.administrator)
    answer = client.post(reverse("issue_type_add"), {"name": "Impression", "is_active": "on"})
    assert answer.status_code == 422
    assert "exists already" in answer.content.decode()
    answer = client.post(f"{reverse('issue_type_add')}?parent={printing.pk}", {"name": "Impression", "is_active": "on"})
    assert answer.status_code == 302


def test_issue_types_are_ordered_within_their_queue(cast, printing, at):
    for _again in range(20):
        move_issue_type(issue_type=printing, step=-1, by=cast.administrator, at=at)
        printing.refresh_from_db()
    names = IssueType.objects.filter(parent=None, queue__name=IT).values_list("name", flat=True)
    assert names[0] == "Impression"


def test_a_type_that_is_not_in_use_stays_on_its_ticket_and_is_offered_no_more(client, cast, printing, open_ticket, at):
    ticket = open_ticket(issue_type=printing)
    plan = IssueTypePlan(name=printing.name, queue=printing.queue, is_active=False)
    edit_issue_type(issue_type=printing, plan=plan, by=cast.administrator, at=at)
    ticket.refresh_from_db()
    assert ticket.issue_type == printing
    client.force_login(cast.operator)
    page = client.get(reverse("ticket_new")).content.decode()
    assert "Impression" not in page
    assert "Scanner" not in page, "nor are its sub-issue types"
    assert "Impression" in client.get(reverse("ticket", args=[ticket.number])).content.decode()


def test_the_form_says_how_many_tickets_keep_it(client, cast, printing, open_ticket):
    open_ticket(issue_type=printing)
    client.force_login(cast.administrator)
    page = client.get(reverse("issue_type_edit", args=[printing.pk])).content.decode()
    assert "1 ticket has it and keeps it." in page
    assert "3 sub-issue types" in page


def test_a_new_default_takes_the_place_of_the_old_one(cast, remote, at):
    made = create_work_type(plan=WorkTypePlan(name="Astreinte", is_default=True), by=cast.administrator, at=at)
    assert list(WorkType.objects.filter(is_default=True)) == [made]


def test_what_slips_fill_in_is_one_work_type_at_most(client, cast, at):
    travel, project = WorkType.objects.get(use=WorkUse.TRAVEL), WorkType.objects.get(name="Projet")
    client.force_login(cast.administrator)
    sent = {"name": "Projet", "use": "travel", "is_active": "on"}
    assert client.post(reverse("work_type_edit", args=[project.pk]), sent).status_code == 302
    travel.refresh_from_db()
    assert (travel.use, WorkType.objects.get(use=WorkUse.TRAVEL)) == ("", project)
    page = client.get(reverse("settings_log")).content.decode()
    assert "Filled in by slips for" in page
    assert "Travel" in page


def test_what_slips_fill_in_is_in_use(client, cast, at):
    travel = WorkType.objects.get(use=WorkUse.TRAVEL)
    plan = WorkTypePlan(name=travel.name, use="travel", is_active=False)
    with pytest.raises(ActionRefused, match="has to be in use"):
        edit_work_type(work_type=travel, plan=plan, by=cast.administrator, at=at)
    client.force_login(cast.administrator)
    answer = client.post(reverse("work_type_edit", args=[travel.pk]), {"name": travel.name, "use": "travel"})
    assert answer.status_code == 422
    assert "A work type that slips fill in has to be in use." in answer.content.decode()


def test_the_form_shows_what_slips_fill_in(client, cast):
    client.force_login(cast.administrator)
    travel = WorkType.objects.get(use=WorkUse.TRAVEL)
    page = client.get(reverse("work_type_edit", args=[travel.pk])).content.decode()
    assert '<option value="travel" selected>' in page
    assert "slips: Travel" in client.get(reverse("work_types")).content.decode()


def test_there_is_always_a_default_in_use(cast, remote, at):
    with pytest.raises(ActionRefused, match="always a default"):
        edit_work_type(work_type=remote, plan=WorkTypePlan(name=remote.name), by=cast.administrator, at=at)
    retired = WorkTypePlan(name=remote.name, is_default=True, is_active=False)
    with pytest.raises(ActionRefused, match="in use"):
        edit_work_type(work_type=remote, plan=retired, by=cast.administrator, at=at)
    remote.refresh_from_db()
    assert remote.is_default and remote.is_active


def test_the_form_of_a_work_type_says_so_at_the_field(client, cast, remote):
    client.force_login(cast.administrator)
    answer = client.post(reverse("work_type_edit", args=[remote.pk]), {"name": "À distance", "is_active": "on"})
    assert answer.status_code == 422
    assert "There is always a default" in answer.content.decode()
    assert "À distance" in answer.content.decode()


def test_a_default_is_made_through_the_form(client, cast, remote):
    other = WorkType.objects.get(name="Projet")
    client.force_login(cast.administrator)
    sent = {"name": "Projet", "is_default": "on", "is_active": "on"}
    assert client.post(reverse("work_type_edit", args=[other.pk]), sent).status_code == 302
    assert WorkType.objects.get(is_default=True) == other


def test_work_types_are_ordered(cast, remote, at):
    move_work_type(work_type=remote, step=1, by=cast.administrator, at=at)
    assert list(WorkType.objects.values_list("name", flat=True))[:2] == ["Sur site", "Support à distance (Réactif)"]


def test_nobody_but_an_administrator_changes_types(cast, printing, remote, at):
    with pytest.raises(ActionRefused):
        edit_issue_type(issue_type=printing, plan=IssueTypePlan(name="X"), by=cast.manager, at=at)
    with pytest.raises(ActionRefused):
        move_work_type(work_type=remote, step=1, by=cast.technician, at=at)
