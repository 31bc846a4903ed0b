"""Who may do what: one table of roles and verbs, on tickets they see and on those they do not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from sla.choices import Priority
from tests import factories
from tests.conftest import Cast
from tickets.actions.account import change_account
from tickets.actions.assign import assign_ticket
from tickets.actions.call import log_call
from tickets.actions.cancel import cancel_ticket
from tickets.actions.close import close_ticket
from tickets.actions.contact import create_contact
from tickets.actions.link import link_tickets
from tickets.actions.merge import merge_ticket
from tickets.actions.note import add_note
from tickets.actions.prioritize import change_priority
from tickets.actions.reclassify import reclassify_ticket
from tickets.actions.reopen import reopen_ticket
from tickets.actions.reply import receive_reply, reply_and_wait, reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.resume import resume_ticket
from tickets.actions.route import route_ticket
from tickets.actions.schedule import schedule_ticket
from tickets.actions.take import take_ticket
from tickets.actions.time import log_time
from tickets.actions.wait import wait_for
from tickets.choices import Kind, LinkKind, Source, Status
from tickets.models import Event, Message, OutboxMail, Ticket, User
from tickets.permissions import Permission, allows
from tickets.refusal import ActionRefused

STAFF = ("operator", "technician", "manager", "administrator")
OUTSIDE = ("client", "colleague", "partner", "outsider")
# What each verb needs besides the ticket; verbs that need a ticket in a certain status are given one.
Given = Callable[[Cast, Ticket], dict[str, Any]]
VERBS: dict[Callable[..., Any], Given] = {
    assign_ticket: lambda cast, ticket: {"technician": cast.technician},
    take_ticket: lambda cast, ticket: {},
    route_ticket: lambda cast, ticket: {"queue": ticket.queue, "level": ticket.queue.levels.get(number=3)},
    reply_to_ticket: lambda cast, ticket: {"body": "On regarde."},
    receive_reply: lambda cast, ticket: {"contact": cast.contact, "body": "Merci !", "source": Source.EMAIL},
    reply_and_wait: lambda cast, ticket: {"body": "Quand ?", "status": Status.WAITING_CLIENT, "reason": "Date"},
    add_note: lambda cast, ticket: {"body": "Pressé."},
    log_call: lambda cast, ticket: {"body": "Rappelé.", "with_requester": True, "seconds": 60},
    wait_for: lambda cast, ticket: {"status": Status.WAITING_CLIENT, "reason": "Date"},
    resume_ticket: lambda cast, ticket: {},
    schedule_ticket: lambda cast, ticket: {},
    change_priority: lambda cast, ticket: {"priority": Priority.HIGH},
    change_account: lambda cast, ticket: {"account": cast.other, "contact": None},
    reclassify_ticket: lambda cast, ticket: {
        "kind": Kind.SERVICE_REQUEST,
        "issue_type": None,
        "sub_issue_type": None,
        "work_type": None,
    },
    resolve_ticket: lambda cast, ticket: {"solution": "Fait."},
    cancel_ticket: lambda cast, ticket: {"reason": "Doublon"},
    log_time: lambda cast, ticket: {"minutes": 5, "work_type": ticket.work_type},
    close_ticket: lambda cast, ticket: {},
    reopen_ticket: lambda cast, ticket: {"reason": "Encore"},
    merge_ticket: lambda cast, ticket: {"into": another(cast, ticket)},
    link_tickets: lambda cast, ticket: {"other": another(cast, ticket), "kind": LinkKind.DUPLICATE},
}
AFTER_RESOLUTION = {close_ticket, reopen_ticket}
# What a client or partner may do to a ticket that they see.
OF_CLIENTS = [reply_to_ticket, receive_reply, close_ticket, reopen_ticket, cancel_ticket]


def another(cast: Cast, ticket: Ticket) -> Ticket:
    return factories.ticket(by=cast.operator, at=ticket.opened_at, account=cast.account)


def prepare(verb: Callable[..., Any], cast: Cast, ticket: Ticket) -> dict[str, Any]:
    if verb in AFTER_RESOLUTION:
        resolve_ticket(ticket=ticket, solution="Fait.", by=cast.technician, at=ticket.opened_at)
    return {"ticket": ticket, "at": ticket.opened_at, **VERBS[verb](cast, ticket)}


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.__name__)
def test_all_staff_may_use_every_verb_on_every_ticket(verb, cast, open_ticket):
    for role in STAFF:
        given = prepare(verb, cast, open_ticket())
        verb(**given, by=getattr(cast, role))


def written() -> tuple[object, ...]:
    """All that a verb could have changed."""
    return (list(Ticket.objects.values()), *(model.objects.count() for model in (Event, Message, OutboxMail)))


def refused(verb: Callable[..., Any], cast: Cast, ticket: Ticket, people: tuple[str, ...]) -> None:
    given = prepare(verb, cast, ticket)
    before = written()
    for role in people:
        with pytest.raises(ActionRefused) as refusal:
            verb(**given, by=getattr(cast, role))
        assert len(str(refusal.value).split()) > 3
    assert written() == before


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb not in OF_CLIENTS], ids=lambda verb: verb.__name__)
def test_nobody_outside_may_use_a_verb_of_the_house_on_their_own_ticket_or_anothers(verb, cast, open_ticket):
    refused(verb, cast, open_ticket(), OUTSIDE)


@pytest.mark.parametrize("verb", OF_CLIENTS, ids=lambda verb: verb.__name__)
def test_client_and_partner_may_use_theirs_on_what_they_see_and_nobody_else_outside(verb, cast, open_ticket):
    refused(verb, cast, open_ticket(), ("colleague", "outsider"))
    for role in ("client", "partner"):
        verb(**prepare(verb, cast, open_ticket()), by=getattr(cast, role))


@pytest.mark.parametrize("verb", OF_CLIENTS, ids=lambda verb: verb.__name__)
def test_a_colleague_may_use_them_with_the_right_to_the_companys_tickets(verb, cast, open_ticket):
    cast.colleague.contact.affiliations.update(sees_company_tickets=True)
    verb(**prepare(verb, cast, open_ticket()), by=cast.colleague)


def test_nobody_outside_creates_contacts(cast, at):
    for role in OUTSIDE:
        with pytest.raises(ActionRefused):
            create_contact(name="Inès", account=cast.account, by=getattr(cast, role), at=at)


@pytest.mark.parametrize(
    ("role", "sees"), [("client", True), ("colleague", False), ("partner", True), ("outsider", False)]
)
def test_what_clients_and_partners_may_do_they_may_on_the_tickets_they_see(cast, open_ticket, role, sees):
    assert allows(getattr(cast, role), Permission.TICKET_ESCALATE, open_ticket()) is sees


def test_a_colleague_with_the_companys_right_sees_its_tickets(cast, open_ticket):
    cast.colleague.contact.affiliations.update(sees_company_tickets=True)
    assert allows(cast.colleague, Permission.TICKET_ESCALATE, open_ticket())


def test_without_a_role_nothing_is_allowed(cast, open_ticket):
    nobody, ticket = factories.user("nobody"), open_ticket()
    assert not any(allows(nobody, permission, ticket) for permission in Permission)


def test_the_machine_acts_in_its_own_name(cast, open_ticket, at):
    ticket = open_ticket()
    add_note(ticket=ticket, body="Relance automatique", by=User.objects.automation(), at=at)
    assert ticket.events.last().by.name == "Astreinte"
