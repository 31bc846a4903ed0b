"""The mailboxes in the settings."""

from __future__ import annotations

import pytest
from django.urls import reverse

from administration.choices import Area
from administration.models import SettingChange
from mail.models import Mailbox
from tickets.models import Queue


@pytest.fixture
def administrator(client, cast):
    client.force_login(cast.administrator)
    return client


def fields(**changed: object) -> dict[str, object]:
    return {
        "address": "support@example.org",
        "purpose": "helpdesk",
        "queue": Queue.objects.first().pk,
        "host": "127.0.0.1",
        "port": 1,
        "security": "none",
        "username": "support",
        "secret_name": "HELPDESK_PASSWORD",
        "folder": "INBOX",
        "is_active": "on",
        **changed,
    }


def test_a_mailbox_is_named_changed_and_logged(administrator):
    administrator.post(reverse("mailbox_add"), fields())
    mailbox = Mailbox.objects.get()
    Mailbox.objects.update(uid_validity=1, last_uid=9)
    administrator.post(reverse("mailbox_edit", args=[mailbox.pk]), fields(port=2))
    mailbox.refresh_from_db()
    assert (mailbox.port, mailbox.last_uid) == (2, 9)
    assert SettingChange.objects.filter(area=Area.MAILBOXES).count() == 2


def test_another_server_is_read_from_what_is_unread_there(administrator):
    administrator.post(reverse("mailbox_add"), fields())
    Mailbox.objects.update(uid_validity=1, last_uid=9)
    administrator.post(reverse("mailbox_edit", args=[Mailbox.objects.get().pk]), fields(host="127.0.0.2"))
    assert (Mailbox.objects.get().uid_validity, Mailbox.objects.get().last_uid) == (None, 0)


def test_no_password_is_kept_and_no_other_secret_is_sent(administrator):
    answer = administrator.post(reverse("mailbox_add"), fields(secret_name="SECRET_KEY"))
    assert answer.status_code == 422
    assert not Mailbox.objects.exists()


def test_a_try_says_what_is_wrong(administrator, monkeypatch):
    administrator.post(reverse("mailbox_add"), fields())
    again = administrator.post(reverse("mailbox_try", args=[Mailbox.objects.get().pk]), follow=True)
    assert "HELPDESK_PASSWORD is not set" in again.content.decode()
    monkeypatch.setenv("HELPDESK_PASSWORD", "x")
    again = administrator.post(reverse("mailbox_try", args=[Mailbox.objects.get().pk]), follow=True)
    assert "refused" in again.content.decode()


def test_the_list_shows_which_one_fails(administrator):
    administrator.post(reverse("mailbox_add"), fields())
    Mailbox.objects.update(last_error="Connection refused")
    page = administrator.get(reverse("mailboxes")).content.decode()
    assert "support@example.org" in page
    assert "Connection refused" in page
