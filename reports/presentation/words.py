"""Figures in the reader's words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def in_percent(value: object) -> str:
    """A percentage as the language writes it; “n/a” where nothing was judged."""
    return _("n/a") if value is None else _("%(value)s%%") % {"value": value}
