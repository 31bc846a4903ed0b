"""What every page of the settings shares: who may read it, and the menu beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpResponse
from django.shortcuts import render

from administration.areas import menu, page_of
from administration.choices import Area
from tickets.permissions import Permission, require
from tickets.views.request import Request

INVALID = 422
View = TypeVar("View", bound=Callable[..., HttpResponse])


def for_administrators(view: View) -> View:
    """A view of the settings; whoever may not edit them is refused with a sentence."""

    @wraps(view)
    def checked(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        require(request.user, Permission.SETTINGS_EDIT)
        return view(request, *args, **kwargs)

    return cast(View, checked)


def settings_page(
    request: Request,
    template: str,
    area: Area | None = None,
    context: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """A page in the frame of the settings; `area` is the one that its menu marks."""
    frame = {"menu": menu(area), "area": area, "area_url": page_of(area) if area else ""}
    return render(request, template, frame | dict(context or {}), status=status)
