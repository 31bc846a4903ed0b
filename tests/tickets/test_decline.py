"""Decline: each person chooses what they are told by mail; an escalation and an invitation cannot be turned off."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests import factories
from tickets.actions.assign import assign_ticket
from tickets.actions.decline import choose_mails, decline_mail
from tickets.actions.post import Recipient, post
from tickets.actions.reply import reply_to_ticket
from tickets.choices import MailKind
from tickets.declining import FOR_CLIENTS, FOR_HOUSE, declined_by, may_decline, token_for
from tickets.models import CarbonCopy, Notice, OutboxMail


@pytest.fixture
def ticket(open_ticket):
    made = open_ticket()
    OutboxMail.objects.all().delete()
    return made


def one_click(person, kind) -> str:
    return reverse("unsubscribe", args=[token_for(person, kind)])


def test_what_is_declined_is_not_mailed_and_stands_under_the_bell_all_the_same(cast, ticket, at):
    choose_mails(person=cast.technician, declined=[MailKind.ASSIGNED])
    assign_ticket(ticket=ticket, technician=cast.technician, by=cast.operator, at=at)
    assert not OutboxMail.objects.exists()
    assert Notice.objects.filter(user=cast.technician, ticket=ticket).exists()


def test_what_is_not_declined_is_mailed(cast, ticket, at):
    choose_mails(person=cast.technician, declined=[MailKind.RECEIVED])
    assign_ticket(ticket=ticket, technician=cast.technician, by=cast.operator, at=at)
    assert OutboxMail.objects.get().kind == MailKind.ASSIGNED


def test_a_reply_that_the_client_declined_still_reaches_who_gets_a_copy(cast, ticket, at):
    choose_mails(person=cast.contact, declined=[MailKind.REPLY])
    CarbonCopy.objects.create(ticket=ticket, email="chef@client.example.org")
    ticket.refresh_from_db()
    reply_to_ticket(ticket=ticket, body="On regarde.", by=cast.technician, at=at)
    mail = OutboxMail.objects.get()
    assert (mail.to, mail.cc) == ("chef@client.example.org", [])


@pytest.mark.parametrize("kind", [MailKind.ESCALATED, MailKind.INVITED])
def test_nobody_can_do_without_an_escalation_or_an_invitation(cast, kind):
    for person in (cast.technician, cast.contact):
        assert kind not in may_decline(person)
        assert decline_mail(person=person, kind=kind) is False
        choose_mails(person=person, declined=[kind])
        person.refresh_from_db()
        assert person.muted == []


def test_what_somebody_muted_by_other_means_holds_back_no_escalation_nor_invitation(cast, ticket, at):
    to = Recipient(cast.technician.email, muted=list(MailKind))
    for kind in MailKind:
        post(f"{kind}:1", kind, to=to, words={}, ticket=ticket, at=at)
    assert set(OutboxMail.objects.values_list("kind", flat=True)) == {
        MailKind.ESCALATED,
        MailKind.INVITED,
        MailKind.TO_SIGN,
    }


def test_who_has_no_access_to_the_portal_keeps_getting_the_answers(cast):
    stranger = factories.contact("Sana", cast.account)
    assert {MailKind.REPLY, MailKind.RESOLVED}.isdisjoint(may_decline(stranger))
    assert set(may_decline(cast.contact)) == set(FOR_CLIENTS)
    assert set(may_decline(cast.technician)) == set(FOR_HOUSE)
    assert may_decline(cast.client) == ()


# One click ----------------------------------------------------------------------------------------
def test_looking_at_the_page_changes_nothing(client, cast):
    assert client.get(one_click(cast.technician, MailKind.ASSIGNED)).status_code == 200
    cast.technician.refresh_from_db()
    assert cast.technician.muted == []


def test_a_mail_program_declines_by_itself_without_session_or_token_of_a_form(db, cast):
    program = Client(enforce_csrf_checks=True)
    answer = program.post(one_click(cast.contact, MailKind.OPENED), {"List-Unsubscribe": "One-Click"})
    cast.contact.refresh_from_db()
    assert (answer.status_code, cast.contact.muted) == (200, [MailKind.OPENED])


def test_declined_twice_is_declined_once_and_what_was_declined_before_stays(client, cast):
    choose_mails(person=cast.technician, declined=[MailKind.RECEIVED])
    for _again in range(2):
        client.post(one_click(cast.technician, MailKind.ASSIGNED))
    cast.technician.refresh_from_db()
    assert cast.technician.muted == [MailKind.RECEIVED, MailKind.ASSIGNED]


def test_a_link_for_an_escalation_declines_nothing(client, cast):
    client.post(one_click(cast.technician, MailKind.ESCALATED))
    cast.technician.refresh_from_db()
    assert cast.technician.muted == []


def test_a_token_that_is_not_ours_is_a_page_that_does_not_exist(client, cast):
    token = token_for(cast.technician, MailKind.ASSIGNED)
    for forged in (token[:-1] + ("a" if token[-1] != "a" else "b"), "x", "a:b:c"):
        assert client.post(reverse("unsubscribe", args=[forged])).status_code == 404
    assert declined_by(token) is not None
    cast.technician.delete()
    assert declined_by(token) is None


# The forms ----------------------------------------------------------------------------------------
def test_the_house_chooses_on_its_own_page(client, cast):
    client.force_login(cast.technician)
    assert 'name="wanted"' in client.get(reverse("me")).content.decode()
    wanted = [kind for kind in FOR_HOUSE if kind != MailKind.RECEIVED]
    assert client.post(reverse("mails_wanted"), {"wanted": wanted}).status_code == 302
    cast.technician.refresh_from_db()
    assert cast.technician.muted == [MailKind.RECEIVED]
    client.post(reverse("mails_wanted"), {"wanted": [*FOR_HOUSE]})
    cast.technician.refresh_from_db()
    assert cast.technician.muted == []


def test_a_client_chooses_on_the_portal(client, cast):
    client.force_login(cast.client)
    assert 'name="wanted"' in client.get(reverse("portal_account")).content.decode()
    assert client.post(reverse("portal_mails"), {"wanted": [MailKind.REPLY]}).status_code == 302
    cast.contact.refresh_from_db()
    assert cast.contact.muted == [kind for kind in FOR_CLIENTS if kind != MailKind.REPLY]


def test_a_kind_that_is_not_offered_changes_nothing(client, cast):
    client.force_login(cast.technician)
    client.post(reverse("mails_wanted"), {"wanted": ["escalated"]})
    cast.technician.refresh_from_db()
    assert cast.technician.muted == []
