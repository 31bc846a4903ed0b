"""What the server gives a phone for a day without network, and takes from it afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from interventions.models import Intervention, Slip
from interventions.views import offline
from tests.conftest import Cast

IMPORT = re.compile(r'from "(\./slip[\w-]*\.js)"')


@pytest.fixture
def visit(plan: Callable[..., Intervention]) -> Intervention:
    return plan()


@pytest.fixture
def signed_in(client: Client, cast: Cast) -> Client:
    client.force_login(cast.technician)
    return client


def files_of_the_worker() -> list[str]:
    offline._worker.cache_clear()
    text = offline._worker()
    offline._worker.cache_clear()
    named = re.search(r'JSON\.parse\("(.+)"\)', text)
    assert named is not None
    found: list[str] = json.loads(named[1].encode().decode("unicode_escape"))
    return found


def test_the_worker_needs_no_signing_in_and_is_asked_for_anew_each_time(client):
    answer = client.get("/sw.js")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/javascript"
    assert "no-cache" in answer["Cache-Control"]


def test_a_page_may_start_a_worker_of_its_own_origin_alone(db, client):
    assert "worker-src 'self'" in client.get("/accounts/login/")["Content-Security-Policy"]


def test_the_worker_keeps_every_script_that_the_slip_imports():
    kept = {Path(address).name for address in files_of_the_worker()}
    scripts = Path(settings.BASE_DIR / "static" / "js").glob("slip*.js")
    wanted = {Path(found).name for script in scripts for found in IMPORT.findall(script.read_text())}
    assert wanted
    assert wanted <= kept
    assert {"slip.js", "app.css", "IBMPlexSans%5Bwdth%2Cwght%5D.ttf"} <= kept


def test_another_release_is_another_worker(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "helpdesk.static_files.BundlingStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    kept = files_of_the_worker()
    assert all(re.search(r"\.[0-9a-f]{12}\.\w+$", address) for address in kept)
    # What a script imports is named by its hash as well: the worker has it under that name.
    entry = next(address for address in kept if re.search(r"/slip\.[0-9a-f]{12}\.js$", address))
    text = (tmp_path / entry.removeprefix(settings.STATIC_URL)).read_text()
    imported = re.findall(r'from "\./(slip[\w-]*\.[0-9a-f]{12}\.js)"', text)
    assert imported
    assert set(imported) <= {Path(address).name for address in kept}
    assert IMPORT.search(text) is None


def test_the_app_opens_with_the_day(client):
    answer = client.get("/app.webmanifest")
    said = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (said["start_url"], said["display"]) == (reverse("day_route"), "standalone")


@pytest.mark.parametrize("name", ["day_route", "slip_fill"])
def test_a_page_that_is_kept_says_for_whom(signed_in, visit, cast, name):
    answer = signed_in.get(reverse(name, args=[visit.pk] if name == "slip_fill" else []))
    assert answer["X-Kept-For"] == str(cast.technician.pk)


def test_what_somebody_else_did_on_the_phone_is_not_taken_as_mine(client, visit, cast):
    client.force_login(cast.manager)
    answer = client.post(reverse("slip_arrive", args=[visit.pk]), {"person": cast.technician.pk})
    assert (answer.status_code, answer.json()["signed_out"]) == (403, True)
    assert not Slip.objects.exists()


def test_what_one_did_oneself_is_taken(signed_in, visit, cast):
    answer = signed_in.post(
        reverse("slip_arrive", args=[visit.pk]), {"person": cast.technician.pk}, headers={"Accept": "application/json"}
    )
    assert answer.status_code in (200, 409, 422)
    assert "X-Kept-For" in answer
