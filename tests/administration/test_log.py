"""The log of the settings: with before and after, in words, for ever."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from administration.actions.frame import log_change
from administration.choices import Area, ChangeVerb
from administration.models import SettingChange
from administration.presentation.differences import Difference, differences
from tickets.models import WorkType


@pytest.fixture
def logged(cast, at):
    def log(before, after, subject=None):
        subject = subject or WorkType.objects.order_by("pk").first()
        return log_change(
            area=Area.WORK_TYPES, subject=subject, before=before, after=after, by=cast.administrator, at=at
        )

    return log


@pytest.mark.parametrize(
    ("before", "after", "verb"),
    [
        (None, {"name": "Projet"}, ChangeVerb.CREATED),
        ({"name": "Projet"}, {"name": "Chantier"}, ChangeVerb.CHANGED),
        ({"name": "Projet"}, None, ChangeVerb.REMOVED),
    ],
)
def test_a_change_is_written_with_before_and_after(logged, cast, at, before, after, verb):
    change = logged(before, after)
    assert (change.verb, change.before, change.after) == (verb, before or {}, after or {})
    assert (change.by, change.at) == (cast.administrator, at)


def test_nothing_is_written_where_nothing_changed(logged):
    assert logged({"name": "Projet"}, {"name": "Projet"}) is None
    assert not SettingChange.objects.exists()


@pytest.mark.parametrize(
    "rewrite", ["UPDATE administration_settingchange SET subject = 'x'", "DELETE FROM administration_settingchange"]
)
def test_the_log_cannot_be_rewritten(logged, rewrite):
    logged(None, {"name": "Projet"})
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(rewrite)
    assert SettingChange.objects.get().after == {"name": "Projet"}


@translation.override("en")
def test_what_differs_is_said_line_by_line():
    before = {"name": "Projet", "is_active": True, "order": 1}
    after = {"name": "Chantier", "is_active": True, "order": None}
    assert differences(Area.WORK_TYPES, before, after) == [
        Difference("Name", "Projet", "Chantier"),
        Difference("Order", "1", ""),
    ]


def test_the_page_shows_old_and_new_to_an_administrator(logged, client, cast):
    logged({"name": "Projet"}, {"name": "Chantier"})
    client.force_login(cast.administrator)
    page = client.get("/settings/log/?area=work_types").text
    assert "<del>Projet</del>" in page
    assert "<ins>Chantier</ins>" in page
    assert "<del>Projet</del>" not in client.get("/settings/log/?area=queues").text


def test_the_history_of_one_setting_has_its_changes_alone(logged, client, cast):
    one, other = WorkType.objects.order_by("pk")[:2]
    logged({"name": "Un"}, {"name": "Une"}, one)
    logged({"name": "Deux"}, {"name": "Douze"}, other)
    client.force_login(cast.administrator)
    page = client.get(f"/settings/log/?area=work_types&subject={one.pk}").text
    assert ("<ins>Une</ins>" in page, "<ins>Douze</ins>" in page) == (True, False)


def test_the_page_asks_as_much_of_the_database_for_many_changes_as_for_few(logged, client, cast):
    client.force_login(cast.administrator)
    counts = []
    for wanted in (10, 40):
        for number in range(wanted):
            logged({"order": number}, {"order": number + 1})
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/settings/log/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
