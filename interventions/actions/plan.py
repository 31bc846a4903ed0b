"""Plan a visit, move it, say more of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.utils.translation import gettext as _

from interventions import notifications
from interventions.actions.frame import in_history, lock_intervention, lock_people
from interventions.actions.site import Place, add_site
from interventions.choices import State
from interventions.clashes import Overlap, clashes
from interventions.models import Crew, Intervention, Site
from tickets import lifecycle
from tickets.actions.frame import lock, move, record, required
from tickets.choices import EventKind, Role, Status
from tickets.models import Contact, Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused
from tickets.spans import Span

LONGEST = dt.timedelta(hours=24)


@dataclass(frozen=True)
class Appointment:
    """When, and who comes. `despite` plans over other visits and absences, on purpose."""

    starts_at: dt.datetime
    ends_at: dt.datetime
    technicians: Sequence[User]
    despite: bool = False

    @property
    def span(self) -> Span:
        """In UTC: within one zone Python compares by the time on the wall, which errs when the clocks change."""
        return Span(self.starts_at.astimezone(dt.UTC), self.ends_at.astimezone(dt.UTC))


@dataclass(frozen=True)
class Errand:
    """What for, where, and whom to ask for. A `Place` is a site that is not written down yet, and is now."""

    purpose: str
    site: Site | Place | None = None
    contact: Contact | None = None
    instructions: str = field(default="")


@transaction.atomic
def plan_intervention(
    *, ticket: Ticket, appointment: Appointment, errand: Errand, by: User, at: dt.datetime
) -> Intervention:
    """An appointment at the client's; the ticket is scheduled, and whom it concerns is told.

    Raises ActionRefused where `by` may not, the ticket is over, nobody or no technician would come, it ends before it
    starts or lasts longer than a day, and Overlap where somebody has something else then.
    """
    ledger, at = lock(ticket, at)
    ticket = ledger.ticket
    require(by, Permission.VISIT_PLAN, ticket)
    lifecycle.check_open(ticket.status)
    people = _free_people(appointment)
    intervention = Intervention(ticket=ticket, planned_by=by, planned_at=at)
    _place(intervention, appointment)
    _describe(intervention, errand, by=by, at=at)
    intervention.save()
    _put_on(intervention, people, appointment)
    move(ledger, Status.SCHEDULED, at)
    names = ", ".join(person.name for person in people)
    record(ledger, EventKind.VISIT_PLANNED, by=by, at=at, new=names, **in_history(intervention))
    notifications.planned(intervention, by=by, at=at)
    return intervention


@transaction.atomic
def move_intervention(
    *, intervention: Intervention, appointment: Appointment, seen: int | None = None, by: User, at: dt.datetime
) -> Intervention:
    """Another time, or other technicians; who is told before, and who comes now, hear of it. The same again is nothing.

    Raises ActionRefused as `plan_intervention`, where it is not to come any more, or where somebody moved it since
    `by` saw it with the sequence `seen`.
    """
    ledger, intervention, at = lock_intervention(intervention, at)
    require(by, Permission.VISIT_PLAN, ledger.ticket)
    _refuse_past(intervention)
    _refuse_overtaken(intervention, seen)
    before, old = list(intervention.technicians.order_by("pk")), in_history(intervention)
    people = _free_people(appointment, beside=intervention)
    if people == before and appointment.span == Span(intervention.starts_at, intervention.ends_at):
        return intervention
    _place(intervention, appointment)
    intervention.sequence += 1
    intervention.save()
    intervention.crew.all().delete()
    _put_on(intervention, people, appointment)
    names = ", ".join(person.name for person in people)
    record(ledger, EventKind.VISIT_MOVED, by=by, at=at, new=names, before=old, **in_history(intervention))
    notifications.moved(intervention, before=before, by=by, at=at)
    return intervention


@transaction.atomic
def describe_intervention(*, intervention: Intervention, errand: Errand, by: User, at: dt.datetime) -> Intervention:
    """What for, where, and whom to ask for; calendars are told. The same again is nothing.

    Raises ActionRefused where `by` may not, it is not to come any more, or nothing says what for.
    """
    ledger, intervention, at = lock_intervention(intervention, at)
    require(by, Permission.VISIT_PLAN, ledger.ticket)
    _refuse_past(intervention)
    before, guest = _said(intervention), intervention.contact
    _describe(intervention, errand, by=by, at=at)
    if _said(intervention) != before:
        intervention.sequence += 1
        intervention.save()
        people = list(intervention.technicians.order_by("pk"))
        names = ", ".join(person.name for person in people)
        record(ledger, EventKind.VISIT_MOVED, by=by, at=at, new=names, **in_history(intervention))
        notifications.moved(intervention, before=people, guest_before=guest, by=by, at=at)
    return intervention


def _said(intervention: Intervention) -> tuple[object, ...]:
    return intervention.purpose, intervention.site_id, intervention.contact_id, intervention.instructions


def _describe(intervention: Intervention, errand: Errand, *, by: User, at: dt.datetime) -> None:
    nothing = _("Nothing says what is to be done there: write it in a few words.")
    intervention.purpose = required(errand.purpose, nothing, limit=200)
    intervention.site, intervention.contact = _site(intervention, errand, by=by, at=at), errand.contact
    intervention.instructions = errand.instructions.strip()


def _site(intervention: Intervention, errand: Errand, *, by: User, at: dt.datetime) -> Site | None:
    account = intervention.ticket.account
    if isinstance(errand.site, Place):
        return add_site(account=account, place=errand.site, by=by, at=at)
    if errand.site is not None and errand.site.account_id != account.pk:
        raise ActionRefused(_("This site belongs to another client: choose one of theirs."))
    return errand.site


def check_times(span: Span) -> None:
    """Raise ActionRefused with a sentence unless a visit may start and end then."""
    if span.end <= span.start:
        raise ActionRefused(_("A visit ends after it starts: correct one of the two."))
    if span.end - span.start > LONGEST:
        raise ActionRefused(_("A visit lasts 24 hours at most: plan one for each day."))


def _place(intervention: Intervention, appointment: Appointment) -> None:
    check_times(appointment.span)
    intervention.starts_at, intervention.ends_at = appointment.span


def _free_people(appointment: Appointment, beside: Intervention | None = None) -> list[User]:
    people = lock_people(appointment.technicians)
    if not people:
        raise ActionRefused(_("Nobody would come: choose at least one technician."))
    for person in people:
        if not person.is_active or not person.has_role(Role.TECHNICIAN):
            raise ActionRefused(_("%(name)s is not a technician who can be sent.") % {"name": person})
    found = clashes(people, appointment.span, beside=beside) if appointment.span.start < appointment.span.end else []
    if found and not appointment.despite:
        raise Overlap(found)
    return people


def _put_on(intervention: Intervention, people: Sequence[User], appointment: Appointment) -> None:
    """Who has something else then is on it as well, on purpose: their place does not block."""
    busy = {clash.technician.pk for clash in clashes(people, appointment.span, beside=intervention)}
    span = DateTimeTZRange(*appointment.span)
    Crew.objects.bulk_create(
        Crew(intervention=intervention, technician=person, span=span, blocks=person.pk not in busy) for person in people
    )


def _refuse_past(intervention: Intervention) -> None:
    if intervention.state != State.PLANNED:
        raise ActionRefused(
            _("This intervention is “%(state)s”: only one that is to come can be changed.")
            % {"state": intervention.get_state_display()}
        )


def _refuse_overtaken(intervention: Intervention, seen: int | None) -> None:
    if seen is not None and seen != intervention.sequence:
        raise ActionRefused(_("Somebody else moved this visit meanwhile: look again before you move it."))
