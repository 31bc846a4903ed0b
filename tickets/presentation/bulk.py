"""What is asked before many tickets are changed, and what is told afterwards."""

from __future__ import annotations

from typing import Any

from django.utils.translation import ngettext

from tickets.actions.bulk import Outcome
from tickets.forms.bulk import BULK_FORMS, BulkForm
from tickets.models import Ticket


def asked(form: BulkForm | None, tickets: list[Ticket]) -> dict[str, Any]:
    """The selected tickets with the form of a verb, or with the verbs to choose from."""
    count = len(tickets)
    sentence = ngettext("%(count)s ticket selected", "%(count)s tickets selected", count) % {"count": count}
    return {"form": form, "verbs": verbs(), "tickets": tickets, "sentence": sentence, "verb": form.verb if form else ""}


def verbs() -> list[dict[str, Any]]:
    """The verbs that a selection can be changed by."""
    return [{"verb": form.verb, "label": form.label, "icon": form.icon} for form in BULK_FORMS.values()]


def done(form: BulkForm, outcomes: list[Outcome]) -> dict[str, Any]:
    """How many were changed and which were refused, each with its sentence."""
    refused = [outcome for outcome in outcomes if outcome.refusal]
    changed = len(outcomes) - len(refused)
    sentences = [ngettext("%(count)s ticket changed", "%(count)s tickets changed", changed) % {"count": changed}]
    if refused:
        sentences.append(ngettext("%(count)s refused", "%(count)s refused", len(refused)) % {"count": len(refused)})
    return {"outcomes": outcomes, "refused": refused, "sentence": ", ".join(sentences) + ".", "label": form.label}
