"""Ladders: one a policy."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from administration.choices import Area
from administration.forms.ladder import LadderSheet
from administration.impact import impact_on_ladder
from administration.queries import ladders
from administration.views.edit import EditPage, edit_setting
from administration.views.frame import for_administrators, settings_page
from sla.models import Policy
from tickets.views.request import Request


@for_administrators
def ladder_list(request: Request) -> HttpResponse:
    """Every policy with its levels."""
    return settings_page(request, "administration/ladder_list.html", Area.LADDERS, {"ladders": ladders()})


@for_administrators
def ladder_edit(request: Request, pk: int) -> HttpResponse:
    """The ladder of a policy: levels, whom they tell, and when."""
    return edit_setting(request, PAGE, get_object_or_404(Policy, pk=pk))


def _beside(request: Request, sheet: LadderSheet, subject: Policy | None) -> dict[str, Any]:
    return {}


PAGE = EditPage(Area.LADDERS, LadderSheet, "administration/ladder.html", impact_on_ladder, _beside)
