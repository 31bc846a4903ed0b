"""Queues: created, edited, ordered, retired and used again; each change in the log."""

from __future__ import annotations

import pytest
from django.urls import reverse

from administration.actions import queues
from administration.actions.queues import QueuePlan, create_queue, edit_queue, move_queue, restore_queue, retire_queue
from administration.models import SettingChange
from tickets.models import Event, Queue
from tickets.refusal import ActionRefused
from tickets.seeds import IT, TELECOM


@pytest.fixture
def it(db: None) -> Queue:
    return Queue.objects.get(name=IT)


@pytest.fixture
def telecom(db: None) -> Queue:
    return Queue.objects.get(name=TELECOM)


def test_a_new_queue_comes_last_with_an_empty_first_level(cast, at):
    made = create_queue(plan=QueuePlan(name="OPS-03-VIDEO", shortcut="030"), by=cast.administrator, at=at)
    assert Queue.objects.last() == made
    assert [level.number for level in made.levels.all()] == [1]
    change = SettingChange.objects.get()
    assert (change.area, change.verb, change.subject, change.by) == (
        "queues",
        "created",
        "OPS-03-VIDEO",
        cast.administrator,
    )
    assert change.after["shortcut"] == "030"


def test_the_log_says_what_a_queue_was_before(cast, it, at):
    edit_queue(queue=it, plan=QueuePlan(name="Informatique", shortcut="010"), by=cast.administrator, at=at)
    change = SettingChange.objects.get()
    assert (change.before["name"], change.after["name"]) == (IT, "Informatique")


def test_an_edit_that_changes_nothing_is_not_logged(cast, it, at):
    same = QueuePlan(name=it.name, trade=it.trade, shortcut=it.shortcut, icon=it.icon)
    edit_queue(queue=it, plan=same, by=cast.administrator, at=at)
    assert not SettingChange.objects.exists()


@pytest.mark.parametrize("shortcut", ["12", "1234", "abc"])
def test_a_shortcut_is_three_digits(cast, it, at, shortcut):
    with pytest.raises(ActionRefused, match="three digits"):
        edit_queue(queue=it, plan=QueuePlan(name=IT, shortcut=shortcut), by=cast.administrator, at=at)


def test_no_two_queues_in_use_have_one_shortcut(cast, it, telecom, at):
    with pytest.raises(ActionRefused, match=TELECOM):
        edit_queue(queue=it, plan=QueuePlan(name=IT, shortcut="020"), by=cast.administrator, at=at)
    retire_queue(queue=telecom, move_to=None, by=cast.administrator, at=at)
    edit_queue(queue=it, plan=QueuePlan(name=IT, shortcut="020"), by=cast.administrator, at=at)
    with pytest.raises(ActionRefused, match=IT):
        restore_queue(queue=telecom, by=cast.administrator, at=at)


def test_a_queue_moves_up_and_no_further_than_to_the_top(cast, it, telecom, at):
    for _again in range(2):
        move_queue(queue=telecom, step=-1, by=cast.administrator, at=at)
    assert list(Queue.objects.values_list("name", flat=True)) == [TELECOM, IT]
    assert SettingChange.objects.count() == 1


def test_a_retired_queue_keeps_its_tickets(cast, open_ticket, it, at):
    ticket = open_ticket()
    assert retire_queue(queue=it, move_to=None, by=cast.administrator, at=at) == 0
    ticket.refresh_from_db()
    it.refresh_from_db()
    assert (ticket.queue, it.is_active) == (it, False)


def test_the_open_tickets_of_a_retired_queue_can_move(cast, open_ticket, it, telecom, at):
    ticket = open_ticket()
    assert retire_queue(queue=it, move_to=telecom, by=cast.administrator, at=at) == 1
    ticket.refresh_from_db()
    assert ticket.queue == telecom
    assert Event.objects.filter(ticket=ticket, kind="routed", by=cast.administrator).exists()


