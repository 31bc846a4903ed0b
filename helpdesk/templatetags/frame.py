"""The pieces of the frame that are the same on every page but for its address."""

from __future__ import annotations

from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from tickets.models import User
from tickets.presentation.drawn import VALUE, drawn

register = template.Library()


@register.simple_tag(takes_context=True)
def account_menu(context: Context) -> SafeString | str:
    """The menu of who is signed in; what it changes leads back to the page it stands on."""
    request = context["request"]
    user = request.user
    if not isinstance(user, User):
        return ""
    inputs, here = (user.name, user.theme, user.is_staff_member), request.get_full_path()
    return drawn("shell/account.html", _account, *inputs, token=context["csrf_token"], value=here)


def _account(name: str, theme: str, is_of_house: bool) -> dict[str, Any]:  # noqa: FBT001
    return {"name": name, "chosen": theme, "is_of_house": is_of_house, "here": VALUE}
