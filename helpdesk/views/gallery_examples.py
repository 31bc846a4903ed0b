"""What the gallery shows in its components: invented, and the same in every test."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from helpdesk.templatetags.ui import overrun
from sla.choices import Metric, Priority
from sla.engine import ServiceHours, Step
from sla.models import Calendar
from tickets.choices import ClockState, Status
from tickets.meter import Level, Meter
from tickets.models import Clock
from tickets.presentation.listing import Head
from tickets.readings import Reading

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class ExampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Title", help_text="The problem in a few words")
    queue = forms.ChoiceField(label="Queue", choices=[("it", "OPS-01-INFORMATIQUE"), ("tel", "OPS-02-TELECOM")])
    phone = forms.RegexField(r"^[\d ]{14}$", label="Phone", error_messages={"invalid": "Digits are missing."})
    number = forms.CharField(label="Number", disabled=True, required=False, initial="2481")
    words = forms.CharField(label="What the caller says", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(
        label="Type",
        choices=[("i", "Incident"), ("r", "Service request")],
        widget=forms.RadioSelect,
        initial="i",
    )
    urgent = forms.BooleanField(label="Selected", required=False)


OFFICE_HOURS = {day: [("09:00", "12:30"), ("14:00", "18:00")] for day in range(5)}
TUESDAY = datetime(2026, 10, 6, 11, 45, tzinfo=ZoneInfo("Europe/Paris"))


def steps() -> tuple[Step, ...]:
    """Eight business hours from a Tuesday morning, with half an hour of waiting for the client."""
    pause = (TUESDAY + 265 * MINUTE, TUESDAY + 295 * MINUTE, "attente client")
    return ServiceHours("Europe/Paris", OFFICE_HOURS).explain(TUESDAY, 8 * HOUR, [pause])


def clocks(now: datetime) -> list[Reading]:
    """One reading a state."""
    states = [
        (ClockState.RUNNING, Metric.RESPONSE, 2 * HOUR, 48 * MINUTE, now + 72 * MINUTE),
        (ClockState.RISK, Metric.RESPONSE, 2 * HOUR, 97 * MINUTE, now + 23 * MINUTE),
        (ClockState.OVERDUE, Metric.RESOLUTION, 8 * HOUR, 517 * MINUTE, now - 37 * MINUTE),
        (ClockState.PAUSED, Metric.RESOLUTION, 8 * HOUR, 231 * MINUTE, None),
        (ClockState.MET, Metric.RESPONSE, 2 * HOUR, 34 * MINUTE, now),
        (ClockState.MISSED, Metric.RESPONSE, 2 * HOUR, 170 * MINUTE, now),
        (ClockState.NONE, Metric.RESPONSE, None, 0 * HOUR, None),
    ]
    return [
        Reading(
            clock=Clock(metric=metric, target=target, calendar=Calendar()),
            state=state,
            elapsed=elapsed,
            remaining=(target or elapsed) - elapsed,
            overdue_by=37 * MINUTE if state is ClockState.OVERDUE else 0 * HOUR,
            due_at=due_at,
            paused_since=now - 20 * HOUR if state is ClockState.PAUSED else None,
        )
        for state, metric, target, elapsed, due_at in states
    ]


def drawing(reading: Reading) -> Meter:
    """A reading on the ladder of the carrier, with the client's grace of one hour."""
    is_late = bool(overrun(reading))
    return Meter(
        reading.state,
        reading.elapsed,
        reading.target,
        overdue_by=overrun(reading),
        levels=(Level(30 * MINUTE, "N1", fired=is_late), Level(HOUR, "N2"), Level(2 * HOUR, "N3")),
        grace=Level(HOUR, _("client")),
        cuts=(45 * MINUTE, 175 * MINUTE, 255 * MINUTE),
    )


def heads() -> tuple[Head, ...]:
    """The heads of those lines; the list stands in the order of its deadlines."""
    words = {
        "number": _("Number"),
        "priority": _("Priority"),
        "title": _("Title"),
        "client": _("Client"),
        "status": _("Status"),
        "assignee": _("Assignee"),
        "due": _("Next deadline"),
    }
    return tuple(Head(name, label, "#list", "ascending" if name == "due" else "") for name, label in words.items())


