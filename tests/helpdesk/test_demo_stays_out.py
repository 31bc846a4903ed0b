"""The demo never joins what is real."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command

from tickets.models import Account, User

pytestmark = pytest.mark.django_db


def test_the_demo_stays_out_of_a_database_that_has_accounts():
    Account.objects.create(name="Menuiserie")
    out = io.StringIO()
    call_command("seed_demo", stdout=out)
    assert "stays out" in out.getvalue()
    assert not User.objects.filter(email="operator@example.org").exists()
