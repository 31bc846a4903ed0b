"""One list of slips: what its URL asks for, put together."""

from __future__ import annotations

from functools import cached_property
from urllib.parse import urlencode

from django.db.models import Prefetch
from django.http import QueryDict

from interventions.models import Crew
from interventions.permissions import visible_slips
from interventions.queries.slip_filters import FILTERS, Choice, Filter, Slips, with_reason
from tickets.models import User

NEWEST = ("-arrived_at", "-pk")


class SlipListing:
    """The slips that one reader asks for, newest first."""

    def __init__(self, asked: QueryDict, user: User) -> None:
        self.user = user
        found = ((each, each.choose(asked, user)) for each in FILTERS)
        self.choices: list[tuple[Filter, Choice]] = [(each, choice) for each, choice in found if choice]

    @cached_property
    def parameters(self) -> dict[str, str]:
        """What the URL says and means something; without a page."""
        return {name: value for _filter, choice in self.choices for name, value in choice.values.items()}

    def query(self, *, without: tuple[str, ...] = ()) -> str:
        """The same behind a question mark; nothing where there is nothing to say."""
        left = {name: value for name, value in self.parameters.items() if name not in without}
        return f"?{urlencode(left)}" if left else ""

    @property
    def slips(self) -> Slips:
        """Without what a line shows of other tables."""
        slips = with_reason(visible_slips(self.user))
        for _filter, choice in self.choices:
            slips = choice.keep(slips)
        return slips.order_by(*NEWEST)

    @cached_property
    def keys(self) -> list[int]:
        """Of all of them: looked for once, for their count and for each page."""
        return list(self.slips.values_list("pk", flat=True))

    @property
    def rows(self) -> Slips:
        """With all that a line shows, in a constant number of queries."""
        return _read(self.slips)

    def rows_of(self, keys: list[int]) -> Slips:
        """The same of some of them, by their keys."""
        return _read(with_reason(visible_slips(self.user)).filter(pk__in=keys).order_by(*NEWEST))


def _read(slips: Slips) -> Slips:
    people = Prefetch("intervention__crew", Crew.objects.select_related("technician").order_by("technician__name"))
    read = slips.select_related("intervention__ticket__account", "intervention__site", "work_type")
    return read.prefetch_related(people)
