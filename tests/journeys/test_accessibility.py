"""Every page, for everybody: axe finds nothing in either theme, and nothing leaves the screen, however narrow."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Error, Page

from tests.journeys.conftest import Demo
from tests.journeys.pages import NO_PAGES, ROOMS
from tests.journeys.reading import FRAME, WHOLE, faults_of, faults_of_what_opens
from tests.journeys.shown import Shown
from tests.test_access import SEEN, TABLE

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.fixture(scope="module")
def known() -> defaultdict[str, set[str]]:
    """What was read before: shapes of the frame, what opens from it by reader, and what opens in it by room."""
    return defaultdict(set)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_axe_finds_nothing_and_nothing_leaves_the_screen(
    room: Callable[[], Iterator[Shown]],
    visit: Callable[[Shown], Page],
    known: defaultdict[str, set[str]],
    complaints: list[str],
) -> None:
    faults = []
    for shown in room():
        try:
            page = visit(shown)
            faults += [f"{shown}: {fault}" for fault in faults_of(page, shown.part, known["frames"])]
            if shown.act is None and shown.part == WHOLE:
                faults += [f"{shown}: {fault}" for fault in faults_of_what_opens(page, FRAME, known[shown.reader])]
                faults += [f"{shown}: {fault}" for fault in faults_of_what_opens(page, "main", known[room.__name__])]
        except Error as error:
            faults.append(f"{shown}: {error}")
        faults += [f"{shown}: {heard}" for heard in complaints if "the server responded with" not in heard]
        complaints.clear()
    assert not faults, "\n".join(faults)


def test_every_page_is_read(demo: Demo) -> None:
    read = {resolve(urlsplit(shown.address).path).url_name for room in ROOMS for shown in room()}
    pages = {row.name for row in TABLE if not row.is_post and SEEN in row.answers.values()}
    assert pages - read - set(NO_PAGES) == set()
    assert read & set(NO_PAGES) == set()
