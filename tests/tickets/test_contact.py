"""Create a contact: an unknown caller gets a name."""

from __future__ import annotations

import pytest

from tickets.actions.contact import create_contact
from tickets.models import Contact
from tickets.refusal import ActionRefused


@pytest.fixture
def create(cast, at):
    def created(name="Inès", account=None, **given):
        return create_contact(name=name, account=account or cast.account, **given, by=cast.operator, at=at)

    return created


def test_the_number_is_kept_in_e164_and_the_address_in_small_letters(cast, create):
    contact = create(phone="06 39 98 00 01", email="Ines@Client.example.org")
    assert [phone.number for phone in contact.phones.all()] == ["+33639980001"]
    assert (contact.email, list(contact.accounts.all())) == ("ines@client.example.org", [cast.account])


def test_name_alone_is_enough(create):
    contact = create(name="  Inès ")
    assert (contact.name, contact.email, contact.phones.exists()) == ("Inès", "", False)


def test_the_same_person_again_is_the_same_contact(create):
    count = Contact.objects.count()
    assert create(phone="06 39 98 00 01") == create(phone="+33 6 39 98 00 01")
    assert Contact.objects.count() == count + 1


def test_one_name_in_two_companies_is_two_people(cast, create):
    assert create() != create(account=cast.other)


@pytest.mark.parametrize(
    "given", [{"name": " "}, {"phone": "numéro masqué"}, {"phone": "3900"}, {"email": "ines@"}, {"name": "x" * 121}]
)
def test_what_makes_no_sense_is_refused_and_nobody_is_created(create, given):
    count = Contact.objects.count()
    with pytest.raises(ActionRefused):
        create(**given)
    assert Contact.objects.count() == count
