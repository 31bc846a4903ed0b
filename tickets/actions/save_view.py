"""Save a list under a name; change, share and remove what was saved."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from tickets.actions.frame import required
from tickets.models import SavedView, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused
from tickets.saved_views import may_change

MOST_VIEWS = 50
NAME_LENGTH, QUERY_LENGTH = 60, 1000


@transaction.atomic
def save_view(*, name: str, query: str, is_shared: bool, by: User, at: dt.datetime) -> SavedView:
    """Save a list, private or shared; a view of that name that `by` has already shows this list from now on.

    Raises ActionRefused where `by` may not, it has no name, its address is too long, or there are too many.
    """
    require(by, Permission.VIEW_SAVE)
    User.objects.select_for_update().get(pk=by.pk)
    name, known = _name(name), SavedView.objects.filter(owner=by)
    view = known.filter(name=name).first() or SavedView(owner=by, name=name, order=known.count())
    if view.pk is None and view.order >= MOST_VIEWS:
        raise ActionRefused(_("You have %(limit)s views already: remove one first.") % {"limit": MOST_VIEWS})
    view.query, view.is_shared = _query(query), is_shared
    view.save()
    return view


@transaction.atomic
def change_view(*, view: SavedView, name: str, query: str, is_shared: bool, by: User, at: dt.datetime) -> SavedView:
    """Give a view another name, another list, or share it with the house. Raises as `save_view`."""
    view = _locked(view, by)
    name = _name(name)
    if SavedView.objects.filter(owner=view.owner, name=name).exclude(pk=view.pk).exists():
        raise ActionRefused(_("There is a view “%(name)s” already: choose another name.") % {"name": name})
    view.name, view.query, view.is_shared = name, _query(query), is_shared
    view.save()
    return view


@transaction.atomic
def remove_view(*, view: SavedView, by: User, at: dt.datetime) -> None:
    """Nobody has the view any more; the tickets stay. Raises ActionRefused where `by` may not."""
    _locked(view, by).delete()


def _locked(view: SavedView, by: User) -> SavedView:
    require(by, Permission.VIEW_SAVE)
    view = SavedView.objects.select_for_update().get(pk=view.pk)
    if not may_change(view, by):
        raise ActionRefused(_("Only %(owner)s or an administrator changes this view.") % {"owner": view.owner})
    return view


def _name(name: str) -> str:
    return required(name, _("The view has no name: write one."), limit=NAME_LENGTH)


def _query(query: str) -> str:
    if len(query) > QUERY_LENGTH:
        raise ActionRefused(_("This list asks for too much to be saved: remove some filters."))
    return query
