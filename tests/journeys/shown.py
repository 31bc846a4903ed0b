"""A page as it is shown: where, to whom, and after what."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Page

from tickets.models import Ticket

# Where a form, or a menu, stands open on a ticket.
OPENED = "[data-slot]:has([data-edit-form], [data-edit-menu])"
# What a form says when it is refused, each time with the field it is about.
REFUSED = ":has(> .field-error)"


class Shown(NamedTuple):
    """A page: its address, its reader in the demo ("" for nobody), its answer, and what is done there first.

    axe reads its `part`: the whole page, or what alone is new on a page that was read before.
    """

    address: str
    reader: str
    status: int = 200
    act: Callable[[Page], object] | None = None
    part: str = "html"

    def __str__(self) -> str:
        return " ".join([self.address, self.reader, self.act.__name__ if self.act else ""]).strip()


def ticket_of_client() -> Ticket:
    return Ticket.objects.filter(contact__user__email="client@example.org").order_by("-number")[0]
