"""Where the technician goes today."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from interventions.presentation.route import day_asked, route
from tickets.views.request import Request


@require_safe
def day_route(request: Request) -> HttpResponse:
    day = day_asked(request.GET.get("day", ""), request.now)
    return render(request, "interventions/route.html", route(request.user, day, request.now))
