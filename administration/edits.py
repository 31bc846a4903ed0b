"""The settings whose edits plan deadlines anew: how each is read, and which action carries its edit out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.db.models import Model

from administration.actions.calendar import change_calendar
from administration.actions.ladder import change_ladder
from administration.actions.policy import change_policy
from administration.choices import Area
from administration.values.calendar import calendar_values
from administration.values.ladder import ladder_values
from administration.values.policy import policy_values
from sla.models import Calendar, Policy
from tickets.models import User


class Edit(NamedTuple):
    """`argument` is what the action calls the setting; `page` is the name of its form's address."""

    model: type[Model]
    values: Callable[[Any], dict[str, Any]]
    action: Callable[..., int]
    argument: str
    page: str

    def carry_out(self, subject: Model, values: Mapping[str, Any], progress: Any, by: User, at: Any) -> int:
        return self.action(**{self.argument: subject, "values": values, "progress": progress, "by": by, "at": at})


EDITS = {
    Area.CALENDARS: Edit(Calendar, calendar_values, change_calendar, "calendar", "calendar_edit"),
    Area.POLICIES: Edit(Policy, policy_values, change_policy, "policy", "policy_edit"),
    Area.LADDERS: Edit(Policy, ladder_values, change_ladder, "policy", "ladder_edit"),
}