def test_too_many_tickets_are_not_moved_while_somebody_waits(cast, open_ticket, it, telecom, at, monkeypatch):
    monkeypatch.setattr(queues, "MOST_MOVED", 1)
    open_ticket(), open_ticket()
    with pytest.raises(ActionRefused, match="list of tickets"):
        retire_queue(queue=it, move_to=telecom, by=cast.administrator, at=at)
    it.refresh_from_db()
    assert it.is_active


def test_the_last_queue_in_use_is_not_retired(cast, it, telecom, at):
    retire_queue(queue=telecom, move_to=None, by=cast.administrator, at=at)
    with pytest.raises(ActionRefused, match="last queue"):
        retire_queue(queue=it, move_to=None, by=cast.administrator, at=at)


def test_tickets_do_not_move_into_a_queue_that_is_not_in_use(cast, it, telecom, at):
    with pytest.raises(ActionRefused, match="another queue"):
        retire_queue(queue=it, move_to=it, by=cast.administrator, at=at)


def test_nobody_but_an_administrator_changes_queues(cast, it, at):
    with pytest.raises(ActionRefused):
        edit_queue(queue=it, plan=QueuePlan(name="X"), by=cast.manager, at=at)
    with pytest.raises(ActionRefused):
        retire_queue(queue=it, move_to=None, by=cast.manager, at=at)


def test_the_form_keeps_what_was_typed_and_names_the_field(client, cast, it):
    client.force_login(cast.administrator)
    sent = {"name": "Ma file à moi", "shortcut": "020", "icon": "server"}
    shown = client.post(reverse("queue_edit", args=[it.pk]), sent)
    page = shown.content.decode()
    assert shown.status_code == 422
    assert "Ma file à moi" in page
    assert f"020 ({TELECOM}) is dialled for another queue already." in page
    it.refresh_from_db()
    assert it.name == IT


def test_the_form_says_how_many_open_tickets_stand_in_the_queue(client, cast, open_ticket, it):
    open_ticket(), open_ticket()
    client.force_login(cast.administrator)
    page = client.get(reverse("queue_edit", args=[it.pk])).content.decode()
    assert "2 open tickets stand in it." in page


def test_a_queue_is_saved_through_the_form(client, cast, it):
    client.force_login(cast.administrator)
    sent = {"name": "Support", "shortcut": "011", "icon": "server", "balances_load": "on"}
    assert client.post(reverse("queue_edit", args=[it.pk]), sent).status_code == 302
    it.refresh_from_db()
    assert (it.name, it.shortcut, it.icon, it.balances_load, it.calendar) == ("Support", "011", "server", True, None)


def test_a_retired_queue_is_offered_neither_at_intake_nor_for_routing(client, cast, open_ticket, it, telecom, at):
    ticket = open_ticket()
    retire_queue(queue=telecom, move_to=None, by=cast.administrator, at=at)
    client.force_login(cast.technician)
    assert TELECOM not in client.get(reverse("ticket_new")).content.decode()
    refused = client.post(reverse("ticket_route", args=[ticket.number]), {"queue": telecom.pk})
    assert refused.status_code != 302
    ticket.refresh_from_db()
    assert ticket.queue == it


def test_a_ticket_of_a_retired_queue_is_read_and_routed_on(client, cast, open_ticket, it, telecom, at):
    ticket = open_ticket()
    retire_queue(queue=it, move_to=None, by=cast.administrator, at=at)
    client.force_login(cast.technician)
    assert client.get(reverse("ticket", args=[ticket.number])).status_code == 200
    assert client.post(reverse("ticket_route", args=[ticket.number]), {"queue": telecom.pk}).status_code == 302


def test_after_a_move_the_next_tab_is_at_the_row_again(client, cast, it):
    client.force_login(cast.administrator)
    answer = client.post(reverse("queue_move", args=[it.pk]), {"step": "1"})
    assert answer["Location"] == f"{reverse('queue_list')}#row-{it.pk}"
    assert f'id="row-{it.pk}"' in client.get(reverse("queue_list")).content.decode()
