"""Instants and durations in the reader's words, in French and in English."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import timezone, translation

from helpdesk.templatetags.moments import age, clock_time, coming, duration, moment, moment_full

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 10, 7, 14, 52, tzinfo=PARIS)
"""A Wednesday."""


def plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 min"),
        (42, "42 s"),
        (60, "1 min"),
        (37 * 60 + 59, "37 min"),
        (3600, "1 h"),
        (68 * 60, "1 h 08"),
        (37.5 * 3600, "37 h 30"),
        (48 * 3600, "48 h"),
        (-12 * 60, "12 min"),
    ],
)
def test_business_time_is_said_in_hours_and_minutes_and_never_in_days(seconds: float, words: str) -> None:
    for language in ("fr", "en"):
        with translation.override(language):
            assert plain(duration(timedelta(seconds=seconds))) == words


@pytest.mark.parametrize(
    ("amount", "french", "english"),
    [
        (timedelta(seconds=30), "30 s", "30 s"),
        (timedelta(minutes=41), "41 min", "41 min"),
        (timedelta(hours=5, minutes=40), "5 h", "5 h"),
        (timedelta(days=2, hours=4), "2 j 4 h", "2 d 4 h"),
        (timedelta(days=2), "2 j", "2 d"),
        (timedelta(days=9, hours=4), "9 j", "9 d"),
    ],
)
def test_an_age_is_rounded_down_and_counts_days(amount: timedelta, french: str, english: str) -> None:
    with translation.override("fr"):
        assert plain(age(amount)) == french
    with translation.override("en"):
        assert plain(age(amount)) == english


def test_a_number_never_parts_from_its_unit() -> None:
    assert " " not in duration(timedelta(hours=1, minutes=8))


@pytest.mark.parametrize(
    ("at", "french", "english"),
    [
        (datetime(2026, 10, 7, 9, 5, tzinfo=PARIS), "9:05", "9:05"),
        (datetime(2026, 10, 8, 15, 27, tzinfo=PARIS), "jeu. 15:27", "Thu 15:27"),
        (datetime(2026, 10, 5, 0, 0, tzinfo=PARIS), "lun. 0:00", "Mon 0:00"),
        (datetime(2026, 10, 4, 23, 59, tzinfo=PARIS), "dim. 4 oct., 23:59", "Sun 4 Oct., 23:59"),
        (datetime(2026, 10, 12, 16, 30, tzinfo=PARIS), "lun. 12 oct., 16:30", "Mon 12 Oct., 16:30"),
        (datetime(2025, 10, 7, 14, 15, tzinfo=PARIS), "mar. 7 oct. 2025, 14:15", "Tue 7 Oct. 2025, 14:15"),
    ],
)
def test_an_instant_is_as_short_as_it_stays_clear(at: datetime, french: str, english: str) -> None:
    with timezone.override(PARIS):
        with translation.override("fr"):
            assert moment(at, NOW) == french
        with translation.override("en"):
            assert moment(at, NOW) == english


def test_an_instant_is_said_in_the_readers_zone() -> None:
    at = datetime(2026, 10, 7, 22, 30, tzinfo=UTC)
    with timezone.override(PARIS), translation.override("fr"):
        assert moment(at, NOW) == "jeu. 0:30"
    with timezone.override(ZoneInfo("America/New_York")), translation.override("fr"):
        assert moment(at, NOW) == "18:30"


def test_a_full_moment_always_has_its_day() -> None:
    with timezone.override(PARIS), translation.override("fr"):
        assert moment_full(NOW, NOW) == "mer. 7 oct., 14:52"


def test_no_instant_is_said_as_nothing() -> None:
    assert (moment(None, NOW), moment_full(None, NOW), clock_time(None), duration(None), age(None)) == ("",) * 5


def test_a_time_element_carries_the_exact_instant_and_the_full_words() -> None:
    with timezone.override(PARIS), translation.override("fr"):
        html = Template("{% when at %}").render(Context({"at": NOW, "now": NOW}))
    assert html == '<time datetime="2026-10-07T14:52:00+02:00" title="mer. 7 oct., 14:52">14:52</time>'


def test_the_instant_of_the_page_reaches_into_an_include_that_shares_nothing() -> None:
    request = RequestFactory().get("/")
    request.now = NOW  # type: ignore[attr-defined]
    page = Template("{% include inner with at=at only %}")
    context = RequestContext(request, {"at": NOW - timedelta(minutes=41), "inner": Template("{% since at %}")})
    assert ">41\N{NO-BREAK SPACE}min</time>" in page.render(context)


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "17:00"), (1, "jeu. 17:00"), (5, "lun. 17:00"), (6, "mar. 17:00"), (7, "mer. 14 oct., 17:00")],
)
def test_what_lies_ahead_within_six_days_is_named_by_its_weekday(days: int, words: str) -> None:
    with translation.override("fr"), timezone.override(PARIS):
        assert coming(datetime(2026, 10, 7 + days, 17, 0, tzinfo=PARIS), NOW) == words
