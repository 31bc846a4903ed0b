"""Calendars: painted or written, looked at before they are saved, carried out in the background."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
import time_machine

from administration.actions.calendar import change_calendar, copy_calendar, create_calendar, remove_calendar
from administration.actions.carry_out import carry_out_next
from administration.choices import Area, ChangeVerb, JobState
from administration.forms.opening import ranges_of, written
from administration.models import SettingChange, SettingJob
from administration.values.calendar import NEW, calendar_values
from administration.values.version import version_of
from sla.models import Calendar
from tests.administration.conftest import SECOND, weekdays
from tickets.choices import EventKind
from tickets.models import Event, Queue
from tickets.refusal import ActionRefused

MORNINGS = weekdays(["09:00", "12:00"])
WEEK = "9:00-12:30, 14:00-18:00"


@pytest.fixture
def typed(business_hours):
    """`typed(...)`: what the form of the business hours sends, with some inputs changed."""

    def sent(**changed):
        fields = {
            "version": version_of(calendar_values(business_hours)),
            "name": business_hours.name,
            "time_zone": "Europe/Paris",
            "country": "FR",
            "seasons-TOTAL_FORMS": "1",
            "seasons-INITIAL_FORMS": "1",
            "closures-TOTAL_FORMS": "1",
            "closures-INITIAL_FORMS": "0",
            "openings-TOTAL_FORMS": "1",
            "openings-INITIAL_FORMS": "0",
            **{f"seasons-0-day_{day}": WEEK for day in range(5)},
            "step": "review",
        }
        return fields | {name.replace("__", "-"): value for name, value in changed.items()}

    return sent


@pytest.fixture
def post(client, cast, business_hours, at):
    """`post(fields)`: an administrator who reads English sends the form of the business hours."""
    cast.administrator.language = "en"
    cast.administrator.save()
    client.force_login(cast.administrator)

    def send(fields, follow=False):
        with time_machine.travel(at, tick=False):
            return client.post(f"/settings/calendars/{business_hours.pk}/", fields, follow=follow)

    return send


# Hours as people write them -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "ranges"),
    [
        ("9:00-12:30, 14:00-18:00", [["09:00", "12:30"], ["14:00", "18:00"]]),
        ("14h-18h ; 9h – 12h30", [["09:00", "12:30"], ["14:00", "18:00"]]),
        ("9 à 12 et 14 à 18", [["09:00", "12:00"], ["14:00", "18:00"]]),
        ("22:00-6:00", [["22:00", "06:00"]]),
        ("0:00-24:00", [["00:00", "24:00"]]),
        ("24 h", [["00:00", "24:00"]]),
        ("9:07-9:08", [["09:07", "09:08"]]),
        ("", []),
        ("fermé", []),
    ],
)
def test_hours_are_read_as_people_write_them(text, ranges):
    assert ranges_of(text, "Monday") == ranges


def test_hours_are_written_as_they_can_be_read():
    assert ranges_of(written([["09:00", "12:30"], ["22:00", "06:00"]]), "Monday") == [
        ["09:00", "12:30"],
        ["22:00", "06:00"],
    ]


# The form -----------------------------------------------------------------------------------------
def test_the_form_shows_a_calendar_so_that_sending_it_back_changes_nothing(client, cast, business_hours):
    client.force_login(cast.administrator)
    page = client.get(f"/settings/calendars/{business_hours.pk}/")
    assert page.context["sheet"].supposed_values == calendar_values(business_hours)
    assert page.text.count('value="9:00-12:30, 14:00-18:00"') == 5


def test_sent_back_unchanged_there_is_nothing_to_save(post, typed):
    page = post(typed())
    assert page.status_code == 200
    assert "nothing to save" in page.text
    assert not SettingJob.objects.exists()


def test_an_edit_is_looked_at_before_it_is_saved(post, typed, open_ticket):
    open_ticket(priority="high")
    page = post(typed(seasons__0__day_0="9:00-12:00"))
    assert page.templates[0].name == "administration/review.html"
    assert "<del>9:00-12:30, 14:00-18:00</del>" in page.text
    assert "<ins>9:00-12:00</ins>" in page.text
    assert "2 running clocks will be planned anew" in re.sub(r"\s+", " ", page.text)
    assert not SettingJob.objects.exists()


def test_what_was_typed_goes_along_from_the_review_to_the_worker(post, typed, business_hours, open_ticket, at):
    ticket = open_ticket(priority="high")
    sent = typed(seasons__0__day_0="9:00-12:00") | {"closures-0-name": "Pont", "closures-0-from_date": "2026-12-24"}
    sent |= {"closures-0-until_date": "2026-12-26", "closures-0-is_yearly": "on"}
    page = post(sent)
    again = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text))
    answer = post({name: value for name, value in again.items() if name != "csrfmiddlewaretoken"} | {"step": "save"})
    job = SettingJob.objects.get()
    assert answer.url == f"/settings/jobs/{job.pk}/"
    assert (job.total, job.state) == (1, JobState.WAITING)
    assert carry_out_next(at=at + SECOND).state == JobState.DONE
    business_hours.refresh_from_db()
    assert business_hours.seasons[0]["weekly"]["0"] == [["09:00", "12:00"]]
    assert business_hours.closures.get().is_yearly
    assert ticket.events.filter(kind=EventKind.REPLANNED).count() == 1


def test_back_from_the_review_everything_typed_is_there(post, typed):
    page = post(typed(seasons__0__day_5="8:30-11:45", step="edit"))
    assert 'value="8:30-11:45"' in page.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"seasons-0-day_0": "9:00-12:00, 11:00-18:00"}, "Monday: 09:00-12:00 and 11:00-18:00 overlap"),
        ({"seasons-0-day_0": "neuf heures"}, "Monday: “neuf heures” is not a range of hours"),
        ({"seasons-0-day_1": "9:00-25:00"}, "Tuesday: “25:00” is not a time"),
        ({"seasons-0-day_1": "9:00-9:00"}, "ends when it begins"),
        ({f"seasons-0-day_{day}": "" for day in range(7)}, "These hours never open"),
        ({"seasons-0-valid_from": "2026-10-12", "seasons-0-valid_until": "2026-10-01"}, "It ends before it begins"),
        ({"closures-0-name": "Pont", "closures-0-from_date": "2026-10-12", "closures-0-until_date": "2026-10-01"},
         "It ends before it begins"),
        ({"closures-0-name": "Pont"}, "This field is required"),
        ({"openings-0-name": "Nocturne", "openings-0-date": "2026-10-12", "openings-0-hours": "fermé"},
         "make it a closure"),
        ({"subdivision": "13"}, "“13” is not a region of this country"),
        ({"country": "", "subdivision": "57"}, "Choose the country"),
        ({"name": "24 h/24, 7 j/7"}, "already exists"),
        ({"name": ""}, "This field is required"),
        ({"time_zone": "Europe/Marseille"}, "Select a valid choice"),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_by_a_sentence_and_nothing_typed_is_lost(post, typed, wrong, sentence):
    page = post(typed(seasons__0__day_6="10:11-12:13", subdivision="6AE") | wrong)
    assert page.status_code == 422
    assert sentence in html.unescape(page.text)
    assert 'value="2026-10-12"' in page.text or "2026-10-12" not in wrong.values()
    assert "seasons-0-day_6" in wrong or 'value="10:11-12:13"' in page.text
    assert not SettingJob.objects.exists()


def test_a_row_more_is_given_with_all_that_was_typed(post, typed):
    page = post(typed(seasons__0__day_0="9:00-11:11", add="closures", step=""))
    assert page.status_code == 200
    assert 'value="9:00-11:11"' in page.text
    assert 'name="closures-1-name"' in page.text


def test_a_second_season_may_hold_other_hours(post, typed, business_hours, at):
    sent = typed(
        **{"seasons-TOTAL_FORMS": "2", "seasons-0-valid_until": "2026-12-31", "seasons-1-valid_from": "2027-01-01"}
    )
    post(sent | {"seasons-1-day_0": "8:00-20:00", "step": "save"})
    assert carry_out_next(at=at + SECOND).error == ""
    business_hours.refresh_from_db()
    assert [season["valid_from"] for season in business_hours.seasons] == [None, "2027-01-01"]


def test_a_row_is_taken_away_by_its_mark_or_by_emptying_it(post, typed, business_hours, at, cast, hours):
    closure = {"name": "Pont", "from_date": "2026-12-24", "until_date": "2026-12-26", "is_yearly": False}
    with_two = hours(closures=[closure, closure | {"name": "Inventaire"}])
    change_calendar(calendar=business_hours, values=with_two, by=cast.administrator, at=at)
    rows = {
        "closures-TOTAL_FORMS": "2",
        "closures-INITIAL_FORMS": "2",
        "version": version_of(calendar_values(business_hours)),
    }
    gone = {f"closures-0-{name}": value for name, value in closure.items() if value} | {"closures-0-DELETE": "on"}
    post(typed(step="save") | rows | gone)
    assert carry_out_next(at=at + SECOND).error == ""
    assert not business_hours.closures.exists()


def test_a_calendar_edited_in_another_time_zone_does_not_shift(post, typed, business_hours, cast, at):
    cast.administrator.time_zone = "Pacific/Auckland"
    cast.administrator.save()
    post(typed(seasons__0__day_5="8:00-10:00", step="save"))
    carry_out_next(at=at + SECOND)
    business_hours.refresh_from_db()
    assert business_hours.seasons[0]["weekly"]["5"] == [["08:00", "10:00"]]
    assert business_hours.seasons[0]["weekly"]["0"] == [["09:00", "12:30"], ["14:00", "18:00"]]
    assert business_hours.time_zone == "Europe/Paris"


def test_who_was_faster_is_named_and_nothing_typed_is_lost(post, typed, business_hours, hours, cast, at):
    sent = typed(seasons__0__day_5="8:00-10:00")
    change_calendar(calendar=business_hours, values=hours(country=""), by=cast.administrator, at=at)
    page = post(sent)
    assert page.status_code == 422
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page.text))
    assert "Administrator changed this meanwhile" in text
    assert 'value="8:00-10:00"' in page.text
    assert page.context["version"] == version_of(calendar_values(Calendar.objects.get(pk=business_hours.pk)))


def test_while_an_edit_is_under_way_the_form_says_so_and_no_other_is_saved(post, typed, client, business_hours):
    post(typed(seasons__0__day_5="8:00-10:00", step="save"))
    page = client.get(f"/settings/calendars/{business_hours.pk}/").text
    assert "an edit of it that is not done yet" in page
    answer = post(typed(seasons__0__day_5="8:00-11:00", step="save"))
    assert answer.status_code == 409
    assert SettingJob.objects.count() == 1


def test_a_refused_edit_gives_its_form_back(planned, client, cast, business_hours, hours, at):
    job = planned(Area.CALENDARS, business_hours, hours(seasons=weekdays(["08:08", "09:09"])), version="another")
    carry_out_next(at=at + SECOND)
    client.force_login(cast.administrator)
    assert f"/settings/calendars/{business_hours.pk}/?job={job.pk}" in client.get(f"/settings/jobs/{job.pk}/").text
    page = client.get(f"/settings/calendars/{business_hours.pk}/?job={job.pk}").text
    assert page.count('value="8:08-9:09"') == 5
    assert "was changed meanwhile" in page


# Trying and looking -------------------------------------------------------------------------------
def test_a_deadline_is_tried_in_hours_that_are_not_saved(post, typed, business_hours):
    asked = {"try-opened_at": "2026-10-12T11:45", "try-promise": "2 h", "step": "look"}
    page = post(typed() | asked)
    assert [each.reading.due_at.strftime("%H:%M") for each in page.context["tried"]] == ["13:15"]  # UTC
    page = post(typed(seasons__0__day_0="9:00-20:00") | asked)
    assert [each.reading.due_at.strftime("%H:%M") for each in page.context["tried"]] == ["11:45"]
    assert calendar_values(business_hours)["seasons"][0]["weekly"]["0"] == [["09:00", "12:30"], ["14:00", "18:00"]]


def test_the_instant_that_is_tried_is_one_of_the_readers_zone(post, typed, cast):
    cast.administrator.time_zone = "America/New_York"
    cast.administrator.save()
    page = post(typed() | {"try-opened_at": "2026-10-12T05:45", "try-promise": "2 h", "step": "look"})
    assert page.context["tried"][0].reading.due_at == dt.datetime(2026, 10, 12, 13, 15, tzinfo=dt.UTC)


def test_the_year_shows_hours_that_are_not_saved(post, typed):
    year = post(typed(step="look", year="2026")).context["year"]
    assert (year.open_days, year.months[0].open_for) == (252, dt.timedelta(hours=157.5))
    year = post(typed(step="look", year="2027", seasons__0__day_0="")).context["year"]
    assert (year.year, year.open_days) == (2027, 205)


def test_while_the_hours_make_no_sense_there_is_no_year_and_no_deadline(post, typed):
    page = post(typed(seasons__0__day_0="25", step="look"))
    assert (page.context["year"], page.context["tried"]) == (None, [])


# Create, copy, remove -----------------------------------------------------------------------------
def test_a_new_calendar_is_saved_at_once(client, cast, typed):
    client.force_login(cast.administrator)
    assert client.get("/settings/calendars/new/").status_code == 200
    answer = client.post("/settings/calendars/new/", typed(name="Atelier", step="save"))
    made = Calendar.objects.get(name="Atelier")
    assert answer.url == f"/settings/calendars/{made.pk}/"
    change = SettingChange.objects.get()
    assert (change.verb, change.after) == (ChangeVerb.CREATED, calendar_values(made))


def test_a_calendar_that_never_opens_is_not_created(cast, at):
    with pytest.raises(ActionRefused, match="never open"):
        create_calendar(values=NEW | {"name": "Jamais", "seasons": []}, by=cast.administrator, at=at)
    assert not Calendar.objects.filter(name="Jamais").exists()


def test_a_copy_has_the_same_hours_and_a_name_of_its_own(cast, business_hours, at):
    copies = [copy_calendar(calendar=business_hours, by=cast.administrator, at=at) for _ in range(2)]
    for copy in copies:
        assert calendar_values(copy) | {"name": ""} == calendar_values(business_hours) | {"name": ""}
    assert len({business_hours.name, *(copy.name for copy in copies)}) == 3


def test_a_calendar_that_is_used_stays(cast, business_hours, at):
    with pytest.raises(ActionRefused, match="Contrat standard"):
        remove_calendar(calendar=business_hours, by=cast.administrator, at=at)
    assert Calendar.objects.filter(pk=business_hours.pk).exists()


def test_a_calendar_of_a_queue_stays(cast, business_hours, at):
    copy = copy_calendar(calendar=business_hours, by=cast.administrator, at=at)
    Queue.objects.filter(pk=Queue.objects.first().pk).update(calendar=copy)
    with pytest.raises(ActionRefused, match=Queue.objects.first().name):
        remove_calendar(calendar=copy, by=cast.administrator, at=at)


def test_a_calendar_that_nobody_uses_is_removed_and_its_history_stays(client, cast, business_hours, at):
    copy = copy_calendar(calendar=business_hours, by=cast.administrator, at=at)
    client.force_login(cast.administrator)
    assert client.post(f"/settings/calendars/{copy.pk}/remove/").url == "/settings/calendars/"
    assert not Calendar.objects.filter(pk=copy.pk).exists()
    assert list(SettingChange.objects.values_list("verb", flat=True)) == [ChangeVerb.REMOVED, ChangeVerb.CREATED]


def test_a_new_name_moves_no_deadline(cast, business_hours, hours, open_ticket, at):
    open_ticket()
    values = hours(name="Heures de Marseille")
    assert change_calendar(calendar=business_hours, values=values, by=cast.administrator, at=at) == 0
    assert not Event.objects.filter(kind=EventKind.REPLANNED).exists()
    assert Calendar.objects.get(pk=business_hours.pk).name == "Heures de Marseille"
    assert SettingChange.objects.get().after["name"] == "Heures de Marseille"


@pytest.mark.parametrize("role", ["operator", "technician", "manager", "client"])
def test_administrators_alone_change_calendars(cast, business_hours, hours, at, role):
    with pytest.raises(ActionRefused):
        change_calendar(calendar=business_hours, values=hours(country=""), by=getattr(cast, role), at=at)
