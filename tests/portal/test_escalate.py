"""The escalation that a client asks for: what the panel says, and what comes of pressing its button."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping

import pytest
import time_machine
from django.db import transaction
from django.test import Client

from escalation.actions.acknowledge import acknowledge_escalation
from escalation.actions.escalate import escalate_ticket
from escalation.actions.sweep import sweep
from escalation.models import Escalation
from portal.presentation.escalation import escalation_panel
from sla.seeds import AGREEMENT_2016, CARRIER, STANDARD, WITHOUT_CONTRACT
from tests import factories
from tests.conftest import Cast
from tickets.actions.note import add_note
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.wait import wait_for
from tickets.choices import EventKind, Status
from tickets.models import Contact, Event, OutboxMail, Ticket, User
from tickets.refusal import ActionRefused

HOUR, MINUTE = dt.timedelta(hours=1), dt.timedelta(minutes=1)
WHY = "Toute la clinique attend."

# At each moment the state of the panel, and the level that asking tells: 0 where it is refused.
TOO_EARLY, OPEN, ASKED = ("too_early", 0), ("open", 1), ("asked", 0)
LEVEL_2, LEVEL_3 = ("open", 2), ("open", 3)
# Monday 12 October, 10:00 in Paris. Lunch is from 12:30 to 14:00, the day ends at 18:00.


def in_business_time(before: str, due: str, grace_runs: str, opens: str, later: str) -> dict[str, tuple[str, int]]:
    """One level, an hour of business after the deadline."""
    return {before: TOO_EARLY, due: TOO_EARLY, grace_runs: TOO_EARLY, opens: OPEN, later: OPEN}


# Policy, priority, whether the line has a guaranteed repair time -> by day and time, what there is.
TABLE: dict[tuple[str, str, bool], Mapping[str, tuple[str, int]]] = {
    (STANDARD, "critical", False): in_business_time("12 10:59", "12 11:00", "12 11:59", "12 12:00", "13 09:00"),
    (STANDARD, "high", False): in_business_time("12 11:59", "12 12:00", "12 14:29", "12 14:30", "13 09:00"),
    (STANDARD, "medium", False): in_business_time("12 15:29", "12 15:30", "12 16:29", "12 16:30", "13 09:00"),
    (STANDARD, "low", False): in_business_time("13 15:59", "13 16:00", "13 16:59", "13 17:00", "14 09:00"),
    (AGREEMENT_2016, "critical", False): in_business_time("12 11:59", "12 12:00", "12 14:29", "12 14:30", "13 9:00"),
    (AGREEMENT_2016, "high", False): in_business_time("12 15:29", "12 15:30", "12 16:29", "12 16:30", "13 9:00"),
    (AGREEMENT_2016, "medium", False): in_business_time("13 10:29", "13 10:30", "13 11:29", "13 11:30", "14 9:00"),
    (AGREEMENT_2016, "low", False): in_business_time("13 15:59", "13 16:00", "13 16:59", "13 17:00", "14 9:00"),
    # The carrier runs day and night, and asks for a missed promise alone; its levels follow in real time.
    (CARRIER, "high", False): {
        "12 10:29": TOO_EARLY,
        "12 10:30": TOO_EARLY,
        "12 10:30:01": OPEN,
        "12 11:29": OPEN,
        "12 11:30": LEVEL_2,
        "12 12:29": LEVEL_2,
        "12 12:30": LEVEL_3,
        "18 03:00": LEVEL_3,
    },
    (CARRIER, "high", True): {"12 10:30": TOO_EARLY, "12 11:00": OPEN, "12 11:30": LEVEL_2, "12 12:30": LEVEL_3},
    (CARRIER, "medium", False): {
        "12 11:59": TOO_EARLY,
        "12 12:00": TOO_EARLY,
        "12 12:59": OPEN,
        "12 13:00": OPEN,
        "12 23:59": OPEN,
        "13 00:00": LEVEL_2,
        "13 12:00": LEVEL_3,
    },
    (CARRIER, "low", False): {"12 10:00": ("wrong_priority", 0), "30 10:00": ("wrong_priority", 0)},
    (CARRIER, "critical", False): {"12 10:00": ("wrong_priority", 0), "30 10:00": ("wrong_priority", 0)},
    **{
        (WITHOUT_CONTRACT, priority, False): {"12 10:00": ("no_ladder", 0), "30 10:00": ("no_ladder", 0)}
        for priority in ("critical", "high", "medium", "low")
    },
}


@pytest.fixture
def ticket_of(cast: Cast, at: dt.datetime) -> Callable[..., Ticket]:
    """`ticket_of(policy, priority)`: a ticket of Nadia, whose company has that policy, opened on Monday at 10:00."""

    def opened(policy: str, priority: str = "critical", *, has_guaranteed_repair: bool = False) -> Ticket:
        account = factories.account("Cap Sicié", policy=None if policy == WITHOUT_CONTRACT else policy)
        factories.Affiliation.objects.create(contact=cast.contact, account=account)
        fields = {"priority": priority, "has_guaranteed_repair": has_guaranteed_repair, "contact": cast.contact}
        return factories.ticket(by=cast.operator, at=at, account=account, **fields)

    return opened


def moment(at: dt.datetime, words: str) -> dt.datetime:
    """The "13 9:00" of October."""
    day, _, time = words.partition(" ")
    hour, minute, second = (int(part) for part in f"{time}:0".split(":")[:3])
    return at.replace(day=int(day), hour=hour, minute=minute, second=second)


def ask(cast: Cast, ticket: Ticket, reason: str = WHY, by: User | None = None):
    client = Client()
    client.force_login(by or cast.client)
    return client.post(f"/portal/tickets/{ticket.number}/escalate/", {"reason": reason})


def found(cast: Cast, ticket: Ticket, now: dt.datetime) -> tuple[str, int]:
    """What the panel says at that instant, and the level that is told when the button is pressed; then it is undone."""
    with transaction.atomic(), time_machine.travel(now, tick=False):
        ticket = Ticket.objects.get(pk=ticket.pk)
        state = escalation_panel(ticket, cast.client, now)["state"]
        answer = ask(cast, ticket)
        told = Escalation.objects.filter(ticket=ticket, trigger="requested", at=now).values_list("level", flat=True)
        level = next(iter(told), 0)
        assert answer.status_code == (302 if level else 409)
        transaction.set_rollback(True)
    return state, level


@pytest.mark.parametrize("case", TABLE, ids=lambda case: "-".join(map(str, case)))
def test_the_panel_says_what_the_button_does(case, cast, ticket_of, at):
    policy, priority, has_guaranteed_repair = case
    ticket = ticket_of(policy, priority, has_guaranteed_repair=has_guaranteed_repair)
    assert {words: found(cast, ticket, moment(at, words)) for words in TABLE[case]} == dict(TABLE[case])


@pytest.mark.parametrize(("has_guaranteed_repair", "later"), [(True, LEVEL_3), (False, ("kept", 0))])
def test_after_an_answer_in_time_the_repair_is_what_may_be_escalated(cast, ticket_of, at, has_guaranteed_repair, later):
    """The carrier promises a repair in four hours only where the line has a guarantee."""
    ticket = ticket_of(CARRIER, "high", has_guaranteed_repair=has_guaranteed_repair)
    reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=at + 10 * MINUTE)
    assert found(cast, ticket, moment(at, "12 13:00"))[0] == ("too_early" if has_guaranteed_repair else "kept")
    assert found(cast, ticket, moment(at, "12 18:00")) == later


# After asking -------------------------------------------------------------------------------------
@pytest.fixture
def asked(cast, ticket_of, at) -> Iterator[Ticket]:
    """A critical ticket of the carrier's high priority, escalated by the client at 11:00."""
    ticket = ticket_of(CARRIER, "high")
    escalate_ticket(ticket=ticket, reason=WHY, by=cast.client, at=at + HOUR)
    return Ticket.objects.get(pk=ticket.pk)


