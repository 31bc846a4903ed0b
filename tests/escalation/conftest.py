"""What the tests of escalation share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from escalation.models import Escalation
from sla.seeds import CARRIER
from tests import factories
from tests.conftest import Cast
from tickets.models import OutboxMail, Ticket


@pytest.fixture
def carrier_ticket(cast: Cast, at: dt.datetime) -> Callable[..., Ticket]:
    """A high ticket under the carrier's policy: first response due at 10:30, levels at 11:00, 11:30 and 12:30."""
    account = factories.account("Fibre du Midi", policy=CARRIER)

    def opened(*, at: dt.datetime = at, **fields: object) -> Ticket:
        return factories.ticket(by=cast.operator, at=at, account=account, **{"priority": "high", **fields})

    return opened


def levels(ticket: Ticket, metric: str = "response") -> list[int]:
    """The levels told of a ticket, in the order in which they were."""
    return list(Escalation.objects.filter(ticket=ticket, metric=metric).order_by("pk").values_list("level", flat=True))


def told(ticket: Ticket) -> list[str]:
    """Who got a mail about an escalation of the ticket, in order."""
    mails = OutboxMail.objects.filter(ticket=ticket, key__startswith="escalation:").order_by("pk")
    return list(mails.values_list("to", flat=True))
