"""Define the ladder of a policy."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import asdict

from django.db import transaction
from django.utils.translation import gettext as _

from escalation.actions.set_alarms import set_alarms_of
from escalation.ladders import LadderPlan, LevelPlan, RungPlan
from escalation.models import Ladder, Level, LevelContact, Rung
from sla.choices import Metric, Priority
from sla.models import Policy
from tickets.choices import OPEN_STATUSES
from tickets.models import Ticket, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


@transaction.atomic
def define_ladder(*, policy: Policy, plan: LadderPlan, by: User, at: dt.datetime) -> Ladder:
    """Give the policy this ladder instead of the one it has; the alarms of its open tickets follow at once.

    Levels that were told stay told. Raises ActionRefused where `by` may not, there is no level, a level has
    neither contacts nor an instant, or a level would be reached before the one below it.
    """
    require(by, Permission.SETTINGS_EDIT)
    ladder = write_ladder(policy=policy, plan=plan)
    ladder.changed_by, ladder.changed_at = by, at
    ladder.save()
    return ladder


@transaction.atomic
def write_ladder(*, policy: Policy, plan: LadderPlan) -> Ladder:
    """As `define_ladder`, for the defaults that nobody has changed."""
    check_plan(plan)
    # Whoever opens a ticket of this policy shares its row: either we wait and see the ticket, or it sees our ladder.
    policy = Policy.objects.select_for_update().get(pk=policy.pk)
    tickets = list(Ticket.objects.select_for_update().filter(policy=policy, status__in=OPEN_STATUSES).order_by("pk"))
    ladder = _write(policy, plan)
    set_alarms_of(tickets=tickets)
    return ladder


def check_plan(plan: LadderPlan) -> None:
    """Raise ActionRefused with a sentence where `define_ladder` would not take this plan."""
    numbers = [level.number for level in plan.levels]
    if numbers != list(range(1, len(numbers) + 1)) or not numbers:
        raise ActionRefused(_("A ladder has levels 1, 2, 3 and so on, without a gap: at least the first."))
    for level in plan.levels:
        _check_level(level)
    _check_order(plan)


def _check_level(level: LevelPlan) -> None:
    words = {"level": level.number, "name": level.name}
    if not level.contacts:
        raise ActionRefused(_("Level %(level)s (%(name)s) tells nobody: give it at least one contact.") % words)
    if not level.rungs:
        raise ActionRefused(_("Level %(level)s (%(name)s) is never reached: say after how long.") % words)


def _check_order(plan: LadderPlan) -> None:
    last: dict[tuple[str, str, str], tuple[int, RungPlan]] = {}
    for level in plan.levels:
        for rung in level.rungs:
            key = (rung.metric, rung.priority, rung.offset_time)
            if key in last and rung.offset <= last[key][1].offset:
                raise ActionRefused(
                    _("%(metric)s, %(priority)s: level %(level)s has to come after level %(below)s.")
                    % {
                        "metric": Metric(rung.metric).label,
                        "priority": Priority(rung.priority).label,
                        "level": level.number,
                        "below": last[key][0],
                    }
                )
            last[key] = (level.number, rung)


def _write(policy: Policy, plan: LadderPlan) -> Ladder:
    ladder, _created = Ladder.objects.update_or_create(
        policy=policy,
        defaults={
            "request_after": plan.request_after,
            "request_priorities": list(plan.request_priorities),
            "version": uuid.uuid4(),
        },
    )
    ladder.levels.all().delete()
    for planned in plan.levels:
        _write_level(ladder, planned)
    return ladder


def _write_level(ladder: Ladder, planned: LevelPlan) -> None:
    level = Level.objects.create(
        ladder=ladder,
        number=planned.number,
        name=planned.name,
        moves_to_level=planned.moves_to_level,
        must_acknowledge=planned.must_acknowledge,
    )
    LevelContact.objects.bulk_create(LevelContact(level=level, **asdict(contact)) for contact in planned.contacts)
    Rung.objects.bulk_create(Rung(level=level, **asdict(rung)) for rung in planned.rungs)
