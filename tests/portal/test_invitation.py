"""From the page of a client to the portal: who is invited signs in, and sees what is theirs."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests import factories
from tickets.choices import Role
from tickets.models import Contact, OutboxMail

PASSWORD = "une-longue-phrase"


@pytest.fixture
def invited(signed_in, cast):
    """`invited(contact)`: an administrator invites them; the link that is mailed to them."""

    def invite(contact: Contact) -> str:
        account = contact.accounts.get()
        page = signed_in("administrator").get(f"/clients/{account.pk}/").text
        address = f"/clients/{account.pk}/contacts/{contact.pk}/invite/"
        assert f'action="{address}"' in page
        signed_in("administrator").post(address)
        mail = OutboxMail.objects.get(to=contact.email)
        return re.search(r"https?://[^/]+(/password/\S+)", mail.body)[1]

    return invite


@pytest.mark.parametrize("role", [Role.CLIENT, Role.PARTNER])
def test_who_is_invited_chooses_a_password_signs_in_and_is_on_the_portal(cast, open_ticket, invited, role):
    account = cast.account if role == Role.CLIENT else cast.partner.contact.accounts.get()
    contact = factories.contact("Ana", account)
    mine = open_ticket(contact=contact, title="De Ana")
    visitor = Client()
    assert visitor.post(invited(contact), {"password": PASSWORD}).url == "/accounts/login/"
    page = visitor.post("/accounts/login/", {"login": contact.email, "password": PASSWORD}, follow=True)
    assert page.redirect_chain[-1][0] == "/portal/"
    assert mine.title in page.text
    contact.refresh_from_db()
    assert contact.user.roles == [role]


def test_whose_access_ended_is_out_of_the_portal_at_once(signed_in, cast):
    reader = signed_in("client")
    assert reader.get("/portal/").status_code == 200
    signed_in("administrator").post(f"/settings/people/{cast.client.pk}/deactivate/")
    assert reader.get("/portal/").status_code == 302
