"""What the forms of all verbs share."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tickets.filters import LARGEST_NUMBER
from tickets.models import Ticket, User
from tickets.permissions import visible_tickets


class VerbForm(forms.Form):
    """What one verb asks for, about one ticket. All of them stand on one page, so ids carry the verb's name."""

    verb: ClassVar[str]

    def __init__(self, *args: Any, ticket: Ticket, by: User, **kwargs: Any) -> None:
        self.ticket, self.by = ticket, by
        super().__init__(*args, **{"auto_id": f"{self.verb}-%s", **kwargs})

    def focus_on_error(self) -> None:
        """Shown again, the page scrolls to the first field that is wrong."""
        wrong = next((name for name in self.fields if name in self.errors), None)
        if wrong:
            self.fields[wrong].widget.attrs["autofocus"] = True


class TicketNumberField(forms.CharField):
    """A ticket by its number, with or without "#"; only one that `form.by` may see."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


def ticket_numbered(text: str, by: User) -> Ticket:
    """Raise ValidationError with a sentence unless there is such a ticket and `by` sees it."""
    number = text.strip().lstrip("#")
    if number.isdecimal() and int(number) <= LARGEST_NUMBER:
        found = visible_tickets(by).filter(pk=int(number)).first()
        if found is not None:
            return found
    raise ValidationError(_("There is no ticket %(number)s: check its number.") % {"number": text})
