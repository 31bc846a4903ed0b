"""What the operator says first to a caller."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils import translation

from helpdesk.templatetags.callers import greeting
from sla.models import Policy
from tickets.callers import Caller, OpenTicket
from tickets.models import Account, Contact, Ticket


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


def caller(name: str = "", title: str = "") -> Caller:
    waiting = [OpenTicket(Ticket(title=title), clock=None)] if title else []
    return Caller(
        account=Account(name="Clinique des Tamarins"),
        contact=Contact(name=name) if name else None,
        contract=None,
        policy=Policy(),
        asks_guaranteed_repair=False,
        open_tickets=waiting,
        open_count=len(waiting),
        calls=[],
    )


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (None, "“Helpdesk, good day. Your company and your name, please?”"),
        (caller(), "“Good day, who am I speaking to, and on which number can we call you back?”"),
        (caller("Nadia"), "“Good day Nadia, what can I do for you?”"),
        (
            caller("Nadia", "Réseau à 50 %"),
            "“Good day Nadia, are you calling about “Réseau à 50 %”, or about something else?”",
        ),
    ],
)
def test_a_caller_is_asked_for_what_is_missing_and_reminded_of_what_they_wait_for(
    known: Caller | None, words: str
) -> None:
    assert greeting(known) == words


@pytest.mark.usefixtures("french")
def test_a_french_caller_is_greeted_in_french() -> None:
    assert greeting(caller("Nadia")).startswith("«")
