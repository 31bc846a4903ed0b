"""What the gallery shows in its components: invented, and the same in every test."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from sla.choices import Priority
from tickets.choices import ClockState, Status
from tickets.meter import Level, Reading

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


class ExampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label="Title", help_text="The problem in a few words")
    queue = forms.ChoiceField(
        label="Queue", choices=[("it", "OPS-01-INFORMATIQUE"), ("tel", "OPS-02-TELECOM")]
    )
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


def clocks(now: datetime) -> list[Reading]:
    """One reading a state, on the ladder of the carrier with the client's grace of one hour."""
    ladder = (Level(30 * MINUTE, "N1"), Level(HOUR, "N2"), Level(2 * HOUR, "N3"))
    late = (Level(30 * MINUTE, "N1", fired=True), *ladder[1:])

    def reading(state: ClockState, elapsed: timedelta, metric: str, **more: Any) -> Reading:
        grace = Level(HOUR, "client")
        return Reading(
            state,
            elapsed,
            **{
                "promise": 2 * HOUR,
                "levels": ladder,
                "grace": grace,
                "metric": metric,
                "cuts": (45 * MINUTE,),
                **more,
            },
        )

    response, resolution = _("response"), _("resolution")
    return [
        reading(ClockState.RUNNING, 48 * MINUTE, response, due_at=now + 72 * MINUTE),
        reading(ClockState.RISK, 97 * MINUTE, response, due_at=now + 23 * MINUTE),
        reading(
            ClockState.OVERDUE,
            8 * HOUR + 37 * MINUTE,
            resolution,
            promise=8 * HOUR,
            levels=late,
            due_at=now - 37 * MINUTE,
        ),
        reading(ClockState.PAUSED, 231 * MINUTE, resolution, promise=8 * HOUR, paused_since=now - 20 * HOUR),
        reading(ClockState.MET, 34 * MINUTE, response),
        reading(ClockState.MISSED, 170 * MINUTE, response, levels=late),
        reading(ClockState.NONE, 0 * HOUR, response, promise=None),
    ]


def rows(now: datetime) -> list[dict[str, Any]]:
    titles = ["Plus aucun appel entrant sur le standard", "Accès au dossier partagé refusé à tout le service"]
    return [
        {
            "number": 24817 + index,
            "url": "#list",
            "title": title,
            "client": "Clinique des Tamarins",
            "priority": priority,
            "priority_label": priority.label,
            "status_label": status.label,
            "status_tone": status.tone,
            "status_icon": status.icon,
            "assignee": assignee,
            "clock": clock,
            "seen_at": now - 41 * MINUTE,
            "is_unread": not index,
        }
        for index, (title, priority, status, assignee, clock) in enumerate(
            zip(
                titles,
                (Priority.CRITICAL, Priority.MEDIUM),
                (Status.IN_PROGRESS, Status.WAITING_THIRD_PARTY),
                ("Jérôme", ""),
                (clocks(now)[2], clocks(now)[3]),
                strict=True,
            )
        )
    ]


def entries(now: datetime) -> list[dict[str, Any]]:
    client = {"author": "Nadia Ferhat", "is_client": True}
    return [
        {
            "kind": "call",
            **client,
            "at": now - 26 * HOUR,
            "body": mark_safe("<p>Plus aucun appel n’arrive.</p>"),
        },
        {
            "kind": "reply",
            "author": "Jérôme",
            "at": now - 24 * HOUR,
            "body": mark_safe("<p>Le renvoi est en place.</p>"),
        },
        {
            "kind": "mail",
            **client,
            "at": now - 23 * HOUR,
            "body": mark_safe("<p>Voici la trace.</p>"),
            "attachments": [{"name": "trace-sip-1405.txt", "size": 18_432, "url": "#timeline"}],
        },
        {
            "kind": "note",
            "author": "Pascal",
            "at": now - 2 * HOUR,
            "body": mark_safe("<p>Certificat à refaire.</p>"),
        },
        {
            "kind": "event",
            "icon": "arrow-right-left",
            "at": now - HOUR,
            "text": mark_safe("Priorité : <b>Haut</b>"),
        },
        {
            "kind": "event",
            "icon": "siren",
            "tone": "overdue",
            "at": now,
            "text": mark_safe("<b>Escalade de niveau 1</b> envoyée au support"),
        },
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


def lines() -> list[dict[str, str]]:
    spelled = [
        ("start", "mar. 6, 11:45", "ouvert, priorité Haut, promesse 8 h", ""),
        ("open", "11:45 – 12:30", "45 min", "0 h 45"),
        ("closed", "", "pause déjeuner", ""),
        ("open", "14:00 – 16:10", "2 h 10", "2 h 55"),
        ("pause", "16:10 – 16:40", "en pause : attente client (Pascal)", ""),
        ("day", "mer. 7", "fermé la nuit", ""),
        ("open", "9:00 – 14:05", "5 h 05", "8 h 00"),
        ("due", "mer. 7, 14:05", "échéance", "dépassée de 37 min"),
    ]
    return [dict(zip(("kind", "when", "what", "total"), line, strict=True)) for line in spelled]


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