def panel_page(cast, ticket, now, by=None):
    client = Client()
    client.force_login(by or cast.client)
    with time_machine.travel(now, tick=False):
        page = client.get(f"/portal/tickets/{ticket.number}/").text
    return page[page.index('class="portal-escalate"') : page.index('class="portal-talk"')]


def test_one_request_a_level_is_open_and_the_next_waits_for_its_own_time(cast, asked, at):
    assert found(cast, asked, at + HOUR + MINUTE) == ASKED
    assert found(cast, asked, moment(at, "12 11:30")) == LEVEL_2
    page = panel_page(cast, asked, at + HOUR + MINUTE)
    assert "Client asked for level 1 (Production ou support) at 11:00; it is not acknowledged yet." in page
    assert "Level 2 is possible from 11:30 on." in page
    assert "Escalate from 11:30 on" in page


def test_after_asking_it_says_who_was_told_and_that_they_must_acknowledge(cast, ticket_of, at):
    ticket = ticket_of(CARRIER, "high")
    with time_machine.travel(at + HOUR, tick=False):
        client = Client()
        client.force_login(cast.client)
        page = client.post(f"/portal/tickets/{ticket.number}/escalate/", {"reason": WHY}, follow=True).text
    assert "Support was told, and has to acknowledge it." in page
    assert "You asked at 11:00: level 1 was told, Production ou support." in page
    assert "They have to acknowledge it" in page
    assert WHY in page


