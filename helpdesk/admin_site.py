"""Django's own admin: off unless DJANGO_ADMIN=1, for administrators, who look at rows there when all else fails.

What tickets, clocks and history say is read there and never written: it would be true of nothing that happened.
"""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse

from administration.models import SettingChange, SettingJob
from escalation.models import Alarm, Escalation, Ladder, LevelContact, ReachInstruction
from sla.models import Calendar, Policy, Target
from tickets import models
from tickets.models import User
from tickets.permissions import Permission, allows

# Written by actions alone, with their history, clocks and alarms.
READ_ONLY: tuple[type[Model], ...] = (
    models.Ticket,
    models.Event,
    models.Clock,
    models.Pause,
    models.Message,
    models.Attachment,
    models.TimeEntry,
    models.Link,
    models.OutboxMail,
    models.Notice,
    Alarm,
    Escalation,
    Ladder,
    Calendar,
    Policy,
    Target,
    SettingChange,
    SettingJob,
    User,
)
EDITABLE: tuple[type[Model], ...] = (
    models.Account,
    models.Contract,
    models.Contact,
    models.ContactPhone,
    models.Affiliation,
    models.Queue,
    models.ResourceLevel,
    models.Resource,
    models.IssueType,
    models.WorkType,
    models.CannedReply,
    models.Absence,
    models.Duty,
    LevelContact,
    ReachInstruction,
)


class Site(AdminSite):
    """For administrators; to everybody else there is no such page."""

    site_header = site_title = "Astreinte"

    def has_permission(self, request: HttpRequest) -> bool:
        user = request.user
        return isinstance(user, User) and user.is_active and allows(user, Permission.SETTINGS_EDIT)

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Who is not signed in does so where everybody does."""
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.GET.get("next") or request.path)


class Editable(ModelAdmin):  # type: ignore[type-arg]
    """Whoever is let in may do everything: our people have no permissions of Django's."""

    list_select_related = True

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True


class ReadOnly(Editable):
    """To look at; a password is not even looked at."""

    exclude = ("password",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


site = Site()
site.register(READ_ONLY, ReadOnly)
site.register(EDITABLE, Editable)
