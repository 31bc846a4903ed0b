"""The lines that explain a deadline."""

from __future__ import annotations

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

register = template.Library()


@register.simple_tag(takes_context=True)
def explained_step(context: Context, step: Step) -> SafeString:
    """One stretch of the way to a deadline. Drawn without a template, and once a process for each day of a reader:
    a page has dozens, and those of one week are the same on most pages.
    """
    zone = timezone.get_current_timezone()
    noon = datetime.combine(timezone.localtime(now_of(context), zone).date(), time(12), zone)
    return _drawn(step, noon, get_language(), zone)


@lru_cache(maxsize=1024)
def _drawn(step: Step, noon: datetime, _language: str | None, _zone: tzinfo) -> SafeString:
    """Any instant of the reader's day gives the same words: `noon` stands for all of them."""
    context = Context({"now": noon})
    counted = f"<b>{total(step.total)}</b>" if step.is_counted else ""
    # Times of ours, but the words may be of a person: a reason, the name of a holiday.
    return mark_safe(
        f'<li class="explain-line" data-kind="{step_kind(step)}">'
        f'<span class="explain-when">{step_when(context, step)}</span> '
        f'<span class="explain-mark" aria-hidden="true"></span> '
        f'<span class="explain-what">{conditional_escape(step_words(context, step))}</span> '
        f'<span class="explain-sum">{counted}</span></li>'
    )
