"""What is said to a caller."""

from django import template
from django.utils.translation import gettext as _

from tickets.callers import Caller

register = template.Library()


@register.filter
def greeting(caller: Caller | None) -> str:
    """What to say first, by what is known: ask for what is missing, and think of what they wait for already."""
    if not caller:
        return _("“Helpdesk, good day. Your company and your name, please?”")
    if caller.contact is None:
        return _("“Good day, who am I speaking to, and on which number can we call you back?”")
    if not caller.open_tickets:
        return _("“Good day %(name)s, what can I do for you?”") % {"name": caller.contact.name}
    text = _("“Good day %(name)s, are you calling about “%(title)s”, or about something else?”")
    return text % {"name": caller.contact.name, "title": caller.open_tickets[0].ticket.title}
