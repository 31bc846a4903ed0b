"""The lines that explain a deadline."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from helpdesk.templatetags.clocks import step_kind, step_when, step_words
from helpdesk.templatetags.moments import total
from sla.engine import Step

register = template.Library()


@register.simple_tag(takes_context=True)
def explained_step(context: Context, step: Step) -> SafeString:
    """One stretch of the way to a deadline. Drawn without a template: a page has dozens."""
    counted = f"<b>{total(step.total)}</b>" if step.is_counted else ""
    # Times of ours, but the words may be of a person: a reason, the name of a holiday.
    return mark_safe(
        f'<li class="explain-line" data-kind="{step_kind(step)}">'
        f'<span class="explain-when">{step_when(context, step)}</span> '
        f'<span class="explain-mark" aria-hidden="true"></span> '
        f'<span class="explain-what">{conditional_escape(step_words(context, step))}</span> '
        f'<span class="explain-sum">{counted}</span></li>'
    )
