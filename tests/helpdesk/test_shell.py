"""The frame of every page: where one may go, with live counts."""

from __future__ import annotations

import re
import time
from uuid import uuid4

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe

from helpdesk import counts
from helpdesk.counts import OpenWork, open_work
from helpdesk.templatetags.ui import drawn
from tickets import live
from tickets.actions.assign import assign_ticket
from tickets.actions.cancel import cancel_ticket
from tickets.models import Notice, Queue, SavedView
from tickets.seeds import TELECOM


@pytest.fixture
def rail(client, cast):
    """`rail(person, path)`: the items of the rail with their counts; the current one is marked."""

    def items(person, path="/tickets/") -> dict[str, str]:
        type(person).objects.filter(pk=person.pk).update(language="en")
        client.force_login(person)
        found = re.search(r'<nav class="rail".*?</nav>', client.get(path).text, re.S)
        assert found
        links = re.findall(
            r'<a\s+class="rail-link"\s+href="[^"]*"(\s+aria-current="page")?[^>]*>.*?"rail-label">(.*?)</span>(.*?)</a>',
            found.group(),
            re.S,
        )
        return {
            label + ("*" if current else ""): re.sub(r"<[^>]+>", "", count).strip() for current, label, count in links
        }

    return items


def test_the_rail_counts_what_is_open(rail, cast, open_ticket, at):
    mine = open_ticket()
    assign_ticket(ticket=mine, technician=cast.technician, by=cast.operator, at=at)
    open_ticket(queue=TELECOM)
    cancel_ticket(ticket=open_ticket(), reason="doublon", by=cast.operator, at=at)
    assert rail(cast.technician) == {
        "My tickets": "1",
        "All tickets*": "2",
        "Unassigned": "0",
        "Escalations": "",
        "Mail": "",
        "Interventions": "",
        "My day": "",
        "Slips": "",
        "OPS-01-INFORMATIQUE": "1",
        "OPS-02-TELECOM": "1",
        "Roster": "",
        "Clients": "",
    }


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/tickets/?view=mine", "My tickets*"),
        ("/tickets/?priority=high", "All tickets*"),
        ("/escalations/", "Escalations*"),
    ],
)
def test_the_rail_says_where_one_is(rail, cast, path, current):
    assert current in rail(cast.technician, path)


def test_a_queue_is_the_place_one_is_in(rail, cast, open_ticket):
    queue = open_ticket().queue
    items = rail(cast.technician, f"/tickets/?queue={queue.pk}")
    assert f"{queue.name}*" in items
    assert "All tickets" in items


def test_reports_are_for_those_who_steer(rail, cast):
    assert "Reports" in rail(cast.manager)
    assert "Reports" not in rail(cast.operator)


def test_a_new_ticket_is_offered_to_those_who_may_open_one(client, cast):
    client.force_login(cast.operator)
    assert 'href="/tickets/new/"' in client.get("/tickets/").text


def test_home_is_the_list(client, cast):
    client.force_login(cast.operator)
    assert client.get("/").url == "/tickets/"


def test_the_ways_of_each_role_are_those_it_may_go(rail, cast):
    steering = {"Wall", "Reports", "Roster", "Settings"}
    assert steering & set(rail(cast.operator)) == {"Roster"}
    assert steering & set(rail(cast.manager)) == {"Wall", "Reports", "Roster"}
    assert steering & set(rail(cast.administrator)) == steering


def test_every_way_of_the_rail_and_the_bar_leads_to_a_page(client, cast, open_ticket):
    open_ticket()
    SavedView.objects.create(owner=cast.administrator, name="À moi", query="priority=high")
    client.force_login(cast.administrator)
    page = client.get("/tickets/").text
    found = re.findall(r'href="(/[^"#]*)', re.search(r'<nav class="rail".*?</header>', page, re.S).group())
    assert {
        address: client.get(address.replace("&amp;", "&"), follow=True).status_code for address in found
    } == dict.fromkeys(found, 200)


def test_saved_views_stand_in_the_rail_ones_own_and_shared(rail, cast):
    for owner, name, is_shared in (
        ("operator", "Mienne", False),
        ("manager", "Partagée", True),
        ("manager", "Autre", False),
    ):
        SavedView.objects.create(owner=getattr(cast, owner), name=name, query="priority=high", is_shared=is_shared)
    items = rail(cast.operator)
    assert {"Mienne", "Partagée"} <= set(items)
    assert "Autre" not in items


