"""People of the house and those with access from outside: list, invitation, roles, end of access."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration import people, touches
from administration.actions import people as actions
from administration.choices import Area
from administration.forms.people import PeopleFilter, PersonForm
from administration.views.editing import form_page, history_url, saved, site_of
from administration.views.frame import for_administrators, settings_page
from tickets.views.request import Request

PAGE_SIZE = 50
# Shown once, on the page that follows.
LINK = "invitation_link"


@for_administrators
def people_list(request: Request) -> HttpResponse:
    form = PeopleFilter(request.GET)
    form.is_valid()
    page = Paginator(people.found(**form.asked()), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "meanings": people.meanings()}
    return settings_page(request, "administration/people.html", Area.PEOPLE, context)


@for_administrators
def person_add(request: Request) -> HttpResponse:
    form = PersonForm(request.POST or None)
    if not form.is_valid():
        return form_page(request, Area.PEOPLE, form, _("Invite somebody"), "administration/person.html", **_offered())
    person, link = actions.invite_person(plan=form.plan(), site=site_of(request), by=request.user, at=request.now)
    request.session[LINK] = link
    return saved(request, _("%s is invited.") % person, "person_edit", person.pk)


@for_administrators
def person_edit(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(people.everybody(), pk=pk)
    name, form = person.name, PersonForm(request.POST or None, instance=person)
    if not form.is_valid():
        context = {
            "person": person,
            "is_oneself": person == request.user,
            "touches": touches.of_person(person),
            "tickets": people.open_tickets_of(person),
            "link": request.session.pop(LINK, ""),
            "history": history_url(Area.PEOPLE, person),
            **_offered(),
        }
        return form_page(request, Area.PEOPLE, form, name, "administration/person.html", **context)
    actions.edit_person(person=person, plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("%s is saved.") % person, "people")


@require_POST
@for_administrators
def person_invite(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(people.everybody(), pk=pk)
    link = actions.send_invitation(person=person, site=site_of(request), by=request.user, at=request.now)
    request.session[LINK] = link
    return saved(request, _("A link is on its way to %s.") % person.email, "person_edit", pk)


@require_POST
@for_administrators
def person_deactivate(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(people.everybody(), pk=pk)
    actions.deactivate_person(person=person, by=request.user, at=request.now)
    return saved(request, _("%s may not sign in any more.") % person, "person_edit", pk)


@require_POST
@for_administrators
def person_activate(request: Request, pk: int) -> HttpResponse:
    person = get_object_or_404(people.everybody(), pk=pk)
    request.session[LINK] = actions.activate_person(
        person=person, site=site_of(request), by=request.user, at=request.now
    )
    return saved(request, _("%s may sign in again, once they have chosen a password.") % person, "person_edit", pk)


def _offered() -> dict[str, Any]:
    return {"meanings": people.meanings(), "zones": people.zones()}
