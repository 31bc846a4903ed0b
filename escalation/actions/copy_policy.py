"""Copy a policy: its targets and its ladder with it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from escalation.actions.define_ladder import define_ladder
from escalation.ladders import plan_of_policy
from sla.models import Policy
from tickets.actions.frame import required
from tickets.models import User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused


@transaction.atomic
def copy_policy(*, policy: Policy, name: str, by: User, at: dt.datetime) -> Policy:
    """A new policy with the same rules, targets and ladder; no contract names it yet.

    There is only one policy for accounts without contract: its copy is an ordinary one. Raises ActionRefused
    where `by` may not, or the name is missing, too long or taken.
    """
    require(by, Permission.SETTINGS_EDIT)
    name = required(name, _("Give the new policy a name."), limit=80)
    if Policy.objects.filter(name=name).exists():
        raise ActionRefused(_("There is a policy “%(name)s” already: choose another name.") % {"name": name})
    original = Policy.objects.get(pk=policy.pk)
    copy = Policy.objects.get(pk=policy.pk)
    copy.pk, copy.name, copy.is_without_contract = None, name, False
    copy._state.adding = True
    copy.save()
    for target in original.targets.all():
        target.pk, target.policy = None, copy
        target._state.adding = True
        target.save()
    plan = plan_of_policy(original)
    if plan.levels:
        define_ladder(policy=copy, plan=plan, by=by, at=at)
    return copy
