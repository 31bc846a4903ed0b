"""Which tickets a client asks for on their home page."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import BooleanField, Case, QuerySet, Value, When
from django.http import QueryDict

from tickets.choices import OPEN_STATUSES, Status
from tickets.fetched import fetch_clocks
from tickets.models import Account, Ticket, User
from tickets.permissions import accounts_seen_whole, visible_accounts, visible_tickets
from tickets.search import found

PAGE_SIZE = 20
# Who has more open at once looks for one by its words.
MOST_OPEN = 100
LAST_PAGE = 10_000


@dataclass
class Listing:
    """The tickets that `user` may see, as far as the address asks for them; every part is asked for once."""

    asked: QueryDict
    user: User

    @property
    def text(self) -> str:
        return self.asked.get("q", "").strip()

    @cached_property
    def accounts(self) -> list[Account]:
        """The companies to choose from."""
        return list(visible_accounts(self.user).order_by("name"))

    @cached_property
    def account(self) -> Account | None:
        """The one that was chosen; one that is not the reader's to see is none."""
        return next((account for account in self.accounts if str(account.pk) == self.asked.get("account")), None)

    @cached_property
    def sees_others(self) -> bool:
        """Whether there is anything to see beside one's own."""
        return accounts_seen_whole(self.user).exists()

    @property
    def mine(self) -> bool:
        return self.sees_others and self.asked.get("whose") == "mine"

    @property
    def is_narrowed(self) -> bool:
        """Whether some tickets may be left out."""
        return bool(self.text or self.account or self.mine)

    @property
    def number(self) -> int:
        """The page of those that are done, from 1."""
        asked = self.asked.get("page", "")
        return min(max(int(asked), 1), LAST_PAGE) if asked.isdecimal() and len(asked) < 9 else 1

    @cached_property
    def open(self) -> list[Ticket]:
        """Those on which there is still work: first what waits for the client, then by the last word."""
        waits = Case(When(status=Status.WAITING_CLIENT, then=Value(False)), default=True, output_field=BooleanField())
        tickets = self._tickets.filter(status__in=sorted(OPEN_STATUSES))
        return self._read(tickets.alias(waits=waits).order_by("waits", "-last_activity_at", "-number"), 0, MOST_OPEN)

    @cached_property
    def _done(self) -> list[Ticket]:
        tickets = self._tickets.exclude(status__in=sorted(OPEN_STATUSES)).order_by("-last_activity_at", "-number")
        return self._read(tickets, (self.number - 1) * PAGE_SIZE, PAGE_SIZE + 1)

    @property
    def done(self) -> list[Ticket]:
        """One page of those that are done, the last one first."""
        return self._done[:PAGE_SIZE]

    @property
    def has_next(self) -> bool:
        return len(self._done) > PAGE_SIZE

    @property
    def _tickets(self) -> QuerySet[Ticket]:
        tickets = found(self.user, self.text) if self.text else visible_tickets(self.user)
        tickets = tickets.filter(contact__user=self.user) if self.mine else tickets
        return tickets.filter(account=self.account) if self.account else tickets

    def _read(self, tickets: QuerySet[Ticket], start: int, many: int) -> list[Ticket]:
        rows = list(tickets.select_related("account", "contact")[start : start + many])
        fetch_clocks(rows)
        return rows
