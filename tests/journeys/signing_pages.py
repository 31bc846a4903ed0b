"""Slips in the office, and the pages on which clients sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from interventions.models import Slip
from tests.journeys.shown import Shown
from tickets.choices import MailKind
from tickets.models import OutboxMail

LINK = re.compile(r"/sign/[^/\s]+/")


def signing() -> Iterator[Shown]:
    """A slip that is signed, one that waits for it, and one that is written; a link, and one that is void."""
    signed = Slip.objects.filter(versions__signatures__kind="drawn").first()
    unsigned = Slip.objects.filter(versions__signatures__kind="refused").first()
    draft = Slip.objects.filter(versions=None).first()
    assert signed
    assert unsigned
    assert draft
    for slip in (signed, unsigned, draft):
        yield Shown(f"/slips/{slip.number}/", "operator")
    yield Shown(f"/interventions/{unsigned.intervention_id}/slip/", "operator", part="#sign")
    yield Shown(link_of_the_demo(), "")
    yield Shown("/sign/no-token/", "", 404)


def link_of_the_demo() -> str:
    """The link in the mail to who refused to sign on site."""
    found = LINK.search(OutboxMail.objects.filter(kind=MailKind.TO_SIGN).latest("pk").body)
    assert found
    return found[0]
