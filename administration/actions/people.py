"""Invite people, edit who they are and what they may do, end their access and give it back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from zoneinfo import available_timezones

from django.db import transaction
from django.utils.translation import gettext as _

from administration import invitations, notifications
from administration.actions.edit import change_row, create_row, take_turn
from administration.actions.frame import log_change
from administration.actions.resources import remove_resource
from administration.choices import Area
from tickets.choices import Role
from tickets.models import Contact, Resource, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

OUTSIDE = (Role.CLIENT, Role.PARTNER)


@dataclass(frozen=True, kw_only=True)
class PersonPlan:
    """A person as they are to be; `email` in any case, which makes no difference."""

    name: str
    email: str
    roles: tuple[str, ...]
    language: str = "fr"
    time_zone: str = "Europe/Paris"


@transaction.atomic
def invite_person(*, plan: PersonPlan, site: str, by: User, at: dt.datetime) -> tuple[User, str]:
    """A new person of the house without a password, and the link with which they choose one; it is mailed, too.

    Raises ActionRefused where `by` may not, the address is used already in any case, or there is no role.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.PEOPLE)
    person = _create(plan, None, by, at)
    return person, _send_link(person, site, by, at)


@transaction.atomic
def invite_contact(*, contact: Contact, site: str, by: User, at: dt.datetime) -> tuple[User, str]:
    """Give a client's contact access to their tickets, as partner where they are of one.

    Raises ActionRefused where `by` may not, the contact has no address or has access already.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.PEOPLE)
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    if contact.user_id is not None:
        raise ActionRefused(_("%(name)s has access already.") % {"name": contact})
    if not contact.email:
        raise ActionRefused(_("%(name)s has no e-mail address: enter it first.") % {"name": contact})
    role = Role.PARTNER if contact.accounts.filter(is_partner=True).exists() else Role.CLIENT
    plan = PersonPlan(name=contact.name, email=contact.email, roles=(role.value,), language=contact.language)
    person = _create(plan, contact, by, at)
    return person, _send_link(person, site, by, at)


@transaction.atomic
def send_invitation(*, person: User, site: str, by: User, at: dt.datetime) -> str:
    """A new link with which the person chooses a password; it is mailed, too. Their old password works until then."""
    require(by, Permission.SETTINGS_EDIT)
    person = User.objects.select_for_update().get(pk=person.pk)
    if not person.is_active:
        raise ActionRefused(_("%(name)s may not sign in: give the access back first.") % {"name": person})
    return _send_link(person, site, by, at)


@transaction.atomic
def edit_person(*, person: User, plan: PersonPlan, by: User, at: dt.datetime) -> User:
    """The person becomes what is planned; who is no technician any more leaves the resources matrix.

    Raises ActionRefused where `by` may not, the address is used already, there is no role, or nobody, or not
    `by` themselves, would be administrator afterwards.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.PEOPLE)
    person = User.objects.select_for_update().get(pk=person.pk)
    _refuse_roles(plan, getattr(person, "contact", None))
    if Role.ADMINISTRATOR not in plan.roles:
        _refuse_loss(person, by)
    if Role.TECHNICIAN not in plan.roles:
        for place in Resource.objects.filter(technician=person).select_related("level__queue"):
            remove_resource(resource=place, by=by, at=at)
    return change_row(row=person, plan=_tidy(plan), area=Area.PEOPLE, by=by, at=at)


@transaction.atomic
def deactivate_person(*, person: User, by: User, at: dt.datetime) -> User:
    """The person may sign in no more, and is signed out wherever they are; what they did and have stays theirs.

    The password goes, because with it go all sessions for good. Raises ActionRefused where `by` may not, or for
    oneself and the last administrator.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.PEOPLE)
    person = User.objects.select_for_update().get(pk=person.pk)
    if person == by:
        raise ActionRefused(_("You cannot end your own access: ask another administrator."))
    _refuse_loss(person, by)
    person.set_unusable_password()
    return _set_active(person, False, by, at)


@transaction.atomic
def activate_person(*, person: User, site: str, by: User, at: dt.datetime) -> str:
    """The person may sign in again, with a new password; returns the link with which they choose it."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.PEOPLE)
    person = _set_active(User.objects.select_for_update().get(pk=person.pk), True, by, at)
    return _send_link(person, site, by, at)


@transaction.atomic
def choose_password(*, person: User, password: str) -> User:
    """The password that the person chose; whoever is signed in as them elsewhere is signed out."""
    person.set_password(password)
    person.save(update_fields=["password"])
    return person


def _create(plan: PersonPlan, contact: Contact | None, by: User, at: dt.datetime) -> User:
    _refuse_roles(plan, contact)
    person = User()
    person.set_unusable_password()
    person = create_row(row=person, plan=_tidy(plan), area=Area.PEOPLE, by=by, at=at)
    if contact is not None:
        contact.user = person
        contact.save()
    return person


def _tidy(plan: PersonPlan) -> PersonPlan:
    if plan.time_zone not in available_timezones():
        raise ActionRefused(_("Time zone: “%(zone)s” is none.") % {"zone": plan.time_zone})
    roles = [role.value for role in Role if role in plan.roles]
    return replace(plan, email=plan.email.strip().lower(), roles=roles)  # type: ignore[arg-type]


def _refuse_roles(plan: PersonPlan, contact: Contact | None) -> None:
    if not plan.roles:
        raise ActionRefused(_("Roles: choose at least one."))
    if contact is None and any(role in OUTSIDE for role in plan.roles):
        raise ActionRefused(_("Roles: clients and partners get their access on the page of their company."))


def _refuse_loss(person: User, by: User) -> None:
    """Nobody takes the last administrator away, nor themselves by accident."""
    if Role.ADMINISTRATOR not in person.roles:
        return
    if person == by:
        raise ActionRefused(_("You cannot take your own role of administrator away: ask another administrator."))
    others = User.objects.filter(roles__contains=[Role.ADMINISTRATOR], is_active=True).exclude(pk=person.pk)
    if not others.exists():
        raise ActionRefused(
            _("%(name)s is the last administrator: give the role to somebody else first.") % {"name": person}
        )


def _set_active(person: User, is_active: bool, by: User, at: dt.datetime) -> User:
    before = {"is_active": person.is_active}
    person.is_active = is_active
    person.save()
    log_change(area=Area.PEOPLE, subject=person, before=before, after={"is_active": is_active}, by=by, at=at)
    return person


def _send_link(person: User, site: str, by: User, at: dt.datetime) -> str:
    link = invitations.link_for(person, site)
    notifications.invited(person, link, by=by, at=at)
    return link
