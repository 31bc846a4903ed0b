"""Policies: the matrix of promises, its rules, and what becomes of running clocks."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from administration.actions.carry_out import carry_out_next
from administration.actions.policy import change_policy, copy_policy, remove_policy
from administration.choices import Area, ChangeVerb, JobState
from administration.forms.amounts import seconds_of
from administration.forms.policy import PolicySheet
from administration.impact import impact_on_calendar, impact_on_policy
from administration.models import SettingChange, SettingJob
from administration.presentation.differences import differences
from administration.values.policy import policy_values
from administration.values.version import version_of
from escalation.ladders import plan_of_policy
from sla.choices import Metric
from sla.models import Policy
from sla.seeds import WITHOUT_CONTRACT
from tests.administration.conftest import SECOND, weekdays
from tickets.refusal import ActionRefused

HOUR = dt.timedelta(hours=1)


@pytest.fixture
def typed(standard):
    """`typed(...)`: what the form of the standard contract sends, with some inputs changed."""

    def sent(**changed):
        values = policy_values(standard)
        shown = PolicySheet.typed(values)["main"]
        fields = {"version": version_of(values), "step": "review"}
        for name, value in shown.items():
            if name == "targets" or value in (None, False):
                continue
            is_time = name.endswith("__duration") or name in ("reopening_window", "pause_reminder_after")
            fields[name] = f"{value // 3600} h {value % 3600 // 60}" if is_time else "on" if value is True else value
        return fields | {name.replace("_in_", "."): value for name, value in changed.items()}

    return sent


@pytest.fixture
def post(client, cast, standard, at):
    """`post(fields)`: an administrator who reads English sends the form of the standard contract."""
    cast.administrator.language = "en"
    cast.administrator.save()
    client.force_login(cast.administrator)

    def send(fields, at=at):
        with time_machine.travel(at, tick=False):
            return client.post(f"/settings/policies/{standard.pk}/", fields)

    return send


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("1 h 30", 5_400),
        ("1h30", 5_400),
        ("1:30", 5_400),
        ("1,5 h", 5_400),
        ("90 min", 5_400),
        ("1\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30", 5_400),
        ("48", 172_800),
        ("96 h", 345_600),
        ("0", 0),
    ],
)
def test_a_length_of_time_is_read_as_people_write_it(text, seconds):
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["bientôt", "1 h 75", "-1 h", "1 j", ""])
def test_what_is_no_length_of_time_is_refused(text):
    with pytest.raises(ValueError):
        seconds_of(text)


def test_the_form_sent_back_unchanged_has_nothing_to_save(post, typed):
    assert "nothing to save" in post(typed()).text
    assert not SettingJob.objects.exists()


def test_a_promise_that_is_changed_is_looked_at_then_carried_out(post, typed, standard, open_ticket, at):
    ticket = open_ticket(priority="high")
    changed = {"high.resolution__duration": "1 h 30", "high.resolution__objective": "95"}
    page = post(typed() | changed)
    assert "<ins>1\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30 (Heures ouvrées), objective 95 %</ins>" in page.text
    assert SettingJob.objects.count() == 0
    post(typed(step="save") | changed)
    assert carry_out_next(at=at + SECOND).replanned == 1
    assert ticket.clocks.get(metric=Metric.RESOLUTION).target == 1.5 * HOUR
    assert standard.targets.get(metric=Metric.RESOLUTION, priority="high").objective == 95


def test_a_promise_may_depend_on_the_line_and_run_round_the_clock(post, typed, standard, carrier, at):
    always = carrier.targets.filter(calendar__is_round_the_clock=True).first().calendar
    cell = "critical.resolution"
    post(
        typed(step="save")
        | {f"{cell}__needs_guaranteed_repair": "on", f"{cell}__calendar": always.pk, f"{cell}__duration": "4 h"}
    )
    assert carry_out_next(at=at + SECOND).error == ""
    target = standard.targets.get(metric=Metric.RESOLUTION, priority="critical")
    assert (target.needs_guaranteed_repair, target.calendar) == (True, always)


def test_a_promise_that_is_emptied_is_none(post, typed, standard, at):
    post(typed(step="save") | {"low.resolution__duration": ""})
    assert carry_out_next(at=at + SECOND).state == JobState.DONE
    assert standard.targets.get(metric=Metric.RESOLUTION, priority="low").duration is None


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"high.resolution__duration": "bientôt"}, "“bientôt” is not a length of time"),
        ({"high.resolution__duration": "0"}, "more than nothing"),
        ({"high.resolution__objective": "101"}, "less than or equal to 100"),
        ({"name": "Sans contrat"}, "already exists"),
        ({"reopening_window": ""}, "This field is required"),
    ],
)
def test_what_makes_no_sense_is_refused_by_a_sentence_and_nothing_typed_is_lost(post, typed, wrong, sentence):
    page = post(typed() | {"medium.response__duration": "3 h 33"} | wrong)
    assert page.status_code == 422
    assert sentence in page.text
    assert 'value="3 h 33"' in page.text
    assert not SettingJob.objects.exists()


# What it touches ----------------------------------------------------------------------------------
def test_it_is_said_how_many_clocks_become_late_at_once(standard, promises, open_ticket, at):
    for priority in ("high", "high", "low"):
        open_ticket(priority=priority)
    values = promises()
    values["targets"]["high.resolution"] |= {"duration": 1_800}
    impact = impact_on_policy(standard, values, at + HOUR)
    assert (impact.tickets, impact.clocks, impact.late, impact.sooner, impact.later) == (3, 6, 2, 0, 0)
    assert policy_values(standard) != values


def test_it_is_said_how_deadlines_move(standard, promises, open_ticket, at):
    open_ticket(priority="high")
    values = promises()
    values["targets"]["high.resolution"] |= {"duration": 4 * 3_600}
    values["targets"]["high.response"] |= {"duration": 3 * 3_600}
    impact = impact_on_policy(standard, values, at)
    assert (impact.late, impact.sooner, impact.later) == (0, 1, 1)


def test_shorter_hours_make_nothing_late_at_once(business_hours, hours, open_ticket, at):
    open_ticket(priority="high")
    impact = impact_on_calendar(business_hours, hours(seasons=weekdays(["09:00", "12:00"])), at)
    assert (impact.clocks, impact.late, impact.later) == (2, 0, 1)


def test_a_closure_is_foretold_too(business_hours, hours, open_ticket, at):
    open_ticket(priority="high", at=at + 6 * HOUR)
    closure = {"name": "Pont", "from_date": "2026-10-13", "until_date": "2026-10-13", "is_yearly": False}
    impact = impact_on_calendar(business_hours, hours(closures=[closure]), at + 7 * HOUR)
    assert (impact.clocks, impact.sooner, impact.later, impact.late) == (2, 0, 1, 0)


def test_hours_are_compiled_as_often_for_many_tickets_as_for_few(business_hours, hours, open_ticket, at):
    counts = []
    for more in (2, 6):
        for _number in range(more):
            open_ticket(priority="high")
        with CaptureQueriesContext(connection) as queries:
            impact_on_calendar(business_hours, hours(country=""), at)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_is_foretold_is_what_comes(cast, standard, promises, open_ticket, at):
    tickets = [open_ticket(priority=priority) for priority in ("critical", "high", "medium", "low")]
    values = promises()
    for target in values["targets"].values():
        target["duration"] = 3_600
    impact = impact_on_policy(standard, values, at + 1.5 * HOUR)
    change_policy(policy=standard, values=values, by=cast.administrator, at=at + 1.5 * HOUR)
    clocks = [clock for ticket in tickets for clock in ticket.clocks.all()]
    assert impact.late == sum(clock.due_at == at + 1.5 * HOUR for clock in clocks)


# Trying -------------------------------------------------------------------------------------------
def test_promises_that_are_not_saved_are_tried(post, typed, standard):
    asked = {"step": "look", "try-opened_at": "2026-10-12T10:00", "try-priority": "high"}
    page = post(typed() | asked | {"high.response__duration": "45 min"})
    assert [each.reading.due_at.strftime("%H:%M") for each in page.context["tried"]] == ["08:45", "08:30"]  # UTC
    assert standard.targets.get(metric=Metric.RESPONSE, priority="high").duration == 2 * HOUR


def test_a_line_without_guaranteed_repair_is_promised_nothing(client, cast, carrier, at):
    client.force_login(cast.administrator)
    with time_machine.travel(at, tick=False):
        tried = client.get(f"/settings/policies/{carrier.pk}/").context["tried"]
    assert [each.reading.due_at is None for each in tried] == [False, True]


# Create, copy, remove -----------------------------------------------------------------------------
def test_a_copy_takes_the_ladder_along_and_both_are_logged(client, cast, carrier):
    client.force_login(cast.administrator)
    client.post(f"/settings/policies/{carrier.pk}/copy/", {"name": "Opérateur, bis"})
    copy = Policy.objects.get(name="Opérateur, bis")
    assert plan_of_policy(copy) == plan_of_policy(carrier)
    assert set(SettingChange.objects.values_list("area", "verb")) == {
        (Area.POLICIES, ChangeVerb.CREATED),
        (Area.LADDERS, ChangeVerb.CREATED),
    }


def test_a_new_policy_is_saved_at_once(client, cast, typed):
    client.force_login(cast.administrator)
    assert client.get("/settings/policies/new/").status_code == 200
    client.post("/settings/policies/new/", typed(name="Premium", step="save"))
    made = Policy.objects.get(name="Premium")
    assert made.targets.get(metric=Metric.RESPONSE, priority="critical").duration == HOUR


def test_a_policy_of_a_contract_stays(cast, standard, at):
    with pytest.raises(ActionRefused, match="Clinique des Tamarins"):
        remove_policy(policy=standard, by=cast.administrator, at=at)


def test_the_policy_for_accounts_without_contract_stays(cast, at):
    with pytest.raises(ActionRefused, match="without contract"):
        remove_policy(policy=Policy.objects.get(name=WITHOUT_CONTRACT), by=cast.administrator, at=at)


def test_a_policy_that_nobody_was_promised_is_removed(cast, standard, at):
    copy = copy_policy(policy=standard, name="Bis", by=cast.administrator, at=at)
    remove_policy(policy=copy, by=cast.administrator, at=at)
    assert not Policy.objects.filter(name="Bis").exists()


def test_the_log_says_a_promise_in_words(cast, standard, promises, at):
    values = promises()
    values["targets"]["low.response"] |= {"duration": None, "objective": None}
    change_policy(policy=standard, values=values, by=cast.administrator, at=at)
    change = SettingChange.objects.get()
    (difference,) = differences(change.area, change.before, change.after)
    assert "12\N{NO-BREAK SPACE}h (Heures ouvrées)" in difference.old
    assert difference.new
