"""What the pages that edit one setting share."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from administration.choices import Area
from administration.forms.resources import StepForm
from administration.views.frame import INVALID, settings_page
from tickets.refusal import ActionRefused
from tickets.views.request import Request


def form_page(
    request: Request,
    area: Area,
    form: forms.BaseForm,
    title: str,
    template: str = "administration/form.html",
    **context: Any,
) -> HttpResponse:
    """A form in the frame of the settings; sent and not valid, it has its errors and all that was typed."""
    status = INVALID if form.is_bound and not form.is_valid() else 200
    return settings_page(request, template, area, {"form": form, "title": title, **context}, status)


def history_url(area: Area, subject: Model) -> str:
    """Where the changes of one setting are read."""
    return f"{reverse('settings_log')}?area={area}&subject={subject.pk}"


def saved(request: Request, sentence: str, to: str, *args: Any) -> HttpResponse:
    """Say what was done, on the page that is named."""
    messages.success(request, sentence)
    return redirect(to, *args)


def moved(request: Request, row: object, to: str, pk: int) -> HttpResponse:
    """Back to the row that moved, so that the next Tab reaches its buttons again."""
    messages.success(request, _("%s has moved.") % row)
    return redirect(f"{reverse(to)}#row-{pk}")


def step_of(request: Request) -> int:
    """One place up (-1) or down (1), as a button of ours sent it."""
    form = StepForm(request.POST)
    if not form.is_valid():
        raise ActionRefused(words_of(form.errors["step"]))
    return int(form.cleaned_data["step"])


def words_of(errors: Iterable[object]) -> str:
    """What is wrong with a field, for a form that has no page of its own to show it on."""
    return " ".join(str(error) for error in errors)


def site_of(request: Request) -> str:
    """The origin under which the reader sees us, for links in mails."""
    return f"{request.scheme}://{request.get_host()}"
