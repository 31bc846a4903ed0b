"""The engine's refusals in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sla.engine import BusinessTimeError

# Those that the hours of a calendar can meet; questions are asked by our own code.
_SENTENCES = {
    "time_zone": _("“%(name)s” is not a time zone: give one as Europe/Paris."),
    "weekday": _("There is a weekday that does not exist: 0 is Monday, 6 is Sunday."),
    "time": _("%(owner)s: “%(text)s” is not a time: write one from 00:00 to 24:00, as 09:00."),
    "range": _("%(owner)s: a range has two times, and opens before 24:00."),
    "overlap": _("%(owner)s: %(one)s and %(other)s overlap. Shorten one of them, or make them one."),
    "date": _("A date cannot be read: write it as 2026-10-12."),
    "validity": _("Hours that begin on %(begins)s cannot end before, on %(ends)s."),
    "never_open": _("These hours never open: add a range."),
}


def refusal(error: ValueError) -> str:
    """One sentence that says what is wrong with the hours; days of the week are named in the reader's language."""
    if not isinstance(error, BusinessTimeError) or error.code not in _SENTENCES:
        return gettext("These hours cannot be read: check their days, times and dates.")
    owner = error.details.get("owner", "")
    # Django's own catalogue has the names of the days.
    details = {**error.details, "owner": gettext(owner).capitalize() if owner else ""}
    return str(_SENTENCES[error.code]) % details
