"""The marks of what was said on a ticket, by kind."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

MAIL = ("mail", _("Message"))
MARKS = {
    "note": ("lock", _("Internal note, invisible to the client")),
    "call": ("phone", _("Call")),
    "reply": ("reply", _("Public reply")),
}


@register.filter
def entry_icon(kind: str) -> str:
    """The Lucide icon of a kind of entry."""
    return MARKS.get(kind, MAIL)[0]


@register.filter
def entry_word(kind: str) -> str:
    """The words of a kind of entry."""
    return str(MARKS.get(kind, MAIL)[1])
