"""The lists that people saved: their own, and those shared with the house."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import Q, QuerySet
from django.urls import reverse

from tickets.models import SavedView, User
from tickets.numbers import LARGEST_NUMBER
from tickets.permissions import Permission, allows

# The rule of visible_views, for every page; Django takes ten times as long to write it as PostgreSQL to answer.
_LINKS = """
    SELECT id, name, query, is_shared, owner_id = %(user)s AS is_own FROM tickets_savedview
    WHERE owner_id = %(user)s OR is_shared ORDER BY is_own DESC, "order", name, id
"""


@dataclass(frozen=True)
class ViewLink:
    """A saved view as the rail shows it."""

    pk: int
    name: str
    url: str
    is_shared: bool
    is_own: bool


def visible_views(user: User) -> QuerySet[SavedView]:
    """One's own views, and those that are shared; none for who may not save any."""
    if not allows(user, Permission.VIEW_SAVE):
        return SavedView.objects.none()
    return SavedView.objects.filter(Q(owner=user) | Q(is_shared=True))


def views_of(user: User) -> list[ViewLink]:
    """The saved views of a person, their own first, in one statement."""
    if not allows(user, Permission.VIEW_SAVE):
        return []
    with connection.cursor() as cursor:
        cursor.execute(_LINKS, {"user": user.pk})
        rows = cursor.fetchall()
    return [ViewLink(pk, name, _url(pk, query), is_shared, is_own) for pk, name, query, is_shared, is_own in rows]


def url_of(view: SavedView) -> str:
    """The address of a saved view."""
    return _url(view.pk, view.query)


def _url(pk: int, query: str) -> str:
    asked = "&".join(filter(None, (query, f"saved={pk}")))
    return f"{reverse('ticket_list')}?{asked}"


def view_in_use(text: str, user: User) -> SavedView | None:
    """The view that a list names in its URL, if its reader may see it."""
    if not text.isdecimal() or int(text) > LARGEST_NUMBER:
        return None
    return visible_views(user).filter(pk=int(text)).first()


def may_change(view: SavedView, user: User) -> bool:
    """Its owner may, and for a shared one an administrator."""
    return view.owner_id == user.pk or allows(user, Permission.SETTINGS_EDIT)
