"""A refused action beside the form that asked for it: nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable

from django.forms import Form

from tickets.refusal import ActionRefused


def is_refused(form: Form, work: Callable[[], object]) -> bool:
    """Do the work; whether it was refused, which the form then says."""
    try:
        work()
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return True
    return False
