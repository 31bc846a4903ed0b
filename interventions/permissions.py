"""Who sees which visits and slips. What a role may do stands in tickets/permissions.py."""

from __future__ import annotations

from django.db.models import Exists, Func, JSONField, OuterRef, QuerySet, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from interventions.models import Intervention, Photo, Slip, SlipVersion
from tickets.choices import Role
from tickets.models import User
from tickets.permissions import Permission, allows, is_of_house, visible_tickets
from tickets.refusal import ActionRefused


def visible_interventions(user: User) -> QuerySet[Intervention]:
    """Staff: all. Others: those of the tickets that they see."""
    interventions = Intervention.objects.all()
    return interventions if is_of_house(user) else interventions.filter(ticket__in=visible_tickets(user))


def visible_slips(user: User) -> QuerySet[Slip]:
    """Staff: all. Others: those of the visits that they see, once frozen: what is being written is not for them yet."""
    slips = Slip.objects.all()
    if is_of_house(user):
        return slips
    frozen = Exists(SlipVersion.objects.filter(slip=OuterRef("pk")))
    return slips.filter(frozen, intervention__in=visible_interventions(user))


def visible_photos(user: User) -> QuerySet[Photo]:
    """Staff: all. Others: those that a version of a slip that they see shows, and none that is still being chosen."""
    photos = Photo.objects.filter(slip__in=visible_slips(user))
    if is_of_house(user):
        return photos
    key = _object("key", Cast(OuterRef("key"), TextField()))
    shown = _object("photos", Func(key, function="jsonb_build_array"))
    return photos.filter(Exists(SlipVersion.objects.filter(slip=OuterRef("slip"), content__contains=shown)))


def _object(name: str, value: Combinable) -> Func:
    """JSON, put together by PostgreSQL."""
    return Func(Cast(Value(name), TextField()), value, function="jsonb_build_object", output_field=JSONField())


def may_carry_out(user: User, intervention: Intervention) -> bool:
    """Who is sent, and who plans: operators, managers and administrators. Other technicians read."""
    if not allows(user, Permission.VISIT_CARRY_OUT, intervention.ticket):
        return False
    plans = user.has_role(Role.OPERATOR, Role.MANAGER, Role.ADMINISTRATOR) or not user.has_role(Role.TECHNICIAN)
    return plans or intervention.crew.filter(technician=user).exists()


def require_carry_out(user: User, intervention: Intervention) -> None:
    """Raise ActionRefused with a sentence unless `may_carry_out`."""
    if not may_carry_out(user, intervention):
        raise ActionRefused(_("Only who is sent on this visit, or plans visits, fills in its slip."))
