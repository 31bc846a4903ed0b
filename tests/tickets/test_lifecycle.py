"""Lifecycle: which status may follow which."""

from __future__ import annotations

import pytest

from tickets import lifecycle
from tickets.choices import OPEN_STATUSES, Status
from tickets.refusal import ActionRefused

OVER = set(Status) - OPEN_STATUSES


def test_every_status_is_in_the_table():
    assert set(lifecycle.TRANSITIONS) == set(Status)


@pytest.mark.parametrize("status", sorted(OPEN_STATUSES))
def test_every_open_ticket_can_be_worked_on_resolved_cancelled_and_merged(status):
    wanted = (OPEN_STATUSES - {Status.NEW}) | {Status.RESOLVED, Status.CANCELLED, Status.MERGED}
    assert all(lifecycle.can(status, each) for each in wanted)
    assert not lifecycle.can(status, Status.CLOSED)


def test_only_what_is_resolved_is_closed():
    assert [status for status in Status if lifecycle.can(status, Status.CLOSED)] == [Status.RESOLVED]


def test_nothing_follows_a_merge():
    assert not any(lifecycle.can(Status.MERGED, status) for status in Status)


def test_a_refusal_names_both_statuses():
    with pytest.raises(ActionRefused, match=f"{Status.NEW.label}.*{Status.CLOSED.label}"):
        lifecycle.check(Status.NEW, Status.CLOSED)


@pytest.mark.parametrize("status", list(Status))
def test_a_ticket_is_open_or_over(status):
    refusing = lifecycle.check_open if status in OVER else lifecycle.check_over
    with pytest.raises(ActionRefused):
        refusing(status)
