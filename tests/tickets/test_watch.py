"""Watch: who of the house is told what is said on a ticket that is not theirs."""

from __future__ import annotations

import pytest

from tickets.actions.call import log_call
from tickets.actions.merge import merge_ticket
from tickets.actions.note import add_note
from tickets.actions.reply import receive_reply, reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.watch import unwatch_ticket, watch_ticket
from tickets.choices import NoticeKind, Source
from tickets.models import Notice, User
from tickets.refusal import ActionRefused


@pytest.fixture
def watched(cast, open_ticket, at):
    ticket = open_ticket()
    watch_ticket(ticket=ticket, person=cast.manager, by=cast.manager, at=at)
    Notice.objects.all().delete()
    return ticket


def told(person: User) -> list[str]:
    return [notice.kind for notice in Notice.objects.filter(user=person)]


@pytest.mark.parametrize(
    ("say", "kind"),
    [
        (lambda **given: reply_to_ticket(body="Voilà.", **given), NoticeKind.REPLIED),
        (lambda **given: add_note(body="Vu.", **given), NoticeKind.REPLIED),
        (lambda **given: log_call(body="Vu.", with_requester=True, seconds=60, **given), NoticeKind.REPLIED),
        (lambda **given: resolve_ticket(solution="Fait.", **given), NoticeKind.RESOLVED),
    ],
    ids=["reply", "note", "call", "resolve"],
)
def test_a_watcher_is_told_what_is_said(cast, watched, at, say, kind):
    say(ticket=watched, by=cast.technician, at=at)
    assert told(cast.manager) == [kind]
    assert told(cast.administrator) == []


def test_who_is_asked_to_watch_hears_of_it_once(cast, open_ticket, at):
    ticket = open_ticket()
    for _time in range(2):
        watch_ticket(ticket=ticket, person=cast.manager, by=cast.technician, at=at)
    watch_ticket(ticket=ticket, person=cast.technician, by=cast.technician, at=at)
    notice = Notice.objects.get(kind=NoticeKind.WATCHING)
    assert (notice.user, notice.by, notice.ticket) == (cast.manager, cast.technician, ticket)


def test_a_watcher_is_told_what_the_client_writes(cast, watched, at):
    machine = User.objects.automation()
    receive_reply(ticket=watched, contact=cast.contact, body="Merci !", source=Source.EMAIL, by=machine, at=at)
    assert told(cast.manager) == [NoticeKind.RECEIVED]


def test_a_watcher_is_not_told_of_what_they_say(cast, watched, at):
    add_note(ticket=watched, body="Vu.", by=cast.manager, at=at)
    assert told(cast.manager) == []


def test_who_stops_watching_is_not_told_any_more(cast, watched, at):
    unwatch_ticket(ticket=watched, person=cast.manager, by=cast.operator, at=at)
    unwatch_ticket(ticket=watched, person=cast.manager, by=cast.operator, at=at)
    add_note(ticket=watched, body="Vu.", by=cast.technician, at=at)
    assert told(cast.manager) == []


def test_watching_twice_is_once_and_changes_nothing_about_the_ticket(cast, watched, at):
    version = watched.version
    watch_ticket(ticket=watched, person=cast.manager, by=cast.operator, at=at)
    watched.refresh_from_db()
    assert (watched.watchers.count(), watched.version) == (1, version)


@pytest.mark.parametrize("person", ["client", "partner"])
def test_nobody_outside_the_house_watches(cast, watched, at, person):
    outside = getattr(cast, person)
    with pytest.raises(ActionRefused, match="not of the house"):
        watch_ticket(ticket=watched, person=outside, by=cast.operator, at=at)
    with pytest.raises(ActionRefused):
        watch_ticket(ticket=watched, person=cast.operator, by=outside, at=at)


def test_a_merged_ticket_is_not_watched(cast, watched, open_ticket, at):
    merge_ticket(ticket=watched, into=open_ticket(), by=cast.operator, at=at)
    watched.refresh_from_db()
    with pytest.raises(ActionRefused):
        watch_ticket(ticket=watched, person=cast.operator, by=cast.operator, at=at)


def test_the_page_watches_oneself_and_a_colleague(client, cast, open_ticket):
    client.force_login(cast.technician)
    ticket = open_ticket()
    path = f"/tickets/{ticket.number}"
    client.post(f"{path}/watch/")
    client.post(f"{path}/watch/", {"person": cast.operator.pk})
    assert {watcher.user for watcher in ticket.watchers.all()} == {cast.technician, cast.operator}
    client.post(f"{path}/unwatch/", {"person": cast.operator.pk})
    client.post(f"{path}/unwatch/")
    assert not ticket.watchers.exists()


def test_the_page_offers_no_client_as_a_watcher(client, cast, open_ticket):
    client.force_login(cast.technician)
    answer = client.post(f"/tickets/{open_ticket().number}/watch/", {"person": cast.client.pk})
    assert answer.status_code == 422
