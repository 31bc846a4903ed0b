"""Icons, inputs and the marks of people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django import forms
from django.template import Context, Template
from lucide import IconDoesNotExist

from helpdesk.templatetags.ui import control, icon, initials, metric_word, overrun, state_icon, tint
from helpdesk.views.gallery_examples import ExampleForm
from sla.choices import Metric
from tickets.choices import ClockState, Status
from tickets.models import Clock
from tickets.readings import Reading

HOUR, ZERO = timedelta(hours=1), timedelta(0)


def test_an_icon_is_inlined_and_silent() -> None:
    drawn = icon("phone")
    assert drawn.startswith('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">')
    assert "<path" in drawn
    assert "style=" not in drawn


def test_a_small_icon_says_so_by_its_class() -> None:
    assert 'class="icon icon-s"' in icon("phone", "s")


def test_an_unknown_icon_is_an_error_and_not_a_hole() -> None:
    with pytest.raises(IconDoesNotExist, match="no-such-icon"):
        icon("no-such-icon")


@pytest.mark.parametrize("status", Status)
def test_every_status_has_an_icon_that_exists(status: Status) -> None:
    assert icon(status.icon)


@pytest.mark.parametrize("state", ClockState)
def test_every_state_of_a_clock_has_an_icon_that_exists(state: ClockState) -> None:
    assert icon(state_icon(state))


@pytest.mark.parametrize(
    ("name", "letters"), [("Nadia Exemple", "NE"), ("Jérôme", "Jé"), ("", ""), ("Marc de la Fiction", "MD"), ("x", "X")]
)
def test_a_person_is_two_letters(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_person_keeps_their_colour() -> None:
    assert tint("Loïc") == tint("Loïc")
    assert {tint(f"person {number}") for number in range(50)} == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("name", "style"),
    [("title", "input"), ("queue", "select"), ("words", "textarea"), ("urgent", "check")],
)
def test_an_input_looks_like_its_kind(name: str, style: str) -> None:
    assert f'class="{style}"' in control(ExampleForm()[name])


def test_an_input_keeps_its_own_class_and_takes_attributes() -> None:
    class Form(forms.Form):
        code = forms.CharField(widget=forms.TextInput(attrs={"class": "figures"}))

    html = control(Form()["code"], "autocomplete=off|placeholder=1, 2")
    assert 'class="input figures"' in html
    assert 'autocomplete="off"' in html
    assert 'placeholder="1, 2"' in html


def test_an_invalid_field_names_its_error_and_points_at_it() -> None:
    form = ExampleForm({"phone": "04 65 7"})
    html = Template('{% include "components/field.html" with field=field only %}').render(
        Context({"field": form["phone"]})
    )
    assert "data-invalid" in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_phone_error"' in html
    assert 'id="id_phone_error"' in html


def test_what_a_person_typed_is_escaped() -> None:
    html = Template('{% include "components/pill.html" with label=label only %}').render(Context({"label": "<script>"}))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def reading(state: ClockState, elapsed: timedelta, target: timedelta | None, overdue_by: timedelta = ZERO) -> Reading:
    clock = Clock(metric=Metric.RESPONSE, target=target)
    return Reading(clock, state, elapsed, remaining=ZERO, overdue_by=overdue_by, due_at=None, paused_since=None)


@pytest.mark.parametrize(
    ("read", "broken_by"),
    [
        (reading(ClockState.RUNNING, HOUR, 2 * HOUR), ZERO),
        (reading(ClockState.PAUSED, 3 * HOUR, 2 * HOUR), ZERO),
        (reading(ClockState.OVERDUE, 2 * HOUR, 4 * HOUR, overdue_by=HOUR), HOUR),
        (reading(ClockState.MISSED, 3 * HOUR, 2 * HOUR), HOUR),
        (reading(ClockState.MISSED, HOUR, 2 * HOUR), ZERO),
        (reading(ClockState.MISSED, HOUR, None), ZERO),
    ],
)
def test_a_promise_is_broken_by_what_lies_beyond_its_deadline(read: Reading, broken_by: timedelta) -> None:
    assert overrun(read) == broken_by


def test_what_is_measured_has_a_word_for_the_middle_of_a_sentence() -> None:
    assert metric_word(Metric.RESPONSE) != metric_word(Metric.RESOLUTION)
