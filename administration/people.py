"""What is read about people: who there is, what they have, and what their roles mean."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from tickets.choices import OPEN_STATUSES, STAFF_ROLES, Role
from tickets.folding import Folded, fold
from tickets.models import Ticket, User
from tickets.models.user import AUTOMATION_EMAIL
from tickets.permissions import ROLE_PERMISSIONS, Permission


def everybody() -> QuerySet[User]:
    """All people; the machine is none."""
    return User.objects.exclude(email=AUTOMATION_EMAIL).select_related("contact")


def found(*, text: str, role: str, state: str) -> QuerySet[User]:
    """By the beginnings of words of a name, or a part of an address; `state` is "" (may sign in), "gone" or "all"."""
    people = everybody()
    if state != "all":
        people = people.filter(is_active=state != "gone")
    if role:
        people = people.filter(roles__contains=[role])
    if text:
        named = Q(*(Q(folded__contains=f" {word}") for word in fold(text).split())) if fold(text) else Q(pk__in=[])
        people = people.alias(folded=Folded("name")).filter(named | Q(email__icontains=text))
    waiting = Count("tickets", filter=Q(tickets__status__in=OPEN_STATUSES))
    return people.annotate(waiting=waiting).order_by("name", "pk")


def open_tickets_of(person: User) -> QuerySet[Ticket]:
    """What somebody else would have to take over, next due first."""
    tickets = Ticket.objects.filter(technician=person, status__in=OPEN_STATUSES)
    return tickets.select_related("account").order_by("next_due_at", "number")


def zones() -> list[str]:
    """The time zones of the world, by name."""
    return sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith(("Etc/", "posix/")))


def meanings() -> list[tuple[Role, list[str]]]:
    """What each role allows beyond the work on tickets, from the table of permissions."""
    return [(role, _meaning(role)) for role in Role]


def _meaning(role: Role) -> list[str]:
    allowed = ROLE_PERMISSIONS[role]
    if role not in STAFF_ROLES:
        return [_("their tickets on the portal"), *_words(allowed & _TOLD.keys())]
    work = frozenset.intersection(*(ROLE_PERMISSIONS[one] for one in STAFF_ROLES))
    return [_("all work on all tickets"), *([_("is given tickets")] if role == Role.TECHNICIAN else [])] + _words(
        (allowed - work) & _TOLD.keys()
    )


def _words(permissions: frozenset[Permission] | set[Permission]) -> list[str]:
    return [str(_TOLD[one]()) for one in _TOLD if one in permissions]


# Said at the moment of reading, in the reader's language.
_TOLD = {
    Permission.TICKET_ESCALATE: lambda: _("asks for escalations"),
    Permission.REPORT_VIEW: lambda: _("wall and reports"),
    Permission.ROSTER_EDIT: lambda: _("on-call roster"),
    Permission.SETTINGS_EDIT: lambda: _("all settings"),
    Permission.TICKET_IMPORT: lambda: _("imports of histories"),
}
