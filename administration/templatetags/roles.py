"""Roles in the reader's words."""

from collections.abc import Iterable

from django import template

from tickets.choices import Role

register = template.Library()


@register.filter
def role_words(roles: Iterable[str]) -> str:
    """The labels of roles, in the order of their declaration."""
    return ", ".join(str(role.label) for role in Role if role in roles)
