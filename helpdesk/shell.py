"""The rail and the top bar: what a person may go to, with live counts, in a constant number of queries."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from escalation.queries import count_to_acknowledge
from tickets.choices import OPEN_STATUSES
from tickets.models import Queue, User
from tickets.permissions import Permission, allows, visible_tickets

Item = dict[str, Any]
Group = dict[str, Any]


def shell(request: HttpRequest) -> dict[str, Any]:
    """All that the frame of a page shows to who is signed in."""
    user = request.user
    assert isinstance(user, User)
    return {
        "rail": rail(request),
        "search_url": reverse("ticket_list"),
        "intake_url": reverse("ticket_new") if allows(user, Permission.TICKET_OPEN) else "",
    }


def rail(request: HttpRequest) -> list[Group]:
    """Groups of items, each with its live count."""
    user = request.user
    assert isinstance(user, User)
    groups = _staff_groups(user) if user.is_staff_member else _client_groups(user)
    for group in groups:
        for item in group["items"]:
            item["current"] = _is_here(request, item["url"])
    return groups


def _staff_groups(user: User) -> list[Group]:
    waiting = Count("tickets", filter=Q(tickets__status__in=OPEN_STATUSES))
    queues = Queue.objects.annotate(waiting=waiting).order_by("order", "name")
    return [
        {"items": _work(user)},
        {"label": _("Queues"), "items": [_queue(queue) for queue in queues]},
        *([{"label": _("Steering"), "items": _steering()}] if allows(user, Permission.REPORT_VIEW) else []),
    ]


def _work(user: User) -> list[Item]:
    counts = visible_tickets(user).aggregate(
        all=Count("pk", filter=Q(status__in=OPEN_STATUSES)),
        mine=Count("pk", filter=Q(status__in=OPEN_STATUSES, technician=user)),
        unassigned=Count("pk", filter=Q(status__in=OPEN_STATUSES, technician=None)),
    )
    tickets = reverse("ticket_list")
    return [
        _item(_("My tickets"), f"{tickets}?view=mine", "inbox", counts["mine"]),
        _item(_("All tickets"), tickets, "layers", counts["all"]),
        _item(_("Unassigned"), f"{tickets}?view=unassigned", "user-round-x", counts["unassigned"]),
        _item(_("Escalations"), reverse("escalation_list"), "siren", count_to_acknowledge() or None, tone="overdue"),
    ]


def _queue(queue: Queue) -> Item:
    return _item(queue.name, f"{reverse('ticket_list')}?queue={queue.pk}", queue.icon, queue.waiting)  # type: ignore[attr-defined]


def _steering() -> list[Item]:
    return [_item(_("Reports"), reverse("compliance"), "file-chart-column", main=True)]


def _client_groups(user: User) -> list[Group]:
    open_tickets = visible_tickets(user).filter(status__in=OPEN_STATUSES).count()
    return [{"items": [_item(_("Tickets"), reverse("ticket_list"), "inbox", open_tickets)]}]


def _item(label: str, url: str, icon: str, count: int | None = None, *, tone: str = "", main: bool = False) -> Item:
    return {"label": label, "url": url, "icon": icon, "count": count, "tone": tone, "main": main}


def _is_here(request: HttpRequest, url: str) -> bool:
    """The page an item leads to; further filters do not lead away from a view or a queue."""
    path, _query, wanted = url.partition("?")
    chosen = "&".join(f"{name}={request.GET[name]}" for name in ("view", "queue") if request.GET.get(name))
    return request.path == path and wanted == chosen
