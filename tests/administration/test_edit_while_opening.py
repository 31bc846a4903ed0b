"""A setting is edited while somebody opens a ticket under it: one waits for the other, and neither is undone."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Thread

import pytest
from django.db import connection, transaction

from administration.actions.calendar import change_calendar
from administration.actions.policy import change_policy
from administration.values.calendar import calendar_values
from administration.values.policy import policy_values
from sla.models import Calendar
from sla.seeds import BUSINESS_HOURS
from tests.administration.conftest import weekdays
from tickets.actions.settings_lock import share_settings

pytestmark = [pytest.mark.process, pytest.mark.django_db(transaction=True)]

PATIENCE = 10.0


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database"
            " WHERE NOT granted AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])


@pytest.fixture
def edit_while_opening(open_ticket) -> Callable[[Callable[[], object]], list[object]]:
    """Begin the edit in the midst of an opening; what it returned, or raised, once the ticket is open."""

    def run(edit: Callable[[], object]) -> list[object]:
        came: list[object] = []

        def attempt() -> None:
            try:
                came.append(edit())
            except Exception as error:
                came.append(error)
            finally:
                connection.close()

        thread = Thread(target=attempt)
        with transaction.atomic():
            share_settings()
            thread.start()
            until = time.monotonic() + PATIENCE
            while not somebody_waits() and time.monotonic() < until:
                pass
            open_ticket(priority="high")
        thread.join(PATIENCE)
        return came

    return run


def test_a_calendar_is_edited(edit_while_opening, cast, at):
    calendar = Calendar.objects.get(name=BUSINESS_HOURS)
    values = calendar_values(calendar) | {"seasons": weekdays(["09:00", "12:00"])}
    edit = {"calendar": calendar, "values": values, "by": cast.administrator, "at": at}
    assert edit_while_opening(lambda: change_calendar(**edit)) == [1]


def test_a_policy_is_edited(edit_while_opening, cast, at):
    policy = cast.account.contract_on(at.date()).policy
    values = policy_values(policy) | {"response_objective": 95}
    edit = {"policy": policy, "values": values, "by": cast.administrator, "at": at}
    assert edit_while_opening(lambda: change_policy(**edit)) == [0]
