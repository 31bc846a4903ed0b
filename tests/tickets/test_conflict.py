"""Two people change one ticket: nobody's change is overwritten unseen."""

from __future__ import annotations

import pytest

from tests import factories
from tests.processes import finish, gate, start
from tickets.actions.account import change_account
from tickets.actions.assign import assign_ticket
from tickets.actions.guarantee import guarantee_repair
from tickets.actions.note import add_note
from tickets.actions.prioritize import change_priority
from tickets.actions.reclassify import reclassify_ticket
from tickets.actions.reword import reword_ticket
from tickets.actions.route import route_ticket
from tickets.choices import Kind, Role
from tickets.conflict import Conflict, Seen
from tickets.models import Event, Queue, Ticket, WorkType
from tickets.seeds import TELECOM

WORDS = ("title", "description", "external_number")


@pytest.fixture
def by(cast, at):
    return {"by": cast.operator, "at": at}


@pytest.fixture
def theirs(cast, at):
    return {"by": cast.technician, "at": at}


def words(ticket: Ticket, **changed: str) -> dict[str, str]:
    return {name: getattr(ticket, name) for name in WORDS} | changed


def test_who_comes_second_is_told_who_was_first_and_saves_nothing(cast, open_ticket, by, theirs):
    ticket = open_ticket(priority="low")
    seen = Seen.of(ticket, "priority")
    change_priority(ticket=ticket, priority="high", **theirs)
    with pytest.raises(Conflict, match="Technician") as caught:
        change_priority(ticket=ticket, priority="critical", seen=seen, **by)
    ticket.refresh_from_db()
    assert ticket.priority == "high"
    (both,) = caught.value.overtaken
    assert (both.name, both.theirs, both.mine) == ("priority", "high", "critical")
    assert caught.value.last.by == cast.technician


def test_what_others_changed_beside_it_is_no_conflict(open_ticket, by, theirs):
    ticket = open_ticket(priority="low")
    seen = Seen.of(ticket, "priority")
    add_note(ticket=ticket, body="Vu", **theirs)
    guarantee_repair(ticket=ticket, has_guaranteed_repair=True, **theirs)
    assert change_priority(ticket=ticket, priority="high", seen=seen, **by).priority == "high"


def test_both_wanted_the_same_so_nothing_is_wrong(open_ticket, by, theirs):
    ticket = open_ticket(priority="low")
    seen = Seen.of(ticket, "priority")
    change_priority(ticket=ticket, priority="high", **theirs)
    assert change_priority(ticket=ticket, priority="high", seen=seen, **by).priority == "high"


def test_who_changed_the_title_keeps_the_description_of_the_other(open_ticket, by, theirs):
    ticket = open_ticket(description="Rien ne sort.")
    seen = Seen.of(ticket, *WORDS)
    reword_ticket(ticket=ticket, **words(ticket, description="Rien ne sort depuis midi."), **theirs)
    reworded = reword_ticket(ticket=ticket, **words(ticket, title="File bloquée"), seen=seen, **by)
    assert (reworded.title, reworded.description) == ("File bloquée", "Rien ne sort depuis midi.")


def test_two_descriptions_are_a_conflict_whatever_their_line_ends(open_ticket, by, theirs):
    ticket = open_ticket(description="Une\nDeux")
    seen = Seen(ticket.version, {"title": ticket.title, "description": "Une\r\nDeux", "external_number": ""})
    reword_ticket(ticket=ticket, **words(ticket, description="Une\nDeux\nTrois"), **theirs)
    with pytest.raises(Conflict) as caught:
        reword_ticket(ticket=ticket, **words(ticket, description="Une\r\nDeux\r\nQuatre"), seen=seen, **by)
    assert [each.name for each in caught.value.overtaken] == ["description"]


def test_every_property_says_so(cast, open_ticket, by, theirs):
    ticket, telecom = open_ticket(), Queue.objects.get(name=TELECOM)
    third = factories.user("renaud", Role.TECHNICIAN)
    seen = Seen.of(ticket, "technician", "queue", "level", "kind", "issue_type", "sub_issue_type", "work_type")
    seen.values["account"], seen.values["contact"] = str(cast.account.pk), str(cast.contact.pk)
    classified = {"issue_type": None, "sub_issue_type": None, "work_type": WorkType.objects.get(name="Sur site")}
    assign_ticket(ticket=ticket, technician=cast.technician, **theirs)
    reclassify_ticket(ticket=ticket, kind=Kind.PROBLEM, **classified, **theirs)
    change_account(ticket=ticket, account=cast.other, contact=None, **theirs)
    mine = [
        lambda: assign_ticket(ticket=ticket, technician=third, seen=seen, **by),
        lambda: reclassify_ticket(ticket=ticket, kind=Kind.SERVICE_REQUEST, **classified, seen=seen, **by),
        lambda: change_account(ticket=ticket, account=cast.account, contact=cast.colleague.contact, seen=seen, **by),
    ]
    route_ticket(ticket=ticket, queue=telecom, level=telecom.levels.get(number=2), **theirs)
    mine.append(lambda: route_ticket(ticket=ticket, queue=telecom, level=telecom.levels.get(number=3), seen=seen, **by))
    before = Event.objects.count()
    for change in mine:
        with pytest.raises(Conflict):
            change()
    assert Event.objects.count() == before


def test_who_names_the_version_alone_is_strict(open_ticket, by, theirs):
    ticket = open_ticket(priority="low")
    add_note(ticket=ticket, body="Vu", **theirs)
    with pytest.raises(Conflict):
        change_priority(ticket=ticket, priority="high", seen=Seen(1, {}), **by)


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_of_two_processes_at_once_one_is_told_of_the_other(cast, open_ticket, at):
    ticket = open_ticket()
    seen = Seen.of(ticket, *WORDS)

    def first() -> None:
        reword_ticket(ticket=ticket, **words(ticket, title="Le premier"), seen=seen, by=cast.technician, at=at)

    def second() -> None:
        with pytest.raises(Conflict, match="Technician"):
            reword_ticket(ticket=ticket, **words(ticket, title="Le second"), seen=seen, by=cast.operator, at=at)

    with gate("UPDATE", "tickets_ticket", at_commit=True) as closed:
        holder = start(first)
        closed.wait_for()
        waiter = start(second)
        closed.wait_behind()
        closed.open()
        finish(holder)
        finish(waiter)
    ticket.refresh_from_db()
    assert ticket.title == "Le premier"
