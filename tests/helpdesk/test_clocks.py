"""What a clock says, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context
from django.utils import timezone, translation
from django.utils.html import strip_tags
from django.utils.safestring import mark_safe

from helpdesk.templatetags.clocks import (
    clock_beside,
    clock_beside_sentence,
    clock_sentence,
    clock_words,
    promise_words,
    promised_time,
    say,
    step_kind,
    step_when,
    step_words,
)
from helpdesk.templatetags.conversation import entry_icon, entry_word
from helpdesk.templatetags.explaining import explained_step
from helpdesk.templatetags.ui import icon
from helpdesk.views.gallery_examples import clocks
from sla.choices import Metric
from sla.engine import Reason, Step
from sla.models import Calendar
from tickets.choices import ClockState
from tickets.models import Clock
from tickets.readings import Reading

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 10, 7, 14, 52, tzinfo=PARIS)
CONTEXT = Context({"now": NOW})
MINUTE, HOUR, ZERO = timedelta(minutes=1), timedelta(hours=1), timedelta(0)
READINGS = {reading.state: reading for reading in clocks(NOW)}


@pytest.fixture(autouse=True)
def _paris() -> Iterator[None]:
    with timezone.override(PARIS), translation.override("en"):
        yield


def plain(words: str) -> str:
    return strip_tags(words).replace("\N{NO-BREAK SPACE}", " ")


def missed_by_nothing() -> Reading:
    """Late before its promise was taken back: nobody can say by how much."""
    clock = Clock(metric=Metric.RESPONSE, target=None)
    return Reading(clock, ClockState.MISSED, HOUR, ZERO, overdue_by=ZERO, due_at=None, paused_since=None)


@pytest.mark.parametrize(
    ("state", "words", "beside"),
    [
        ("running", "in 1 h 12", "response 16:04"),
        ("risk", "in 23 min", "response 15:15"),
        ("overdue", "late by 37 min", "resolution"),
        ("paused", "since Tue 18:52", "resolution"),
        ("met", "kept in 34 min", "promised 2 h"),
        ("missed", "missed by 50 min", "promised 2 h"),
        ("none", "no promise", ""),
    ],
)
def test_a_list_says_each_state_in_a_few_words(state: str, words: str, beside: str) -> None:
    reading = READINGS[ClockState(state)]
    assert (plain(clock_words(CONTEXT, reading)), plain(clock_beside(CONTEXT, reading))) == (words, beside)


@pytest.mark.parametrize(
    ("state", "sentence", "beside"),
    [
        ("running", "response in 1 h 12 of business time", "due 16:04"),
        ("risk", "response in 23 min of business time", "due 15:15"),
        ("overdue", "resolution late by 37 min", "due 14:15"),
        ("paused", "resolution paused since Tue 18:52", "4 h 09 left"),
        ("met", "response kept in 34 min", "promised 2 h"),
        ("missed", "response missed by 50 min", "promised 2 h"),
        ("none", "response: no promise", ""),
    ],
)
def test_a_large_clock_says_each_state_in_a_sentence(state: str, sentence: str, beside: str) -> None:
    reading = READINGS[ClockState(state)]
    assert plain(clock_sentence(CONTEXT, reading)) == sentence
    assert plain(clock_beside_sentence(CONTEXT, reading)) == beside


def test_what_was_missed_before_its_promise_was_taken_back_names_no_time() -> None:
    assert clock_words(CONTEXT, missed_by_nothing()) == "missed"
    assert clock_sentence(CONTEXT, missed_by_nothing()) == "response missed"


def test_another_word_may_stand_for_what_is_measured() -> None:
    reading = READINGS[ClockState.RISK]
    assert plain(clock_beside(CONTEXT, reading, "Answer")) == "Answer 15:15"
    assert clock_sentence(CONTEXT, reading, "Answer").startswith("Answer in ")


def test_an_instant_inside_a_sentence_stays_a_time_element() -> None:
    assert "<time datetime=" in clock_words(CONTEXT, READINGS[ClockState.PAUSED])


def test_what_a_person_typed_is_escaped_inside_a_sentence() -> None:
    assert say("%(one)s, %(other)s", one="<b>", other=mark_safe("<i>")) == "&lt;b&gt;, <i>"


@pytest.mark.parametrize(
    ("state", "words", "sentence"),
    [
        ("running", "dans 1 h 12", "réponse dans 1 h 12 ouvrées"),
        ("overdue", "dépassée de 37 min", "résolution dépassée de 37 min"),
        ("paused", "depuis mar. 18:52", "résolution en pause depuis mar. 18:52"),
        ("none", "aucune promesse", "réponse : aucune promesse"),
    ],
)
@pytest.mark.usefixtures("french")
def test_a_french_reader_reads_french(state: str, words: str, sentence: str) -> None:
    reading = READINGS[ClockState(state)]
    assert plain(clock_words(CONTEXT, reading)) == words
    assert plain(clock_sentence(CONTEXT, reading)) == sentence


@pytest.mark.usefixtures("french")
def test_the_time_was_stopped_in_french_too() -> None:
    assert plain(step_words(CONTEXT, step(Reason.BREAK, MORNING, NOW))) == "pause déjeuner"
    assert plain(step_words(CONTEXT, step(Reason.PAUSE, NOW, None, "pièces"))) == "encore en pause : pièces"


def promise(state: ClockState, target: timedelta | None, *, round_the_clock: bool = False) -> Reading:
    clock = Clock(metric=Metric.RESPONSE, target=target, calendar=Calendar(is_round_the_clock=round_the_clock))
    return Reading(clock, state, ZERO, target or ZERO, overdue_by=ZERO, due_at=NOW + HOUR, paused_since=None)


def test_round_the_clock_no_time_is_called_business_time() -> None:
    reading = promise(ClockState.RUNNING, timedelta(hours=2), round_the_clock=True)
    assert plain(clock_sentence(CONTEXT, reading)) == "response in 2 h"


@pytest.mark.parametrize(
    ("reading", "words", "time"),
    [
        (promise(ClockState.NONE, None), "First response: no commitment", ""),
        (promise(ClockState.MET, 2 * HOUR), "First response kept by this call", "2 h of business time"),
        (promise(ClockState.RUNNING, HOUR), "First response before 15:52", "1 h of business time"),
        (promise(ClockState.RUNNING, HOUR, round_the_clock=True), "First response before 15:52", "1 h, 24/7"),
    ],
)
def test_a_caller_is_told_until_when_and_of_which_hours(reading: Reading, words: str, time: str) -> None:
    assert plain(promise_words(CONTEXT, reading)) == words
    assert plain(promised_time(reading)) == time


def step(reason: Reason, begins: datetime, ends: datetime | None, name: str = "", counted: timedelta = ZERO) -> Step:
    return Step(begins, ends, reason, name, counted=counted, total=counted, left=HOUR)


MORNING, TOMORROW = NOW.replace(hour=9, minute=0), NOW.replace(day=8, hour=9, minute=0)


@pytest.mark.parametrize(
    ("line", "kind", "margin", "words"),
    [
        (step(Reason.OPEN, MORNING, NOW, counted=352 * MINUTE), "open", "9:00 – 14:52", "5 h 52"),
        (step(Reason.BREAK, MORNING, NOW), "closed", "", "lunch break"),
        (step(Reason.CLOSED, NOW, TOMORROW), "closed", "Thu 8", "closed for the night"),
        (step(Reason.WEEKEND, NOW, TOMORROW), "closed", "Thu 8", "closed for the weekend"),
        (step(Reason.HOLIDAY, NOW, TOMORROW, "Toussaint"), "closed", "Thu 8", "closed: Toussaint"),
        (step(Reason.PAUSE, MORNING, NOW, "parts"), "pause", "9:00 – 14:52", "paused: parts"),
        (step(Reason.PAUSE, NOW, TOMORROW, "parts"), "pause", "14:52", "paused until Thu 9:00: parts"),
        (step(Reason.PAUSE, NOW, None, "parts"), "pause", "14:52", "paused, still: parts"),
    ],
)
def test_an_explanation_says_what_became_of_the_time(line: Step, kind: str, margin: str, words: str) -> None:
    assert step_kind(line) == kind
    assert plain(step_when(CONTEXT, line)) == margin
    assert plain(step_words(CONTEXT, line)) == words


def test_a_line_that_was_explained_before_is_told_in_the_hours_the_day_and_the_language_of_its_reader() -> None:
    line = step(Reason.PAUSE, NOW, TOMORROW, "<parts>")
    told = explained_step(CONTEXT, line)
    assert told == explained_step(CONTEXT, step(Reason.PAUSE, NOW, TOMORROW, "<parts>"))
    assert "paused until Thu 9:00: &lt;parts&gt;" in plain(told)
    with timezone.override("Europe/Lisbon"):
        assert "paused until Thu 8:00" in plain(explained_step(CONTEXT, line))
    assert "paused until 9:00" in plain(explained_step(Context({"now": TOMORROW}), line))
    with translation.override("fr"):
        assert "jeu. 9:00" in plain(explained_step(CONTEXT, line))


@pytest.mark.parametrize("kind", ["mail", "reply", "call", "note"])
def test_every_kind_of_entry_has_an_icon_that_exists_and_a_word(kind: str) -> None:
    assert icon(entry_icon(kind))
    assert entry_word(kind)


def test_a_note_says_that_the_client_does_not_see_it() -> None:
    assert "invisible" in entry_word("note")
    assert "invisible" not in entry_word("reply")
