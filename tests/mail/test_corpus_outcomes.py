"""Every mail of the corpus becomes what the corpus says, when it comes to the helpdesk from a client it knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from tests.conftest import Cast
from tests.mail.corpus import CORPUS, THREAD, Case
from tests.mail.letters import line
from tickets.identifiers import thread_id
from tickets.models import Ticket

STORED = [case for case in CORPUS if case.expected_outcome]


@pytest.mark.parametrize("case", STORED, ids=lambda case: case.name)
def test_a_mail_becomes_what_the_corpus_says(
    case: Case, cast: Cast, open_ticket: Callable[..., Ticket], at: dt.datetime
):
    raw = case.raw.replace(THREAD, thread_id(open_ticket().number).encode())
    assert line(raw, at).split()[0].rstrip(":") == case.expected_outcome
