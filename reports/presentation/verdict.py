"""Whether the objectives were met, in one sentence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reports.objectives import Goal, closest
from reports.presentation.words import in_percent
from sla.choices import Metric


def verdict(goals: Sequence[Goal]) -> dict[str, Any]:
    """What components of the page take: tone, icon, the sentence in bold and what explains it."""
    missed = [goal for goal in goals if not goal.is_met]
    if not goals:
        return {"tone": "", "icon": "minus", "sentence": _("No objective can be judged in this period."), "detail": ""}
    if missed:
        words = ngettext("One objective is missed.", "%(count)s objectives are missed.", len(missed))
        detail = _listed(missed)
        return {"tone": "overdue", "icon": "circle-x", "sentence": words % {"count": len(missed)}, "detail": detail}
    near = closest(goals)
    detail = _("The closest: %(goals)s") % {"goals": _listed(near)} if near else ""
    return {"tone": "running", "icon": "circle-check", "sentence": _("All objectives are met."), "detail": detail}


def _listed(goals: Sequence[Goal]) -> str:
    return _("; ").join(_words(goal) for goal in goals) + "."


def _words(goal: Goal) -> str:
    sentences = {
        Metric.RESPONSE: _("%(priority)s in response, %(percent)s where %(objective)s is promised"),
        Metric.RESOLUTION: _("%(priority)s in resolution, %(percent)s where %(objective)s is promised"),
    }
    return sentences[goal.metric] % {
        "priority": goal.priority.label if goal.priority else _("Overall"),
        "percent": _shown(goal),
        "objective": in_percent(goal.objective),
    }


def _shown(goal: Goal) -> str:
    """The percentage of the sheet; with a decimal, cut off, where rounding would hide that the objective is missed."""
    percent = goal.score.percent or 0
    if goal.is_met or percent < goal.objective:
        return in_percent(percent)
    return in_percent(number_format(1000 * goal.score.kept // goal.score.judged / 10, 1))
