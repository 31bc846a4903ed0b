"""What a list is filtered by, and which columns it shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sla.choices import Priority
from sla.models import Policy
from tickets.choices import Kind, Source, Status
from tickets.columns import COLUMNS
from tickets.filters import CLOCK_STATES, ME, NOBODY, WITHOUT, State, technicians
from tickets.listing import Listing
from tickets.models import IssueType, Queue, ResourceLevel

ANY = ("", pgettext_lazy("filter", "any"))


class ListFilterForm(forms.Form):
    """Every filter of the reader's, filled with those in force. What it does not change stays in the URL."""

    q = forms.CharField(label=_("Text"), required=False, widget=forms.TextInput(attrs={"type": "search"}))
    state = forms.ChoiceField(label=_("State"), choices=State.choices, widget=forms.RadioSelect, required=False)
    status = forms.MultipleChoiceField(label=_("Status"), choices=Status.choices, required=False)
    priority = forms.MultipleChoiceField(label=_("Priority"), choices=Priority.choices, required=False)
    clock = forms.MultipleChoiceField(label=pgettext_lazy("filter", "Clock"), required=False)
    queue = forms.MultipleChoiceField(label=_("Queue"), required=False)
    technician = forms.ChoiceField(label=_("Assignee"), required=False)
    account = forms.CharField(label=_("Client"), required=False, max_length=120)
    contact = forms.CharField(label=_("Contact"), required=False, max_length=120)
    contract = forms.ChoiceField(label=_("Contract"), required=False)
    kind = forms.MultipleChoiceField(label=_("Ticket type"), choices=Kind.choices, required=False)
    type = forms.ChoiceField(label=_("Issue type"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    source = forms.MultipleChoiceField(label=_("Source"), choices=Source.choices, required=False)
    opened_from = forms.DateField(label=_("Opened from"), required=False)
    opened_until = forms.DateField(label=_("Opened until"), required=False)

    def __init__(self, data: Any = None, *, listing: Listing) -> None:
        super().__init__(data, auto_id="filter-%s", initial=_initial(listing))
        for name, choices in _choices().items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            if isinstance(field, forms.MultipleChoiceField):
                field.widget = forms.CheckboxSelectMultiple(choices=list(field.choices))  # type: ignore[arg-type]
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            if name in ("account", "contact"):
                field.widget.attrs["autocomplete"] = "off"

    def changes(self) -> dict[str, list[str]]:
        """The parameters that are asked for; without those that ask for nothing."""
        asked = {}
        for name, value in self.cleaned_data.items():
            values = value if isinstance(value, list) else [value.isoformat() if hasattr(value, "isoformat") else value]
            asked[name] = [text for text in values if text]
        if asked.get("state") == [State.OPEN] and not (asked.get("q") or asked.get("status")):
            asked["state"] = []
        return asked


def _initial(listing: Listing) -> dict[str, Any]:
    shown: dict[str, Any] = {"state": listing.state}
    for name, choice in listing.chosen.items():
        is_several = isinstance(ListFilterForm.base_fields[name], forms.MultipleChoiceField)
        shown[name] = choice.values if is_several else choice.values[0]
        if name in ("account", "contact"):
            shown[name] = choice.words
    return shown


def _choices() -> dict[str, list[Any]]:
    """The rows that a filter chooses from."""
    types = IssueType.objects.filter(parent=None).prefetch_related("sub_types").order_by("order", "name")
    levels = ResourceLevel.objects.select_related("queue").order_by("queue__order", "number")
    people = [(str(person.pk), person.name) for person in technicians()]
    return {
        "clock": [(state.value, state.label) for state in CLOCK_STATES],
        "queue": [(str(queue.pk), queue.name) for queue in Queue.objects.all()],
        "technician": [
            ANY,
            (ME, pgettext_lazy("assignee", "me")),
            (NOBODY, pgettext_lazy("assignee", "nobody")),
            *people,
        ],
        "contract": [ANY, (WITHOUT, _("without contract")), *_options(Policy.objects.all())],
        "type": [ANY, *((kind.name, _options([kind, *kind.sub_types.all()])) for kind in types)],
        "level": [ANY, *_options(levels)],
    }


def _options(rows: Any) -> list[tuple[str, str]]:
    return [(str(row.pk), str(row)) for row in rows]


class ColumnsForm(forms.Form):
    """Which columns a list shows; in the order in which they are offered."""

    column = forms.MultipleChoiceField(label=_("Columns"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, data: Any = None, *, listing: Listing) -> None:
        shown = [column.name for column in listing.columns]
        super().__init__(data, auto_id="columns-%s", initial={"column": shown})
        offered = [*shown, *(name for name in COLUMNS if name not in shown)]
        self.fields["column"].choices = [(name, COLUMNS[name].label) for name in offered]  # type: ignore[attr-defined]
