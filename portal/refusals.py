"""A refused action beside the form that asked for it: nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form

from tickets.refusal import ActionRefused


def carried_out(form: Form, act: Callable[[], object]) -> bool:
    """Whether the action was taken; where it was refused, the form says why."""
    try:
        act()
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
