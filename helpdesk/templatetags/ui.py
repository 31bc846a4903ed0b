"""Small pieces of pages: icons, the reader's theme, the marks of people, inputs in the house style."""

from collections.abc import Hashable
from datetime import timedelta
from functools import cache, lru_cache
from typing import Any
from zlib import crc32

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from lucide.templatetags.lucide import lucide

from sla.choices import Metric
from tickets.choices import ClockState
from tickets.meter import Meter
from tickets.readings import Reading

register = template.Library()

STATE_ICONS = {
    "running": "timer",
    "risk": "triangle-alert",
    "overdue": "circle-alert",
    "paused": "circle-pause",
    "met": "check",
    "missed": "x",
    "none": "minus",
}
DJANGO_ROWS = "10"
WIDGET_CLASSES = {
    "checkbox": "check",
    "radio": "radio",
    "select": "select",
    "selectmultiple": "select",
    "textarea": "textarea",
}


@cache
def _shapes(name: str) -> str:
    """The inner shapes of a Lucide icon, without its <svg>."""
    drawing = lucide(name, size=None)
    return drawing[drawing.index(">") + 1 : drawing.rindex("</svg>")].strip()


@register.simple_tag
@cache
def icon(name: str, size: str = "") -> SafeString:
    """A Lucide icon, inlined and silent to screen readers. Size: "" is 16 px, "s" is 14, "l" is 20.

    Raises lucide.IconDoesNotExist for a name that Lucide does not have.
    """
    classes = f"icon icon-{size}" if size else "icon"
    # The shapes come from the package, the size from our own templates: nothing a person typed.
    return mark_safe(f'<svg class="{classes}" viewBox="0 0 24 24" aria-hidden="true">{_shapes(name)}</svg>')


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The reader's own choice of "light" or "dark"; empty where the system decides."""
    user = getattr(getattr(context, "request", None), "user", None)
    return str(getattr(user, "theme", ""))


@register.filter
def state_icon(state: str) -> str:
    """The icon of a clock's state."""
    return STATE_ICONS[state]


@register.filter
def metric_word(metric: str) -> str:
    """The word for what is measured, as it stands inside a sentence."""
    return pgettext("clock", "response") if metric == Metric.RESPONSE else pgettext("clock", "resolution")


@register.filter
def overrun(reading: Reading) -> timedelta:
    """By how much a promise was or is broken; zero where it was kept so far."""
    if reading.state not in (ClockState.OVERDUE, ClockState.MISSED):
        return timedelta(0)
    return reading.overdue_by or max(reading.elapsed - (reading.target or reading.elapsed), timedelta(0))


@register.filter
def meter(reading: Reading) -> Meter:
    """The drawing of a reading alone, without the levels of its ladder."""
    return Meter(reading.state, reading.elapsed, reading.target, overdue_by=overrun(reading))


@register.filter
def initials(name: object) -> str:
    """Two letters for a person: "Nadia Exemple" is NE, "Philippe" is Ph."""
    parts = str(name).split()
    if not parts:
        return ""
    return (parts[0][0] + parts[1][0]).upper() if len(parts) > 1 else parts[0][:2].capitalize()


@register.filter
def tint(name: object) -> int:
    """One of four avatar colours, always the same for the same name."""
    return crc32(str(name).encode()) % 4 + 1


@register.simple_tag
def avatar(name: object, kind: str = "", large: bool = False) -> SafeString:  # noqa: FBT001, FBT002
    """components/avatar.html, drawn once a process for each name: pages show the same few people again and again."""
    return _avatar(str(name or ""), kind, large)


@lru_cache(maxsize=1024)
def _avatar(name: str, kind: str, large: bool) -> SafeString:
    return mark_safe(render_to_string("components/avatar.html", {"name": name, "kind": kind, "large": large}).strip())


@register.simple_tag
def drawn(template: str, **said: Hashable) -> SafeString:
    """`{% include template with … only %}`, drawn once a process for each language and all that it is given.

    For pieces that show nothing else: no token of a form, no hour. It is given values, never rows: two states of one
    row are equal.
    """
    # While pages are written their templates are read anew.
    draw = _drawn.__wrapped__ if settings.DEBUG else _drawn
    # A string that is safe already equals one that is not.
    return draw(template, get_language(), tuple((name, type(value), value) for name, value in said.items()))


@lru_cache(maxsize=512)
def _drawn(template: str, _language: str | None, said: tuple[tuple[str, type, Hashable], ...]) -> SafeString:
    return mark_safe(render_to_string(template, {name: value for name, _type, value in said}))


@register.simple_tag
def control(field: BoundField, attributes: str = "") -> SafeString:
    """A form field's input in the house style; attributes as "rows=3|placeholder=…"."""
    attrs: dict[str, Any] = dict(pair.split("=", 1) for pair in attributes.split("|") if pair)
    own = field.field.widget.attrs.get("class", "")
    if field.widget_type == "textarea" and field.field.widget.attrs.get("rows") == DJANGO_ROWS:
        attrs.setdefault("rows", 3)
    attrs["class"] = f"{WIDGET_CLASSES.get(field.widget_type, 'input')} {own}".strip()
    return field.as_widget(attrs=attrs)
