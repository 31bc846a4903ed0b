"""The rail and the top bar: what a person may go to, with live counts, in a constant number of statements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from helpdesk.counts import OpenWork, QueueLink, open_work, own_work, queues_in_use, unread_notices
from tickets.actions.timer import minutes_of
from tickets.choices import Role
from tickets.models import Timer, User
from tickets.permissions import Permission, allows
from tickets.saved_views import views_of

# What of the URL of a list says which entry of the rail it is; the first one there decides.
_PLACES = ("saved", "queue", "view")


@dataclass(frozen=True)
class Item:
    """A way to a page. `key` names its count, which is kept up to date; `main` stands in the bar of a phone too."""

    label: str
    url: str
    icon: str
    key: str = ""
    count: int | None = None
    tone: str = ""
    main: bool = False
    current: bool = False
    # The key that leads there, unless the page has something nearer under it.
    shortcut: str = ""


@dataclass(frozen=True)
class Place:
    """The page an item leads to; further filters do not lead away from a view or a queue of the list."""

    path: str
    is_list: bool
    name: str
    chosen: str


@dataclass(frozen=True)
class Group:
    """Items under one heading; with `foot` at the bottom of the rail."""

    items: tuple[Item, ...]
    label: str = ""
    foot: bool = False


class Shell:
    """The frame of a page as one person sees it; asks only for what the page shows."""

    def __init__(self, request: HttpRequest) -> None:
        assert isinstance(request.user, User)
        self._request, self._user = request, request.user

    @cached_property
    def queues(self) -> tuple[QueueLink, ...]:
        return queues_in_use()

    @cached_property
    def _own(self) -> tuple[int, Timer | None]:
        return own_work(self._user)

    @property
    def unread(self) -> int:
        return self._own[0]

    @property
    def timer(self) -> Timer | None:
        """The stopwatch of the reader, which runs on from page to page."""
        return self._own[1]

    @property
    def timer_minutes(self) -> int:
        return minutes_of(self.timer, self._request.now) if self.timer else 0  # type: ignore[attr-defined]

    @property
    def is_of_house(self) -> bool:
        return self._user.is_staff_member

    @property
    def intake_url(self) -> str:
        return reverse("ticket_new") if allows(self._user, Permission.TICKET_OPEN) else ""

    @property
    def shortcuts(self) -> tuple[QueueLink, ...]:
        """The queues that a new ticket is opened in by what one dials: 010, 020."""
        return tuple(queue for queue in self.queues if queue.shortcut)

    @cached_property
    def rail(self) -> tuple[Group, ...]:
        here = _place(self._request.path, self._request.GET)
        return tuple(
            Group(tuple(_marked(item, here) for item in group.items), group.label, group.foot)
            for group in self._groups()
            if group.items
        )

    def _groups(self) -> list[Group]:
        work, tickets = open_work(), reverse("ticket_list")
        queues = (
            Item(queue.name, f"{tickets}?queue={queue.pk}", queue.icon, f"queue-{queue.pk}", work.in_queue(queue.pk))
            for queue in self.queues
        )
        views = (Item(view.name, view.url, "users" if view.is_shared else "bookmark") for view in views_of(self._user))
        return [
            Group((*_work(self._user, work), *on_site(self._user))),
            Group(tuple(queues), _("Queues")),
            Group(tuple(views), _("Views")),
            Group(tuple(steering(self._user)), _("Steering")),
            Group(tuple(settings(self._user)), foot=True),
        ]


def shell(request: HttpRequest) -> Shell:
    """All that the frame of a page shows to who is signed in."""
    return Shell(request)


def counts(user: User) -> tuple[dict[str, int], str]:
    """The live counts of the rail and the bell by their keys, and the stamp of the changes that they know of."""
    work = open_work()
    return {
        **{item.key: item.count or 0 for item in _work(user, work)},
        **{f"queue-{queue.pk}": work.in_queue(queue.pk) for queue in queues_in_use()},
        "notices": unread_notices(user),
    }, work.stamp


def on_site(user: User) -> list[Item]:
    """Where visits are planned and found again; a technician has the visits of the day under the thumb."""
    plans = allows(user, Permission.VISIT_PLAN)
    goes = allows(user, Permission.VISIT_CARRY_OUT) and user.has_role(Role.TECHNICIAN)
    return [
        *_item(_("Interventions"), "planning", "route", plans, shortcut="v"),
        *_item(_("My day"), "day_route", "map-pin", goes, main=True),
        *_item(_("Slips"), "slip_list", "clipboard-list", allows(user, Permission.VISIT_CARRY_OUT)),
    ]


def steering(user: User) -> list[Item]:
    """Where the house is steered from, as far as `user` may."""
    reports = allows(user, Permission.REPORT_VIEW)
    return [
        *_item(_("Wall"), "wall", "gauge", reports),
        *_item(_("Reports"), "compliance", "file-chart-column", reports),
        *_item(_("Roster"), "roster", "calendar-clock", allows(user, Permission.ROSTER_VIEW)),
        *_item(_("Clients"), "account_list", "building-2", allows(user, Permission.CONTACT_CREATE)),
    ]


def settings(user: User) -> list[Item]:
    """The way into the settings, for who may change them."""
    return _item(_("Settings"), "settings", "settings", allows(user, Permission.SETTINGS_EDIT))


def _work(user: User, work: OpenWork) -> list[Item]:
    tickets = reverse("ticket_list")
    return [
        Item(_("My tickets"), f"{tickets}?view=mine", "inbox", "mine", work.of(user.pk), main=True),
        Item(_("All tickets"), tickets, "layers", "all", work.all, main=True),
        Item(
            _("Unassigned"),
            f"{tickets}?view=unassigned",
            "user-round-x",
            "unassigned",
            work.unassigned,
            # On the phone of a technician the day stands there.
            main=not user.has_role(Role.TECHNICIAN),
        ),
        Item(
            _("Escalations"),
            reverse("escalation_list"),
            "siren",
            "escalations",
            work.escalations or None,
            tone="overdue",
            main=True,
        ),
        *_mail(user, work),
    ]


def _mail(user: User, work: OpenWork) -> list[Item]:
    if not allows(user, Permission.MAIL_TRIAGE):
        return []
    return [Item(pgettext("mails", "Mail"), reverse("triage"), "mailbox", "mails", work.mails or None)]


def _item(label: str, name: str, icon: str, is_allowed: bool, **more: Any) -> list[Item]:
    return [Item(label, reverse(name), icon, **more)] if is_allowed else []


def _marked(item: Item, here: Place) -> Item:
    place = _place_of(item.url)
    is_inside = not place.is_list and here.path.startswith(place.path)
    return replace(item, current=True) if is_inside or place == here else item


@lru_cache(maxsize=1024)
def _place_of(url: str) -> Place:
    path, _mark, query = url.partition("?")
    return _place(path, QueryDict(query))


def _place(path: str, asked: QueryDict) -> Place:
    name = next((name for name in _PLACES if asked.get(name)), "")
    return Place(path, path == reverse("ticket_list"), name, asked.get(name, ""))
