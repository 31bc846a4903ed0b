"""The lines that explain a deadline."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, tzinfo
from functools import lru_cache

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from helpdesk.templatetags.clocks import step_kind, step_when, step_words
from helpdesk.templatetags.moments import now_of, total
from sla.engine import Step
from tickets.clocks import ZERO

register = template.Library()


@register.simple_tag(takes_context=True)
def explained_step(context: Context, step: Step) -> SafeString:
    """One stretch of the way to a deadline. Drawn without a template: a page has dozens."""
    zone = timezone.get_current_timezone()
    noon = datetime.combine(timezone.localtime(now_of(context), zone).date(), time(12), zone)
    stretch = _stretch(replace(step, total=ZERO, left=ZERO), noon, get_language(), zone)
    counted = f"<b>{total(step.total)}</b>" if step.is_counted else ""
    return mark_safe(f'{stretch} <span class="explain-sum">{counted}</span></li>')


@lru_cache(maxsize=1024)
def _stretch(step: Step, noon: datetime, _language: str | None, _zone: tzinfo) -> str:
    """All but its sums: the nights and days of a week are the same on most pages, at any instant of a reader's day."""
    context = Context({"now": noon})
    # Times of ours, but the words may be of a person: a reason, the name of a holiday.
    return (
        f'<li class="explain-line" data-kind="{step_kind(step)}">'
        f'<span class="explain-when">{step_when(context, step)}</span> '
        f'<span class="explain-mark" aria-hidden="true"></span> '
        f'<span class="explain-what">{conditional_escape(step_words(context, step))}</span>'
    )
