"""What was done on the phone reaches the server once, whatever happens on the way."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from playwright.sync_api import Page, Route, expect

from interventions.models import Photo, Receipt, Slip
from runner.ports import free_port, is_free
from tests.journeys.conftest import session_of
from tests.journeys.on_site.acts import FINDINGS, PHONE, SENT, arrive, says, sign_in, take_photo, until
from tests.processes import wait_until

pytestmark = pytest.mark.browser


def test_an_answer_that_is_lost_on_the_way_doubles_nothing(phone, visit, complaints):
    arrive(phone, visit)
    lost = lose_answers(phone, times=2)
    take_photo(phone, "onduleur")
    says(phone, "Everything is kept on this phone")
    phone.evaluate("dispatchEvent(new Event('online'))")
    until(phone, lambda: len(lost) == 2)
    says(phone, SENT)
    assert (Photo.objects.count(), Receipt.objects.filter(verb="photo").count()) == (1, 1)
    complaints.clear()


@pytest.mark.process
def test_a_server_killed_while_it_takes_something_loses_and_doubles_nothing(new_page, visit, cast, complaints):
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with serving(port) as server:
        page = new_page(base_url=url, **PHONE)
        page.context.add_cookies([session_of(cast.technician, url)])
        page.context.set_default_navigation_timeout(60_000)
        arrive(page, visit)
        with nothing_inserted_into("interventions_photo") as is_waiting:
            take_photo(page, "onduleur")
            until(page, is_waiting)
            kill_group(server)
    says(page, "Everything is kept on this phone")
    assert not Photo.objects.exists()
    with serving(port):
        page.evaluate("dispatchEvent(new Event('online'))")
        until(page, Photo.objects.count)
        says(page, SENT)
    assert (Photo.objects.count(), Receipt.objects.filter(verb="photo").count()) == (1, 1)
    complaints.clear()


def test_what_the_server_refuses_is_corrected_or_dropped(phone, visit, complaints):
    slip = arrive(phone, visit)
    phone.get_by_text("Correct the times").click()
    later = f"{slip.arrived_at + dt.timedelta(days=2):%Y-%m-%dT%H:%M}"
    phone.locator("form[data-verb=times]").get_by_label("Arrived at").fill(later)
    phone.locator("form[data-verb=times]").get_by_label("Why").fill("Parti tôt")
    phone.locator("form[data-verb=times]").get_by_role("button").click()
    refusal = phone.locator("[data-refused=times]")
    expect(refusal).to_contain_text("This time is still to come")
    says(phone, "1 change to be sent.")

    phone.on("dialog", lambda dialog: dialog.accept())
    refusal.get_by_role("button", name="Drop").click()
    says(phone, SENT)
    expect(refusal).to_have_count(0)
    complaints.clear()


def test_who_is_signed_out_keeps_everything_and_is_asked_to_sign_in(phone, visit, cast, complaints):
    arrive(phone, visit)
    Session.objects.all().delete()
    caches["default"].clear()
    phone.get_by_label(FINDINGS).fill("Onduleur en défaut.")
    says(phone, "Sign in again to send it: everything is kept on this phone.")
    phone.get_by_role("link", name="Sign in").click()
    sign_in(phone, cast.technician)
    until(phone, lambda: Slip.objects.get().findings)
    assert Receipt.objects.count() == 2
    complaints.clear()


def lose_answers(page: Page, *, times: int) -> list[str]:
    """The server does what comes, and its answers do not arrive."""
    lost: list[str] = []

    def lose(route: Route) -> None:
        if len(lost) >= times:
            route.continue_()
            return
        route.fetch()
        lost.append(route.request.url)
        route.abort("connectionreset")

    page.context.route("**/slip/photo/", lose)
    return lost


@contextmanager
def nothing_inserted_into(table: str) -> Iterator[Callable[[], bool]]:
    """Whoever wants to waits, in the middle of a transaction; whether somebody does."""
    keeper = connection.copy()
    keeper.set_autocommit(False)
    with keeper.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")

        def is_waiting() -> bool:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted", [table])
            return bool(cursor.fetchone()[0])

        try:
            yield is_waiting
        finally:
            keeper.close()


@contextmanager
def serving(port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The server of production, in processes of its own, on the database of the test."""
    database = connection.settings_dict
    place = f"{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    environment = {**os.environ, "DATABASE_URL": f"postgres://{place}", "DEBUG": "1", "HTTPS": "0"}
    command = [sys.executable, "-m", "gunicorn", "helpdesk.wsgi:application", "--bind", f"127.0.0.1:{port}"]
    command += ["--worker-class", "gthread", "--threads", "4", "--preload", "--log-level", "error"]
    server = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, start_new_session=True)
    try:
        wait_until(lambda: not is_free("127.0.0.1", port), "the server")
        # What is read and compiled for the first page is not waited for by a person.
        urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=60).close()
        yield server
    finally:
        kill_group(server)


def kill_group(server: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError):
        os.killpg(server.pid, signal.SIGKILL)
    server.wait()
