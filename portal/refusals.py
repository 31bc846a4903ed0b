"""A refused action beside the form that asked for it: nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.forms import Form

from tickets.refusal import ActionRefused

Done = TypeVar("Done")


def carried_out(form: Form, act: Callable[[], Done]) -> Done | None:
    """What the action gave; None where it was refused, which the form then says."""
    try:
        return act()
    except ActionRefused as refusal:
        form.add_error(None, str(refusal))
        return None
