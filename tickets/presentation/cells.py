"""The cells of a list of tickets, drawn as they stand in the page.

A list has hundreds of them: what repeats is drawn once and kept, the rest is put together without a template.
"""

from __future__ import annotations

import datetime as dt
from functools import cache, cached_property, lru_cache
from html import escape

from django.template.loader import render_to_string

from helpdesk.templatetags.clocks import beside_of, meter_line, words_of
from helpdesk.templatetags.moments import age, element, moment
from helpdesk.templatetags.ui import icon, state_icon
from sla.choices import Metric, Priority
from tickets.choices import Status
from tickets.models import Ticket
from tickets.presentation.meters import meter_of
from tickets.readings import Reading, next_reading, readings
from tickets.search import marked


def _component(template: str, **values: str) -> str:
    return render_to_string(f"components/{template}.html", values).strip()


# Each is drawn once a process and language.
@cache
def _priority(_language: str | None, level: str) -> str:
    return _component("priority", level=level, label=str(Priority(level).label))


@cache
def _status(_language: str | None, name: str) -> str:
    status = Status(name)
    return _component("pill", label=str(status.label), tone=status.tone, icon=status.icon)


@lru_cache(maxsize=512)
def _who(_language: str | None, name: str) -> str:
    return _component("who", name=name)


class Cells:
    """The cells of one ticket; each column has its method."""

    def __init__(self, ticket: Ticket, now: dt.datetime, *, of_house: bool, text: str, language: str | None) -> None:
        self.ticket, self.now, self.of_house, self.text, self.language = ticket, now, of_house, text, language

    @cached_property
    def reading(self) -> Reading | None:
        return next_reading(self.ticket, self.now)

    def html(self, column: str) -> str:
        """The inside of the cell, escaped."""
        drawn: str = getattr(self, f"_{column}")()
        return drawn

    def _number(self) -> str:
        return str(self.ticket.number)

    def _priority(self) -> str:
        return _priority(self.language, self.ticket.priority)

    def _title(self) -> str:
        title = marked(self.ticket.title, self.text) if self.text else escape(self.ticket.title)
        return f'<a class="ticket-title" href="/tickets/{self.ticket.number}/">{title}</a>'

    def _client(self) -> str:
        return escape(self.ticket.client_name)  # type: ignore[attr-defined]

    def _status(self) -> str:
        return _status(self.language, self.ticket.status)

    def _assignee(self) -> str:
        return _who(self.language, self.ticket.assignee_name or "")  # type: ignore[attr-defined]

    def _due(self) -> str:
        return self._clock(self.reading)

    def _response(self) -> str:
        return self._clock(self._of(Metric.RESPONSE))

    def _resolution(self) -> str:
        return self._clock(self._of(Metric.RESOLUTION))

    def _activity(self) -> str:
        return self._time(self.ticket.last_activity_at, age(self.now - self.ticket.last_activity_at))

    def _opened(self) -> str:
        return self._time(self.ticket.opened_at, moment(self.ticket.opened_at, self.now))

    def _contact(self) -> str:
        return escape(self.ticket.contact_name or "")  # type: ignore[attr-defined]

    def _queue(self) -> str:
        return escape(self.ticket.queue_name)  # type: ignore[attr-defined]

    def _level(self) -> str:
        return str(self.ticket.level_number or "")  # type: ignore[attr-defined]

    def _policy(self) -> str:
        return escape(self.ticket.policy.name)

    def _kind(self) -> str:
        return escape(self.ticket.get_kind_display())

    def _type(self) -> str:
        names = (self.ticket.type_name, self.ticket.sub_type)  # type: ignore[attr-defined]
        return escape(" · ".join(name for name in names if name))

    def _source(self) -> str:
        return escape(self.ticket.get_source_display())

    def _of(self, metric: Metric) -> Reading | None:
        return next((each for each in readings(self.ticket, self.now) if each.metric == metric), None)

    def _clock(self, reading: Reading | None) -> str:
        """The same as components/clock.html."""
        if reading is None:
            return '<span class="clock"></span>'
        said = words_of(reading, self.now)
        words = said if reading.state == "none" else f"<b>{said}</b>"
        beside = beside_of(reading, self.now)
        at = f'<span class="clock-at">{beside}</span>' if beside else ""
        line = meter_line(meter_of(reading, of_house=self.of_house), reading.state)
        return (
            f'<span class="clock" data-state="{reading.state}"><span class="clock-words">'
            f"{icon(state_icon(reading.state))}{words}{at}</span>{line}</span>"
        )

    def _time(self, at: dt.datetime, words: str) -> str:
        return element(at, self.now, words)
