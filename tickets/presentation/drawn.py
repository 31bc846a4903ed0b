"""Pieces of the page of a ticket that look the same on many pages: drawn once a process, then filled in.

What differs from page to page stands in a drawing as a mark. The marks are drawn by lot when the process starts:
nothing that anybody typed can be taken for one.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from tickets.models import Ticket, User

NUMBER = 10**30 + secrets.randbelow(10**30)
TOKEN = secrets.token_hex(16)
VALUE = secrets.token_hex(16)
# Who reads does not show in a drawing.
ANYBODY = User(pk=0)

# All that a drawing may depend on besides the language: values that are equal only where they look the same.
Value = str | int | bool | None | tuple[Any, ...]
Given = Callable[..., Mapping[str, Any]]


def any_ticket(**values: str) -> Ticket:
    """A ticket of which nothing but these values shows in a drawing."""
    return Ticket(number=NUMBER, **values)


def drawn(
    template: str, given: Given, *inputs: Value, number: int = 0, token: object = "", value: object = ""
) -> SafeString:
    """`template` with the context that `given` makes of `inputs`, and with the marks replaced.

    Raises TypeError for an input that may change without becoming another one, as a row of the database does.
    """
    html = drawing(template, given, get_language(), inputs)
    html = html.replace(str(NUMBER), str(number)).replace(TOKEN, conditional_escape(str(token)))
    # The template escapes its inputs, and what is put in is escaped here.
    return mark_safe(html.replace(VALUE, conditional_escape(str(value))))


@lru_cache(maxsize=512)
def drawing(template: str, given: Given, _language: str | None, inputs: tuple[Value, ...]) -> str:
    _refuse_changeable(inputs)
    return render_to_string(template, {**given(*inputs), "csrf_token": TOKEN})


def _refuse_changeable(inputs: tuple[Any, ...]) -> None:
    for each in inputs:
        if isinstance(each, tuple):
            _refuse_changeable(each)
        elif type(each) not in (str, int, bool, type(None)):
            raise TypeError(f"{each!r} is no plain value: a drawing that is kept must not depend on it.")
