"""The verbs of a slip on site, one address each: a form, or what a phone sends when it has network again."""

from __future__ import annotations

import uuid
from functools import partial

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from interventions.actions.arrive import start_intervention, undo_arrival
from interventions.actions.fill import fill_slip
from interventions.actions.leave import leave_site
from interventions.actions.photo import add_photo, remove_photo
from interventions.actions.times import correct_times
from interventions.forms.slip import (
    ArriveForm,
    FillForm,
    LeaveForm,
    PhotoForm,
    PhotoRemoveForm,
    TimesForm,
    UndoForm,
)
from interventions.models import Intervention, Photo
from interventions.presentation.stop import slip_if_any
from interventions.views.on_site import carried_out, intervention_of, invalid
from tickets.views.request import Request


@require_POST
def slip_arrive(request: Request, pk: int) -> HttpResponse:
    intervention = intervention_of(request, pk)
    form = ArriveForm(request.POST, at=request.now)
    if not form.is_valid():
        return invalid(request, intervention, form)
    arrived_at = form.cleaned_data["arrived_at"] or form.done
    work = partial(
        start_intervention, intervention=intervention, arrived_at=arrived_at, by=request.user, at=request.now
    )
    return carried_out(request, intervention, form, work, _("You have arrived."))


@require_POST
def slip_arrive_undo(request: Request, pk: int) -> HttpResponse:
    intervention = intervention_of(request, pk)
    form = UndoForm(request.POST, at=request.now)
    if not form.is_valid():
        return invalid(request, intervention, form)
    work = partial(undo_arrival, intervention=intervention, by=request.user, at=request.now)
    return carried_out(request, intervention, form, work, _("The arrival is taken back."))


@require_POST
def slip_leave(request: Request, pk: int) -> HttpResponse:
    intervention = intervention_of(request, pk)
    form = LeaveForm(request.POST, at=request.now)
    if not form.is_valid():
        return invalid(request, intervention, form)
    departed_at = form.cleaned_data["departed_at"] or form.done
    work = partial(leave_site, intervention=intervention, departed_at=departed_at, by=request.user, at=request.now)
    return carried_out(request, intervention, form, work, _("You have left: the time is logged."))


@require_POST
def slip_times(request: Request, pk: int) -> HttpResponse:
    intervention = intervention_of(request, pk)
    form = TimesForm(request.POST, at=request.now, slip=slip_if_any(intervention))
    if not form.is_valid():
        return invalid(request, intervention, form)
    names = ("arrived_at", "departed_at", "travel_minutes", "reason")
    times = {name: form.cleaned_data[name] for name in names}
    work = partial(correct_times, intervention=intervention, **times, by=request.user, at=request.now)
    return carried_out(request, intervention, form, work, _("The times are corrected."))


@require_POST
def slip_save(request: Request, pk: int) -> HttpResponse:
    intervention = intervention_of(request, pk)
    form = FillForm(request.POST, at=request.now, slip=slip_if_any(intervention))
    if not form.is_valid():
        return invalid(request, intervention, form)
    written = partial(fill_slip, filled=form.filled, seen=form.slip_seen)
    work = partial(written, intervention=intervention, by=request.user, at=request.now)
    return carried_out(request, intervention, form, work, _("The slip is saved."))


@require_POST
def slip_photo(request: Request, pk: int) -> HttpResponse:
    intervention = intervention_of(request, pk)
    form = PhotoForm(request.POST, request.FILES, at=request.now)
    if not form.is_valid():
        return invalid(request, intervention, form)
    work = partial(add_photo, intervention=intervention, photo=form.taken, by=request.user, at=request.now)
    return carried_out(request, intervention, form, work, _("The photo is on the slip."))


@require_POST
def slip_photo_remove(request: Request, pk: int) -> HttpResponse:
    intervention = intervention_of(request, pk)
    form = PhotoRemoveForm(request.POST, at=request.now)
    if not form.is_valid():
        return invalid(request, intervention, form)

    def work() -> None:
        # One that is gone already is gone: somebody else may have been first.
        for photo in _named(intervention, form.cleaned_data["photo"]):
            remove_photo(photo=photo, by=request.user, at=request.now)

    return carried_out(request, intervention, form, work, _("The photo is off the slip."))


def _named(intervention: Intervention, text: str) -> QuerySet[Photo]:
    """A photo of the visit by its number, or by the key that a phone gave it."""
    photos = Photo.objects.filter(slip__intervention=intervention).select_related("slip__intervention")
    if text.isascii() and text.isdecimal():
        return photos.filter(pk=int(text))
    return photos.filter(key=_uuid(text))


def _uuid(text: str) -> uuid.UUID:
    """A key as it was sent; what is none stands for no photo."""
    digits = text.replace("-", "").lower()
    is_key = len(digits) == 32 and all(digit in "0123456789abcdef" for digit in digits)
    return uuid.UUID(digits if is_key else "0" * 32)
