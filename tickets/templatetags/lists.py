"""The pieces of a list that are the same on every page but for the address they lead back to."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from tickets.presentation.bulk import verbs
from tickets.presentation.drawn import VALUE, drawn

register = template.Library()


@register.simple_tag(takes_context=True)
def bulk_bar(context: Context, back: str) -> SafeString:
    """What can be done with the selected lines; `back` is the query of their list."""
    return drawn("tickets/bulk_bar.html", _bulk_bar, token=context["csrf_token"], value=back)


def _bulk_bar() -> dict[str, Any]:
    return {"back": VALUE, "verbs": verbs()}
