"""Django's own admin: not there unless it is turned on, and then for administrators alone."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings as configured
from django.db import connection
from django.urls import clear_url_caches

import helpdesk.urls
from tickets.models import Ticket, WorkType

READ_ONLY = ("ticket", "event", "clock", "pause", "message", "outboxmail", "user")


def read_addresses_anew() -> None:
    importlib.reload(helpdesk.urls)
    clear_url_caches()


@pytest.fixture
def turned_on(settings, db) -> Iterator[None]:
    settings.DJANGO_ADMIN = True
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "django.contrib.admin.apps.SimpleAdminConfig"]
    from django.contrib.admin.models import LogEntry

    with connection.schema_editor() as editor:
        editor.create_model(LogEntry)
    read_addresses_anew()
    yield
    settings.DJANGO_ADMIN = False
    read_addresses_anew()


def test_it_is_off_unless_somebody_turns_it_on(client, cast):
    client.force_login(cast.administrator)
    assert client.get("/django-admin/").status_code == 404
    assert "django.contrib.admin" not in " ".join(configured.INSTALLED_APPS)


@pytest.mark.process
def test_the_environment_turns_it_on():
    asked = "from django.conf import settings; print(settings.DJANGO_ADMIN, settings.INSTALLED_APPS[-1])"
    environment = {**os.environ, "DJANGO_ADMIN": "1", "DJANGO_SETTINGS_MODULE": "helpdesk.settings"}
    said = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["True", "django.contrib.admin.apps.SimpleAdminConfig"]


def test_an_administrator_reads_every_list(turned_on, client, cast, open_ticket):
    open_ticket()
    client.force_login(cast.administrator)
    index = client.get("/django-admin/")
    assert index.status_code == 200
    for model in helpdesk.admin_site.site._registry:
        address = f"/django-admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert client.get(address).status_code == 200, address


@pytest.mark.parametrize("person", ["operator", "manager", "client"])
def test_to_others_there_is_no_such_page(turned_on, client, cast, person):
    client.force_login(getattr(cast, person))
    assert client.get("/django-admin/", follow=True).status_code == 404
    assert client.get("/django-admin/tickets/ticket/", follow=True).status_code == 404


def test_who_is_not_signed_in_signs_in_where_everybody_does(turned_on, client):
    answer = client.get("/django-admin/", follow=True)
    assert answer.redirect_chain[-1][0].startswith("/accounts/login/")


def test_tickets_and_history_are_read_and_never_written(turned_on, client, cast, open_ticket):
    ticket = open_ticket()
    client.force_login(cast.administrator)
    for name in READ_ONLY:
        assert client.get(f"/django-admin/tickets/{name}/add/").status_code == 403
    address = f"/django-admin/tickets/ticket/{ticket.pk}/change/"
    assert client.get(address).status_code == 200
    assert client.post(address, {"title": "Autre"}).status_code == 403
    assert client.post(address.replace("change", "delete"), {"post": "yes"}).status_code == 403
    assert Ticket.objects.get(pk=ticket.pk).title == ticket.title


def test_nobodys_password_is_shown(turned_on, client, cast):
    client.force_login(cast.administrator)
    page = client.get(f"/django-admin/tickets/user/{cast.operator.pk}/change/").content.decode()
    assert cast.operator.email in page
    assert cast.operator.password not in page


def test_what_is_no_history_can_be_changed(turned_on, client, cast):
    row = WorkType.objects.get(name="Projet")
    client.force_login(cast.administrator)
    sent = {"name": "Chantier", "order": "3", "is_active": "on"}
    assert client.post(f"/django-admin/tickets/worktype/{row.pk}/change/", sent).status_code == 302
    row.refresh_from_db()
    assert row.name == "Chantier"
