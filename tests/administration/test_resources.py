"""The resources matrix: who is asked, in which order, at which level."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from administration.actions.resources import (
    add_level,
    add_resource,
    cells_of,
    move_resource,
    remove_level,
    remove_resource,
)
from administration.models import SettingChange
from tickets.models import Absence, Queue, Resource, ResourceLevel, User
from tickets.refusal import ActionRefused
from tickets.seeds import IT


@pytest.fixture
def it(db: None) -> Queue:
    return Queue.objects.get(name=IT)


@pytest.fixture
def first(it: Queue) -> ResourceLevel:
    return it.levels.get(number=1)


def test_the_seed_is_the_matrix_of_the_house(it):
    assert cells_of(it) == {"1": ["Philippe", "Jérôme"], "2": ["Philippe", "Pascal"], "3": ["Pascal", "Loïc"]}


def test_who_is_added_is_asked_last(cast, it, first, at):
    add_resource(level=first, technician=cast.technician, by=cast.administrator, at=at)
    assert cells_of(it)["1"] == ["Philippe", "Jérôme", "Technician"]
    change = SettingChange.objects.get()
    assert (change.area, change.subject) == ("resources", IT)
    assert (change.before["1"], change.after["1"]) == (["Philippe", "Jérôme"], ["Philippe", "Jérôme", "Technician"])


def test_nobody_is_asked_twice_at_a_level(cast, first, at):
    philippe = User.objects.get(name="Philippe")
    with pytest.raises(ActionRefused, match="Philippe is asked at level 1 already"):
        add_resource(level=first, technician=philippe, by=cast.administrator, at=at)


def test_only_technicians_are_asked(cast, first, at):
    with pytest.raises(ActionRefused, match="not a technician"):
        add_resource(level=first, technician=cast.operator, by=cast.administrator, at=at)


def test_the_order_is_changed_one_place_at_a_time(cast, it, first, at):
    jerome = first.resources.get(technician__name="Jérôme")
    for _again in range(2):
        move_resource(resource=jerome, step=-1, by=cast.administrator, at=at)
    assert cells_of(it)["1"] == ["Jérôme", "Philippe"]
    assert SettingChange.objects.count() == 1


def test_a_new_ticket_goes_to_who_is_asked_first(cast, first, open_ticket, at):
    move_resource(resource=first.resources.last(), step=-1, by=cast.administrator, at=at)
    assert open_ticket().technician.name == "Jérôme"


def test_who_is_taken_out_keeps_their_tickets(cast, it, first, open_ticket, at):
    ticket = open_ticket()
    remove_resource(resource=first.resources.get(technician=ticket.technician), by=cast.administrator, at=at)
    ticket.refresh_from_db()
    assert ticket.technician.name == "Philippe"
    assert cells_of(it)["1"] == ["Jérôme"]


def test_a_level_is_added_above_and_taken_away_again(cast, it, at):
    level = add_level(queue=it, by=cast.administrator, at=at)
    assert level.number == 4
    remove_level(level=level, by=cast.administrator, at=at)
    assert list(cells_of(it)) == ["1", "2", "3"]


def test_a_level_with_people_is_not_taken_away(cast, it, at):
    with pytest.raises(ActionRefused, match="still has people"):
        remove_level(level=it.levels.get(number=3), by=cast.administrator, at=at)


def test_a_level_below_others_is_not_taken_away(cast, it, at):
    with pytest.raises(ActionRefused, match="highest"):
        remove_level(level=it.levels.get(number=2), by=cast.administrator, at=at)


def test_a_level_where_open_tickets_stand_is_not_taken_away(cast, it, open_ticket, at):
    ticket, level = open_ticket(), add_level(queue=it, by=cast.administrator, at=at)
    ticket.level = level
    ticket.save()
    with pytest.raises(ActionRefused, match="1 open ticket stands"):
        remove_level(level=level, by=cast.administrator, at=at)


def test_nobody_but_an_administrator_changes_the_matrix(cast, it, first, at):
    with pytest.raises(ActionRefused):
        add_resource(level=first, technician=cast.technician, by=cast.manager, at=at)
    with pytest.raises(ActionRefused):
        add_level(queue=it, by=cast.operator, at=at)


def test_the_page_says_who_is_absent_now(client, cast, at):
    philippe = User.objects.get(name="Philippe")
    client.force_login(cast.administrator)
    assert "absent until" not in client.get(reverse("resources")).content.decode()
    now = dt.datetime.now(dt.UTC)
    Absence.objects.create(user=philippe, from_at=now, until_at=now + dt.timedelta(days=2))
    assert "absent until" in client.get(reverse("resources")).content.decode()


def test_all_of_it_works_with_plain_forms(client, cast, it, first):
    client.force_login(cast.administrator)
    client.post(reverse("resource_add", args=[first.pk]), {"technician": cast.technician.pk})
    added = Resource.objects.get(level=first, technician=cast.technician)
    client.post(reverse("resource_move", args=[added.pk]), {"step": "-1"})
    assert cells_of(it)["1"] == ["Philippe", "Technician", "Jérôme"]
    client.post(reverse("resource_remove", args=[added.pk]))
    client.post(reverse("level_add", args=[it.pk]))
    client.post(reverse("level_remove", args=[it.levels.get(number=4).pk]))
    assert cells_of(it) == {"1": ["Philippe", "Jérôme"], "2": ["Philippe", "Pascal"], "3": ["Pascal", "Loïc"]}


def test_queries_do_not_grow_with_the_people(client, cast, first, at, django_assert_max_num_queries):
    client.force_login(cast.administrator)
    client.get(reverse("resources"))
    for number in range(10):
        person = User.objects.create_user(f"t{number}@example.org", name=f"T{number}", roles=["technician"])
        Resource.objects.create(level=first, technician=person, order=number + 9)
    with django_assert_max_num_queries(22):
        client.get(reverse("resources"))
