"""Where there is nobody yet: the page on which the first administrator is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from helpdesk import first_administrator
from tests.journeys.reading import faults_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_axe_finds_nothing_where_the_first_administrator_is_made(
    new_page: Callable[..., Page], live_server: Any
) -> None:
    page = new_page(base_url=live_server.url, reduced_motion="reduce")
    answer = page.goto(first_administrator.path())
    assert answer is not None
    assert answer.status == 200
    assert list(faults_of(page)) == []
