"""The settings of the house in words: people with their roles, cells of the resources matrix."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from administration.presentation.plain import plain_lines, words
from tickets.choices import Role, WorkUse


def people_lines(values: Mapping[str, Any]) -> dict[str, str]:
    """Roles by their labels."""
    roles = [str(role.label) for role in Role if role in values.get("roles", ())]
    said = dict(values) | ({"roles": roles} if roles else {})
    may_sign_in = {_("May sign in"): words(said.pop("is_active"))} if "is_active" in said else {}
    return plain_lines(said) | may_sign_in


def resource_lines(values: Mapping[str, Any]) -> dict[str, str]:
    """A line a level, its people in the order in which they are asked."""
    return {_("Level %(number)s") % {"number": number}: words(names) for number, names in values.items() if names}


def work_type_lines(values: Mapping[str, Any]) -> dict[str, str]:
    """What slips fill it in for, by its label."""
    use = values.get("use")
    return plain_lines(dict(values) | ({"use": str(WorkUse(use).label)} if use else {}))
