"""Components that look the same wherever they stand: each is drawn once a process and language, and kept."""

from __future__ import annotations

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from sla.choices import Priority
from tickets.choices import Status


def component(template: str, **values: str) -> SafeString:
    """A template of components/ with these values alone."""
    return _drawn(template, get_language(), **values)


def priority_mark(priority: str) -> SafeString:
    """components/priority.html of a priority."""
    return _priority_mark(priority, get_language())


def status_pill(status: str) -> SafeString:
    """components/pill.html of a status."""
    return _status_pill(status, get_language())


@lru_cache(maxsize=512)
def _drawn(template: str, _language: str | None, /, **values: str) -> SafeString:
    return mark_safe(render_to_string(f"components/{template}.html", values).strip())


@lru_cache(maxsize=64)
def _priority_mark(priority: str, _language: str | None) -> SafeString:
    return component("priority", level=priority, label=str(Priority(priority).label))


@lru_cache(maxsize=64)
def _status_pill(status: str, _language: str | None) -> SafeString:
    each = Status(status)
    return component("pill", label=str(each.label), tone=each.tone, icon=each.icon)