def rows(now: datetime) -> list[dict[str, Any]]:
    """Two lines of a list, from the components that their cells are made of."""
    late, paused = clocks(now)[2], clocks(now)[3]
    return [
        _row(24817, "Plus aucun appel entrant", Priority.CRITICAL, Status.IN_PROGRESS, "Jérôme", late, now),
        _row(24818, "Accès au dossier partagé refusé", Priority.MEDIUM, Status.WAITING_THIRD_PARTY, "", paused, now),
    ]


def _row(
    number: int, title: str, priority: Priority, status: Status, who: str, clock: Reading, now: datetime
) -> dict[str, Any]:
    pill = {"label": status.label, "tone": status.tone, "icon": status.icon}
    cells = {
        "number": str(number),
        "priority": render_to_string("components/priority.html", {"level": priority, "label": priority.label}),
        "title": format_html('<a class="ticket-title" href="#list">{}</a>', title),
        "client": "Clinique des Tamarins",
        "status": render_to_string("components/pill.html", pill),
        "assignee": render_to_string("components/who.html", {"name": who}),
        "due": render_to_string("components/clock.html", {"clock": clock, "meter": drawing(clock), "now": now}),
    }
    drawn = format_html_join("", '<td class="cell-{}">{}</td>', cells.items())
    line = {"row": {"number": str(number), "cells": drawn}, "selectable": True}
    return {"html": render_to_string("components/ticket-row.html", line)}


def entries(now: datetime) -> list[dict[str, Any]]:
    return [*_messages(now), *_events(now)]


def _messages(now: datetime) -> list[dict[str, Any]]:
    client = {"author": "Nadia", "is_client": True}
    trace = {"name": "trace-sip-1405.txt", "size": 18_432, "url": "#timeline"}
    call, reply, mail, note = (
        mark_safe(f"<p>{words}</p>")
        for words in (
            "Plus aucun appel n’arrive.",
            "Le renvoi est en place.",
            "Voici la trace.",
            "Certificat à refaire.",
        )
    )
    return [
        {"kind": "call", **client, "at": now - 26 * HOUR, "body": call},
        {"kind": "reply", "author": "Jérôme", "at": now - 24 * HOUR, "body": reply},
        {"kind": "mail", **client, "at": now - 23 * HOUR, "body": mail, "attachments": [trace]},
        {"kind": "note", "author": "Pascal", "at": now - 2 * HOUR, "body": note},
    ]


def _events(now: datetime) -> list[dict[str, Any]]:
    changed = mark_safe("Priorité : <b>Haut</b>")
    escalated = mark_safe("<b>Escalade de niveau 1</b> envoyée au support")
    return [
        {"kind": "event", "icon": "arrow-right-left", "at": now - HOUR, "text": changed},
        {"kind": "event", "icon": "siren", "tone": "overdue", "at": now, "text": escalated},
    ]


def rungs(now: datetime) -> list[dict[str, Any]]:
    return [
        {
            "state": "fired",
            "mark": 1,
            "name": "Niveau 1 : support",
            "at": now - 7 * MINUTE,
            "who": "prévenu par e-mail",
        },
        {
            "state": "next",
            "mark": 2,
            "name": "Niveau 2 : responsable d’exploitation",
            "at": now + 23 * MINUTE,
            "who": "",
        },
        {
            "state": "next",
            "kind": "client",
            "name": "Le client peut escalader",
            "at": now + 23 * MINUTE,
            "who": "",
        },
        {"state": "", "mark": 3, "name": "Niveau 3 : direction", "at": now + 83 * MINUTE, "who": ""},
    ]


def tabs() -> list[dict[str, Any]]:
    return [
        {"label": "All", "url": "#tabs", "count": 12, "current": True},
        {"label": "Replies", "url": "#tabs"},
        {"label": "Log", "url": "#tabs"},
    ]


def bars() -> list[dict[str, Any]]:
    return [
        {"name": "High", "value": 90, "objective": 90, "words": "90 %", "tone": "running"},
        {"name": "Medium", "value": 81.5, "objective": 85, "words": "82 %", "tone": "overdue"},
    ]


def items() -> list[dict[str, Any]]:
    return [
        {"name": "Queue", "value": "OPS-02-TELECOM", "opens": "example-dialog"},
        {"name": "Source", "value": "Phone"},
    ]
