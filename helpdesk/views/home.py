"""The door: each comes to their own place."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from tickets.views.request import Request


@require_safe
def home(request: Request) -> HttpResponse:
    """The list for the house, the portal for its clients."""
    return redirect("ticket_list" if request.user.is_staff_member else "portal_home")