def test_the_acknowledgement_is_on_the_page_and_the_button_opens_again(cast, asked, at):
    acknowledge_escalation(escalation=Escalation.objects.get(), by=cast.manager, at=at + HOUR + 5 * MINUTE)
    page = panel_page(cast, asked, at + HOUR + 10 * MINUTE)
    assert "Manager took it up at 11:05." in page
    assert "They have to acknowledge it" not in page
    assert found(cast, asked, at + HOUR + 10 * MINUTE) == OPEN


def told_mails():
    return list(OutboxMail.objects.filter(kind="told").order_by("pk").values_list("to", flat=True))


def test_who_asked_is_told_by_mail_once_and_nobody_else(cast, asked, at):
    acknowledge_escalation(escalation=Escalation.objects.get(), by=cast.manager, at=at + 2 * HOUR)
    assert told_mails() == [cast.contact.email]
    mail = OutboxMail.objects.get(kind="told")
    assert str(asked.number) in mail.subject + mail.body
    assert ("Manager" in mail.body, mail.ticket) == (True, asked)
    with pytest.raises(ActionRefused):
        acknowledge_escalation(escalation=Escalation.objects.get(), by=cast.operator, at=at + 3 * HOUR)
    assert told_mails() == [cast.contact.email]


@pytest.mark.parametrize("asker", ["house", "machine", "muted"])
def test_nobody_is_told_of_an_acknowledgement_who_did_not_ask_or_does_not_want_to_know(cast, ticket_of, at, asker):
    ticket = ticket_of(CARRIER, "high")
    if asker == "machine":
        sweep(at=at + HOUR)
    else:
        Contact.objects.filter(pk=cast.contact.pk).update(muted=["told"])
        by = cast.operator if asker == "house" else cast.client
        escalate_ticket(ticket=ticket, reason=WHY, by=by, at=at + HOUR)
    acknowledge_escalation(escalation=Escalation.objects.get(), by=cast.manager, at=at + 2 * HOUR)
    assert told_mails() == []


@pytest.mark.parametrize(("end", "state"), [("paused", "paused"), ("resolved", "over")])
def test_what_stands_still_or_is_over_is_not_escalated(cast, ticket_of, at, end, state):
    ticket = ticket_of(STANDARD)
    if end == "paused":
        wait_for(ticket=ticket, status=Status.WAITING_CLIENT, reason="Injoignable", by=cast.technician, at=at)
    else:
        resolve_ticket(ticket=ticket, solution="Redémarré", by=cast.technician, at=at)
    assert found(cast, ticket, at + 5 * HOUR) == (state, 0)


def test_a_refusal_loses_no_word(cast, ticket_of, at):
    ticket = ticket_of(STANDARD)
    with time_machine.travel(at, tick=False):
        early = ask(cast, ticket, "Je n’en peux plus")
    assert (early.status_code, "Je n’en peux plus" in early.text, "12:00" in early.text) == (409, True, True)
    with time_machine.travel(at.replace(hour=15), tick=False):
        empty = ask(cast, ticket, "  ")
        long = ask(cast, ticket, "é" * 2001)
    assert (empty.status_code, "Say why this ticket" in empty.text) == (422, True)
    assert (long.status_code, "é" * 2001 in long.text) == (422, True)
    assert not Escalation.objects.exists()


def test_without_contract_it_says_what_to_do_instead_and_offers_no_button(cast, ticket_of, at):
    page = panel_page(cast, ticket_of(WITHOUT_CONTRACT), at)
    assert "01 99 00 00 89" in page
    assert "<button" not in page


