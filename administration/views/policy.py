"""Policies: the list, and one policy as the matrix of its promises."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration.actions.policy import copy_policy, create_policy, remove_policy
from administration.choices import Area
from administration.forms.policy import PolicySheet
from administration.forms.trial import PolicyTrialForm
from administration.impact import impact_on_policy
from administration.presentation.trial import try_policy
from administration.queries import accounts_under, new_policy_values, policies_in_use
from administration.views.edit import EditPage, edit_setting, new_setting
from administration.views.frame import for_administrators, settings_page
from sla.models import Policy
from tickets.views.request import Request


@for_administrators
def policy_list(request: Request) -> HttpResponse:
    """Every policy, and how many accounts are under it."""
    return settings_page(
        request, "administration/policy_list.html", Area.POLICIES, {"policies": policies_in_use(request.now)}
    )


@for_administrators
def policy_new(request: Request) -> HttpResponse:
    """A policy that no contract names yet."""
    return new_setting(request, PAGE, new_policy_values(), create_policy)


@for_administrators
def policy_edit(request: Request, pk: int) -> HttpResponse:
    """What is promised, and the rules by which the clocks of it run."""
    return edit_setting(request, PAGE, get_object_or_404(Policy.objects.select_related("calendar"), pk=pk))


@require_POST
@for_administrators
def policy_copy(request: Request, pk: int) -> HttpResponse:
    """The same promises and the same ladder once more, under another name."""
    policy = get_object_or_404(Policy, pk=pk)
    copy = copy_policy(policy=policy, name=request.POST.get("name", ""), by=request.user, at=request.now)
    messages.success(request, _("“%(name)s” was created.") % {"name": copy})
    return redirect("policy_edit", copy.pk)


@require_POST
@for_administrators
def policy_remove(request: Request, pk: int) -> HttpResponse:
    """Take away a policy that nobody was ever promised."""
    policy = get_object_or_404(Policy, pk=pk)
    remove_policy(policy=policy, by=request.user, at=request.now)
    messages.success(request, _("“%(name)s” was removed.") % {"name": policy})
    return redirect("policy_list")


def _beside(request: Request, sheet: PolicySheet, subject: Policy | None) -> dict[str, Any]:
    trial = PolicyTrialForm(request.POST, now=request.now)
    with sheet.supposed() as policy:
        tried = try_policy(policy, trial)
    return {"trial": trial, "tried": tried, "accounts": accounts_under(subject, request.now) if subject else []}


PAGE = EditPage(Area.POLICIES, PolicySheet, "administration/policy.html", impact_on_policy, _beside)
