"""Saved views: a list under a name, private or shared."""

from __future__ import annotations

import pytest

from tickets.actions.save_view import change_view, remove_view, save_view
from tickets.models import SavedView
from tickets.refusal import ActionRefused
from tickets.saved_views import url_of, views_of


@pytest.fixture
def saved(cast, at):
    def view(name: str = "Urgents", *, by=cast.operator, is_shared: bool = False, query: str = "priority=high"):
        return save_view(name=name, query=query, is_shared=is_shared, by=by, at=at)

    return view


def test_a_private_view_is_its_owners_alone_and_a_shared_one_everybodys(saved, cast):
    saved("À moi")
    saved("À tous", is_shared=True)
    assert [view.name for view in views_of(cast.operator)] == ["À moi", "À tous"]
    assert [view.name for view in views_of(cast.technician)] == ["À tous"]
    assert views_of(cast.client) == []


def test_a_view_opens_its_list_under_its_name(saved, cast, client, open_ticket):
    open_ticket(title="Haut", priority="high")
    open_ticket(title="Bas", priority="low")
    view = saved(query="priority=high&columns=title,queue")
    client.force_login(cast.operator)
    page = client.get(url_of(view)).text
    assert "Urgents" in page[page.index("<h1>") : page.index("</h1>")]
    assert ("Haut" in page, ">Bas</a>" in page) == (True, False)


def test_saving_under_a_known_name_changes_what_it_shows(saved, cast):
    first, second = saved(query="priority=high"), saved(query="priority=low")
    assert (first.pk, SavedView.objects.get().query) == (second.pk, "priority=low")


def test_the_form_saves_what_a_list_understands(client, cast):
    client.force_login(cast.operator)
    query = "priority=high&nonsense=1&order=-number&after=x&status=purple"
    response = client.post("/views/", {"name": " Graves ", "query": query, "is_shared": "on"})
    view = SavedView.objects.get()
    assert (view.name, view.query, view.is_shared, view.owner) == (
        "Graves", "priority=high&order=-number", True, cast.operator,
    )  # fmt: skip
    assert response.url == f"/tickets/?priority=high&order=-number&saved={view.pk}"


def test_its_owner_and_an_administrator_change_it_and_nobody_else(saved, cast, at):
    view = saved(is_shared=True)
    given = {"view": view, "query": view.query, "is_shared": True, "at": at}
    assert change_view(name="Renommée", by=cast.operator, **given).name == "Renommée"
    assert change_view(name="Remise", by=cast.administrator, **given).name == "Remise"
    with pytest.raises(ActionRefused, match="Operator"):
        change_view(name="Volée", by=cast.manager, **given)
    with pytest.raises(ActionRefused):
        remove_view(view=view, by=cast.technician, at=at)
    assert SavedView.objects.get().name == "Remise"


def test_the_private_view_of_another_does_not_exist(saved, cast, client):
    view = saved()
    client.force_login(cast.administrator)
    for path in (f"/views/{view.pk}/", f"/views/{view.pk}/remove/"):
        assert client.post(path, {"name": "x", "query": ""}).status_code == 404
    assert "Urgents" not in client.get(url_of(view)).text
    assert SavedView.objects.get().name == "Urgents"


def test_two_views_of_one_owner_have_two_names(saved, cast, at):
    saved("Une")
    other = saved("Autre")
    with pytest.raises(ActionRefused, match="Une"):
        change_view(view=other, name="Une", query="", is_shared=False, by=cast.operator, at=at)


def test_a_view_needs_a_name(saved):
    with pytest.raises(ActionRefused, match="no name"):
        saved("  ")
    assert not SavedView.objects.exists()


def test_nobody_saves_more_than_fifty(saved):
    for number in range(50):
        saved(f"Vue {number}")
    with pytest.raises(ActionRefused, match="50"):
        saved("Une de trop")


def test_a_client_saves_none(saved, cast):
    with pytest.raises(ActionRefused):
        saved(by=cast.client)


def test_it_is_removed_and_the_tickets_stay(saved, cast, client, open_ticket):
    ticket = open_ticket()
    view = saved()
    client.force_login(cast.operator)
    assert client.post(f"/views/{view.pk}/remove/").url == "/tickets/"
    ticket.refresh_from_db()
    assert not SavedView.objects.exists()


def test_views_are_read_in_one_statement(saved, cast, django_assert_num_queries):
    for number in range(5):
        saved(f"Vue {number}", is_shared=number % 2 == 0)
    with django_assert_num_queries(1):
        assert len(views_of(cast.operator)) == 5
