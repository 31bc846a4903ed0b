"""Phone numbers on a page."""

from django import template

from tickets.phone import readable

register = template.Library()


@register.filter
def phone(number: str | None) -> str:
    """A number in E.164, as it is read aloud."""
    return readable(number) if number else ""
