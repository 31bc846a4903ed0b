"""Every page of the settings of the house opens, and says what it is about."""

from __future__ import annotations

import pytest
from django.urls import reverse

from sla.models import Policy
from tickets.models import CannedReply, IssueType, Queue, User, WorkType

LISTS = ("queue_list", "resources", "issue_types", "work_types", "canned_replies", "reach", "letterhead", "people")
FORMS = ("queue_add", "issue_type_add", "work_type_add", "canned_reply_add", "person_add", "account_add")


@pytest.mark.parametrize("name", [*LISTS, *FORMS, "account_list"])
def test_a_page_opens_for_an_administrator(name, client, cast, open_ticket):
    open_ticket()
    client.force_login(cast.administrator)
    assert client.get(reverse(name)).status_code == 200


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("queue_edit", Queue),
        ("issue_type_edit", IssueType),
        ("work_type_edit", WorkType),
        ("canned_reply_edit", CannedReply),
        ("person_edit", User),
    ],
)
def test_a_form_of_something_that_exists_opens(name, model, client, cast, open_ticket):
    open_ticket()
    client.force_login(cast.administrator)
    for row in model.objects.exclude(email__endswith=".invalid") if model is User else model.objects.all()[:3]:
        assert client.get(reverse(name, args=[row.pk])).status_code == 200


@pytest.mark.parametrize("reader", ["operator", "administrator"])
def test_the_page_of_a_client_opens_for_the_house(reader, client, cast, open_ticket):
    open_ticket()
    client.force_login(getattr(cast, reader))
    shown = client.get(reverse("account", args=[cast.account.pk]))
    assert shown.status_code == 200
    assert Policy.objects.get(contracts__account=cast.account).name in shown.content.decode()
    assert client.get(reverse("contact_add", args=[cast.account.pk])).status_code == 200
    assert client.get(reverse("contact_edit", args=[cast.account.pk, cast.contact.pk])).status_code == 200
