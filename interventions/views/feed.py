"""The calendar of a technician, for their own calendar program."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from interventions.actions.feed import read_feed, renew_feed
from interventions.calendar import feed
from interventions.models import Intervention
from tickets.actions.post import Recipient
from tickets.addresses import address
from tickets.views.request import Request

# What is long past is in the reports.
PAST = dt.timedelta(days=60)
SHOWN_ONCE = "calendar_feed"


@login_not_required
@require_safe
def calendar_feed(request: Request, token: str) -> HttpResponse:
    """The visits of whose secret address this is, from two months ago on; without signing in. 404 for any other."""
    person = read_feed(token=token, at=request.now)
    if person is None:
        raise Http404
    theirs = Intervention.objects.filter(technicians=person, ends_at__gt=request.now - PAST)
    visits = theirs.select_related("ticket__account", "site").prefetch_related("technicians")
    with Recipient.of(person).spoken_to():
        content = feed(visits, name=person.name, at=request.now)
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="interventions.ics"'
    patch_cache_control(response, private=True, max_age=300)
    return response


@require_POST
def calendar_feed_renew(request: Request) -> HttpResponse:
    """A new secret address, shown once."""
    token = renew_feed(by=request.user, at=request.now)
    request.session[SHOWN_ONCE] = address("calendar_feed", token)
    messages.success(request, _("Your calendar has a new address. The one before shows nothing any more."))
    return redirect("me")