def test_the_button_that_cannot_be_pressed_yet_is_described_by_its_sentence(cast, ticket_of, at):
    page = panel_page(cast, ticket_of(STANDARD), at)
    assert 'aria-disabled="true" aria-describedby="escalate-why"' in page
    assert 'id="escalate-why"' in page
    assert "Possible from 12:00 on: deadline 11:00 + 1\N{NO-BREAK SPACE}h of business time." in page
    assert "It goes to: Responsable du support." in page
    assert "<form" not in page


def test_nothing_of_the_house_is_read_by_the_client(cast, ticket_of, at):
    ticket = ticket_of(CARRIER, "high")
    add_note(ticket=ticket, body="Client pénible", by=cast.technician, at=at)
    escalate_ticket(ticket=ticket, reason="Il hurle au téléphone", by=cast.operator, at=at + HOUR)
    page = panel_page(cast, ticket, at + HOUR)
    assert "level 1 was told" in page
    for secret in ("Client pénible", "Il hurle", "@operateur.example.org", "+331", "01 99"):
        assert secret not in page


def test_a_foreign_ticket_does_not_exist(cast, ticket_of, at):
    ticket = ticket_of(STANDARD)
    with time_machine.travel(at.replace(hour=15), tick=False):
        answers = [ask(cast, ticket, by=getattr(cast, who)).status_code for who in ("outsider", "colleague", "partner")]
    assert answers == [404, 404, 404]
    assert not Escalation.objects.exists()


# Asked for by phone -------------------------------------------------------------------------------
def call(cast: Cast, ticket: Ticket, caller: Contact) -> Client:
    client = Client()
    client.force_login(cast.operator)
    fields = {"reason": WHY, "asked_by": caller.pk}
    return client.post(f"/tickets/{ticket.number}/escalate/", fields)


def test_the_house_asks_in_the_name_of_who_calls(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    with time_machine.travel(at.replace(hour=12), tick=False):
        client = Client()
        client.force_login(cast.operator)
        page = client.get(f"/tickets/{ticket.number}/").text
        assert f'<option value="{cast.contact.pk}">Nadia</option>' in page
        assert "Hugo" not in page
        call(cast, ticket, cast.contact)
        page = client.get(f"/tickets/{ticket.number}/?show=internal").text
    escalation = Escalation.objects.get()
    assert (escalation.by, escalation.asked_by) == (cast.operator, cast.contact)
    assert Event.objects.get(ticket=ticket, kind=EventKind.ESCALATED).data["asked_by"] == "Nadia"
    assert "asked for by Nadia" in page
    assert "Nadia asks for it, Operator took the call" in ticket.mails.get(to="escalade@example.org").body
    assert "You asked at 12:00" in panel_page(cast, ticket, at.replace(hour=12, minute=1))
    acknowledge_escalation(escalation=escalation, by=cast.manager, at=at.replace(hour=13))
    assert told_mails() == [cast.contact.email]


def test_what_the_machine_took_from_a_mail_is_the_clients_own(cast, open_ticket, at):
    ticket, noon = open_ticket(priority="critical"), at.replace(hour=12)
    automation = User.objects.automation()
    escalation = escalate_ticket(ticket=ticket, reason=WHY, asked_by=cast.contact, by=automation, at=noon)
    assert f"Nadia asks for it: {WHY}" in ticket.mails.get(to="escalade@example.org").body
    page = panel_page(cast, ticket, noon + MINUTE)
    assert ("You asked at 12:00" in page, WHY in page) == (True, True)
    acknowledge_escalation(escalation=escalation, by=cast.manager, at=at.replace(hour=13))
    assert told_mails() == [cast.contact.email]


def test_who_is_no_contact_of_the_client_did_not_ask(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    with time_machine.travel(at.replace(hour=12), tick=False):
        assert call(cast, ticket, cast.outsider.contact).status_code == 404
    refused = {"ticket": ticket, "reason": WHY, "at": at.replace(hour=12)}
    for by, caller in ((cast.operator, cast.outsider.contact), (cast.client, cast.contact)):
        with pytest.raises(ActionRefused):
            escalate_ticket(**refused, asked_by=caller, by=by)
    assert not Escalation.objects.exists()


def test_a_partner_may_call_for_an_account_it_looks_after(cast, open_ticket, at):
    ticket = open_ticket(priority="critical")
    noon = at.replace(hour=12)
    partner = cast.partner.contact
    assert escalate_ticket(ticket=ticket, reason=WHY, asked_by=partner, by=cast.operator, at=noon).asker == "Lucie"
