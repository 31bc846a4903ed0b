"""Plain values in words: for settings whose fields say all there is to say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

# The words for the fields of settings, by their names. A name that is not here is shown as it is.
LABELS = {
    "name": gettext_lazy("Name"),
    "order": gettext_lazy("Order"),
    "is_active": gettext_lazy("In use"),
    "trade": gettext_lazy("Trade"),
    "shortcut": gettext_lazy("Shortcut"),
    "icon": gettext_lazy("Icon"),
    "calendar": gettext_lazy("Staffed in"),
    "balances_load": gettext_lazy("Balances the load"),
    "queue": gettext_lazy("Queue"),
    "is_default": gettext_lazy("Default"),
    "subject": gettext_lazy("Subject"),
    "body": gettext_lazy("Text"),
    "text": gettext_lazy("Instruction"),
    "address": gettext_lazy("Address"),
    "phone": gettext_lazy("Phone"),
    "premium_phone": gettext_lazy("Number for calls without contract"),
    "email": gettext_lazy("E-mail"),
    "escalation_email": gettext_lazy("E-mail for escalations"),
    "logo": gettext_lazy("Logo"),
    "roles": gettext_lazy("Roles"),
    "language": gettext_lazy("Language"),
    "time_zone": gettext_lazy("Time zone"),
    "notes": gettext_lazy("On site"),
    "is_partner": gettext_lazy("Partner"),
    "looks_after": gettext_lazy("Looks after"),
    "contract": gettext_lazy("Contract"),
    "contact": gettext_lazy("Contact"),
    "sees_company_tickets": gettext_lazy("Sees the company's tickets"),
    "use": gettext_lazy("Filled in by slips for"),
    "designation": gettext_lazy("Designation"),
    "reference": gettext_lazy("Reference"),
    "unit": gettext_lazy("Unit"),
    "site": gettext_lazy("Site"),
}


def plain_lines(values: Mapping[str, Any]) -> dict[str, str]:
    """One line a field; what is empty has none."""
    return {label(name): text for name, value in values.items() if (text := words(value))}


def label(name: str) -> str:
    return str(LABELS.get(name, name))


def words(value: Any) -> str:
    """Yes, no, a list with commas, or the text as it is. Of a pair of id and name the name is said."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return pgettext("value", "yes") if value else pgettext("value", "no")
    if isinstance(value, Mapping):
        if "name" in value:
            return str(value["name"])
        return "; ".join(_("%(label)s: %(text)s") % {"label": label(n), "text": words(v)} for n, v in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(words(item) for item in value)
    return str(value)