def test_a_saved_view_is_the_place_one_is_in(rail, cast):
    view = SavedView.objects.create(owner=cast.operator, name="Hautes", query="queue=1")
    items = rail(cast.operator, f"/tickets/?queue=1&saved={view.pk}")
    assert [item for item in items if item.endswith("*")] == ["Hautes*"]


def test_a_queue_out_of_use_is_not_offered(rail, cast):
    Queue.objects.filter(name=TELECOM).update(is_active=False)
    assert TELECOM not in rail(cast.operator)


def test_a_new_ticket_is_one_click_from_what_one_dials(client, cast):
    client.force_login(cast.operator)
    page = client.get("/tickets/").text
    assert 'href="/tickets/new/?queue=010"' in page
    assert 'href="/tickets/new/?queue=020"' in page


# Live counts ------------------------------------------------------------------------------------


def test_the_counts_of_now_are_those_of_the_rail(client, cast, open_ticket, at):
    ticket = open_ticket()
    assign_ticket(ticket=ticket, technician=cast.technician, by=cast.operator, at=at)
    Notice.objects.filter(user=cast.technician).delete()
    Notice.objects.create(user=cast.technician, ticket=ticket, kind="assigned", key="a", at=at)
    client.force_login(cast.technician)
    assert client.get("/shell/counts/").json() == {
        "mine": 1,
        "all": 1,
        "unassigned": 0,
        "escalations": 0,
        "mails": 0,
        "notices": 1,
        **{f"queue-{queue.pk}": int(queue == ticket.queue) for queue in Queue.objects.all()},
    }


def test_who_asks_again_is_answered_before_the_database_until_a_ticket_changes(client, cast, django_assert_num_queries):
    live.bump(1)
    client.force_login(cast.operator)
    tag = client.get("/shell/counts/").headers["ETag"]
    with django_assert_num_queries(0):
        assert client.get("/shell/counts/", headers={"If-None-Match": tag}).status_code == 304
    live.bump(1)
    assert client.get("/shell/counts/", headers={"If-None-Match": tag}).status_code == 200


@pytest.fixture
def processes(settings):
    """`processes(name)`: open_work() as a process counts it that keeps its counts under this name."""
    settings.COUNTS_SECONDS, test = 1, uuid4()
    forget_counts()

    def counted(name: str) -> OpenWork:
        kept = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": f"counts-{test}-{name}"}
        settings.CACHES = {**settings.CACHES, "process": kept}
        return open_work()

    yield counted
    forget_counts()


def forget_counts() -> None:
    live.line().ask("DEL", counts.COUNTED, counts.CLAIMED)


def test_the_work_of_the_house_is_counted_once_for_many_pages(processes, open_ticket, django_assert_num_queries):
    open_ticket()
    with django_assert_num_queries(2):
        assert processes("one").all == processes("one").all == 1


def test_one_process_shows_what_another_counted_until_a_ticket_changes(
    processes, open_ticket, django_assert_num_queries
):
    live.bump(1)
    processes("one")
    open_ticket()
    with django_assert_num_queries(0):
        assert processes("two") == processes("one")
    live.bump(1)
    with django_assert_num_queries(0):
        assert processes("three").all == 0, "one counted within this second"
    live.line().ask("DEL", counts.CLAIMED)
    assert processes("four").all == 1


def test_without_valkey_each_process_counts_for_itself(processes, open_ticket, monkeypatch):
    monkeypatch.setattr(live.line(), "_silent_until", time.monotonic() + 60)
    processes("one")
    open_ticket()
    assert (processes("one").all, processes("two").all) == (0, 1)


def test_what_is_drawn_once_is_drawn_anew_for_another_language_and_other_words():
    with translation.override("en"):
        assert drawn("shell/account_ways.html", name="Nadia") == drawn("shell/account_ways.html", name="Nadia")
        assert "Samir" in drawn("shell/account_ways.html", name="Samir")
        assert "&lt;b&gt;" in drawn("shell/account_ways.html", name="<b>")
        assert "<b>" in drawn("shell/account_ways.html", name=mark_safe("<b>"))


def test_the_frame_costs_the_same_however_much_is_open(client, cast, open_ticket, django_assert_max_num_queries):
    client.force_login(cast.operator)
    for _ in range(5):
        open_ticket()
    with django_assert_max_num_queries(8):
        client.get("/notices/")
