"""The hours that a sheet's commitments are counted in, in words."""

from __future__ import annotations

from collections.abc import Iterable

from sla.models import Policy
from sla.words import calendar_in_words


def hours_in_words(policies: Iterable[Policy]) -> list[str]:
    """One sentence for each calendar with hours of its own that the policies promise on."""
    targets = (target for policy in policies for target in policy.targets.all() if target.duration)
    calendars = {target.calendar.pk: target.calendar for target in targets}
    return [calendar_in_words(calendar) for calendar in calendars.values() if not calendar.is_round_the_clock]
