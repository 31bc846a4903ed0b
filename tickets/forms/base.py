"""What the forms of all verbs share."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from tickets.conflict import Seen
from tickets.models import Ticket, User
from tickets.numbers import LARGEST_NUMBER
from tickets.permissions import visible_tickets


class VerbForm(forms.Form):
    """What one verb asks for, about one ticket. All of them stand on one page, so ids carry the name of their place.

    `watched` are the values of the ticket that the verb replaces: the form carries what they were when it was made.
    """

    verb: ClassVar[str]
    watched: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, ticket: Ticket, by: User, place: str = "", **kwargs: Any) -> None:
        self.ticket, self.by = ticket, by
        self.place = place or (args[0].get("place", "") if args and args[0] else "") or self.verb
        super().__init__(*args, **{"auto_id": f"{self.place}-%s", **kwargs})
        for name in self.watched:
            self.initial.setdefault(name, _initial(ticket, name))

    def show_only(self, *names: str) -> None:
        """The other fields are sent along as they are."""
        for name, field in self.fields.items():
            if name not in names:
                field.widget = field.hidden_widget()

    @property
    def seen(self) -> Seen | None:
        """What the person saw of the ticket when they began; None where the form does not say."""
        version = self.data.get("version", "")
        if not version.isdecimal():
            return None
        return Seen(
            int(version), {name: self.data[f"seen-{name}"] for name in self.watched if f"seen-{name}" in self.data}
        )

    @property
    def origin(self) -> list[tuple[str, str]]:
        """Hidden fields: where it stands, and what is seen; a form that comes back was made when it was first asked."""
        seen = self.seen or Seen.of(self.ticket, *self.watched)
        values = [(f"seen-{name}", value) for name, value in seen.values.items()]
        return (
            [("place", self.place), ("version", str(seen.version)), *values]
            if self.watched
            else [("place", self.place)]
        )

    def focus_on_error(self) -> None:
        """Shown again, the page scrolls to the first field that is wrong."""
        wrong = next((name for name in self.fields if name in self.errors), None)
        if wrong:
            self.fields[wrong].widget.attrs["autofocus"] = True


def _initial(ticket: Ticket, name: str) -> Any:
    """The value of a ticket as a field takes it: a row by its key, without reading it."""
    return getattr(ticket, ticket._meta.get_field(name).attname)  # type: ignore[union-attr]


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
