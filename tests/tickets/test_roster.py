"""The roster: who is on call, when; what is refused; and when nobody would answer."""

from __future__ import annotations

import datetime as dt
import threading
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from sla.models import Calendar
from sla.seeds import BUSINESS_HOURS
from tests import factories
from tickets.actions.absence import add_absence
from tickets.actions.roster import add_duty, remove_duty
from tickets.choices import Role
from tickets.models import Absence, Duty, Queue
from tickets.refusal import ActionRefused
from tickets.roster import days_of_week, hand_overs, roster_of
from tickets.seeds import IT, TELECOM, technician
from tickets.spans import Span, without

PARIS = ZoneInfo("Europe/Paris")
MONDAY = dt.date(2026, 10, 12)


def paris(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.fixture
def queue(cast) -> Queue:
    """The telecom queue, staffed in business hours."""
    queue = Queue.objects.get(name=TELECOM)
    queue.calendar = Calendar.objects.get(name=BUSINESS_HOURS)
    queue.save()
    return queue


@pytest.fixture
def on_call(cast, queue, at):
    """Put somebody on call as the manager does."""

    def put(start, end, *, name="Jérôme", by=None, **more):
        told = {"queue": queue, "technician": technician(name), "by": by or cast.manager, "at": at, **more}
        return add_duty(from_at=paris(start), until_at=paris(end), **told)

    return put


@pytest.fixture
def manager(client, cast, monkeypatch, at):
    """The manager's browser, on Monday at ten."""
    monkeypatch.setattr("helpdesk.middleware.timezone.now", lambda: at)
    client.force_login(cast.manager)
    return client


# Putting on call ---------------------------------------------------------------------------------
def test_a_technician_is_put_on_call(on_call):
    duty = on_call("2026-10-12 18:00", "2026-10-13 09:00")[0]
    assert Duty.objects.get() == duty
    assert (duty.technician.name, duty.from_at, duty.until_at) == (
        "Jérôme",
        paris("2026-10-12 18:00"),
        paris("2026-10-13 09:00"),
    )


def test_every_week_is_the_same_hour_on_the_wall_over_the_time_change(on_call):
    on_call("2026-10-16 18:00", "2026-10-19 09:00", every_week_until=dt.date(2026, 10, 30))
    starts = [duty.from_at.astimezone(PARIS) for duty in Duty.objects.all()]
    assert [f"{start:%m-%d %H:%M}" for start in starts] == ["10-16 18:00", "10-23 18:00", "10-30 18:00"]
    ends = [duty.until_at - duty.from_at for duty in Duty.objects.all()]
    assert [end / dt.timedelta(hours=1) for end in ends] == [63, 64, 63]


def test_the_last_week_is_included_to_the_day(on_call):
    assert len(on_call("2026-10-13 18:00", "2026-10-14 09:00", every_week_until=dt.date(2026, 10, 26))) == 2
    Duty.objects.all().delete()
    assert len(on_call("2026-10-13 18:00", "2026-10-14 09:00", every_week_until=dt.date(2026, 10, 27))) == 3


def test_one_duty_may_follow_another_to_the_second(on_call):
    on_call("2026-10-12 18:00", "2026-10-13 09:00")
    on_call("2026-10-13 09:00", "2026-10-13 18:00")
    assert Duty.objects.count() == 2


def test_two_may_be_on_call_together_and_one_for_two_queues(on_call):
    on_call("2026-10-12 18:00", "2026-10-13 09:00")
    on_call("2026-10-12 18:00", "2026-10-13 09:00", name="Pascal")
    on_call("2026-10-12 18:00", "2026-10-13 09:00", queue=Queue.objects.get(name=IT))
    assert Duty.objects.count() == 3


@pytest.mark.parametrize(
    ("start", "end", "more", "sentence"),
    [
        ("2026-10-12 18:00", "2026-10-12 18:00", {}, "ends after it starts"),
        ("2026-10-12 18:00", "2026-10-12 17:00", {}, "ends after it starts"),
        ("2026-10-11 18:00", "2026-10-12 09:00", {}, "over already"),
        ("2026-10-12 18:00", "2026-12-12 18:00", {}, "a month at most"),
        ("2026-10-12 18:00", "2026-10-13 09:00", {"every_week_until": dt.date(2026, 10, 11)}, "before the first"),
        ("2026-10-12 18:00", "2026-10-20 09:00", {"every_week_until": dt.date(2026, 11, 11)}, "overlap itself"),
        ("2026-10-12 18:00", "2026-10-13 09:00", {"every_week_until": dt.date(2027, 11, 11)}, "a year at most"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(on_call, start, end, more, sentence):
    with pytest.raises(ActionRefused, match=sentence):
        on_call(start, end, **more)
    assert not Duty.objects.exists()


def test_in_the_hour_that_comes_twice_the_second_is_after_the_first(queue, cast, at):
    start = paris("2026-10-25 02:30")
    told = {"queue": queue, "technician": technician("Jérôme"), "by": cast.manager, "at": at}
    duty = add_duty(from_at=start, until_at=start.replace(fold=1), **told)[0]
    assert duty.until_at - duty.from_at == dt.timedelta(hours=1)


def test_an_overlap_of_the_same_technician_is_refused_and_names_the_other(on_call):
    on_call("2026-10-12 18:00", "2026-10-13 09:00")
    with pytest.raises(ActionRefused, match=r"Jérôme is on call for OPS-02-TELECOM at that time already: .*"):
        on_call("2026-10-13 08:00", "2026-10-13 18:00")
    assert Duty.objects.count() == 1


def test_a_week_of_many_that_overlaps_refuses_all_of_them(on_call):
    on_call("2026-10-26 20:00", "2026-10-26 22:00")
    with pytest.raises(ActionRefused, match="already"):
        on_call("2026-10-12 18:00", "2026-10-13 09:00", every_week_until=dt.date(2026, 11, 30))
    assert Duty.objects.count() == 1


def test_who_is_no_technician_is_not_put_on_call(on_call, cast):
    with pytest.raises(ActionRefused, match="not a technician"):
        on_call("2026-10-12 18:00", "2026-10-13 09:00", technician=cast.operator)


@pytest.mark.parametrize("role", ["operator", "technician", "client", "partner"])
def test_others_than_a_manager_change_nothing(on_call, cast, role, at):
    with pytest.raises(ActionRefused):
        on_call("2026-10-12 18:00", "2026-10-13 09:00", by=getattr(cast, role))
    duty = on_call("2026-10-12 18:00", "2026-10-13 09:00")[0]
    with pytest.raises(ActionRefused):
        remove_duty(duty=duty, by=getattr(cast, role), at=at)
    assert Duty.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_duty_entered_twice_at_once_is_there_once(at):
    manager, person = factories.user("manager", Role.MANAGER), factories.user("tech", Role.TECHNICIAN)
    queue, together, refused = Queue.objects.get(name=TELECOM), threading.Barrier(2), []

    def enter():
        together.wait()
        span = {"from_at": paris("2026-10-12 18:00"), "until_at": paris("2026-10-13 09:00")}
        try:
            add_duty(queue=queue, technician=person, **span, by=manager, at=at)
        except ActionRefused as refusal:
            refused.append(str(refusal))
        connection.close()

    threads = [threading.Thread(target=enter) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Duty.objects.count() == 1
    assert len(refused) == 1


# Taking off --------------------------------------------------------------------------------------
def test_a_duty_to_come_is_gone_and_one_that_runs_ends_now(on_call, cast, at):
    coming = on_call("2026-10-13 18:00", "2026-10-14 09:00")[0]
    running = on_call("2026-10-12 09:00", "2026-10-12 18:00")[0]
    assert remove_duty(duty=coming, by=cast.manager, at=at) is None
    assert remove_duty(duty=running, by=cast.manager, at=at).until_at == at
    assert [duty.until_at for duty in Duty.objects.all()] == [at]


def test_what_is_over_stays_known(on_call, cast, at):
    duty = on_call("2026-10-12 18:00", "2026-10-13 09:00")[0]
    with pytest.raises(ActionRefused, match="stays known"):
        remove_duty(duty=duty, by=cast.manager, at=at + dt.timedelta(days=2))
    assert Duty.objects.get() == duty


def test_a_duty_taken_off_twice_is_taken_off_once(on_call, cast, at):
    duty = on_call("2026-10-13 18:00", "2026-10-14 09:00")[0]
    for _ in range(2):
        assert remove_duty(duty=duty, by=cast.manager, at=at) is None
    assert not Duty.objects.exists()


# The week ----------------------------------------------------------------------------------------
def week(at, zone=PARIS):
    return {each.queue.name: each for each in roster_of(days_of_week(MONDAY, zone), at)}


def written(cells) -> dict[str, list[str]]:
    """The stretches of each day as they are read in Paris."""
    return {
        f"{cell.day.date:%a}": [
            f"{piece.span.start.astimezone(PARIS):%H:%M}-{piece.span.end.astimezone(PARIS):%H:%M}"
            for piece in cell.pieces
        ]
        for cell in cells
        if cell.pieces
    }


def line_of(queue_week, name):
    return next(line for line in queue_week.lines if line.technician.name == name)


def test_a_duty_over_midnight_stands_on_both_days(on_call, at):
    on_call("2026-10-12 18:00", "2026-10-13 09:00")
    line = line_of(week(at)[TELECOM], "Jérôme")
    assert written(line.cells) == {"Mon": ["18:00-00:00"], "Tue": ["00:00-09:00"]}


def test_everybody_of_the_queue_has_a_line_and_who_is_on_call_besides(on_call, at):
    on_call("2026-10-12 18:00", "2026-10-13 09:00", name="Loïc")
    assert [line.technician.name for line in week(at)[TELECOM].lines] == ["Jérôme", "Pascal", "Loïc"]


def test_the_hours_outside_opening_that_nobody_covers_are_gaps(on_call, at):
    on_call("2026-10-12 12:00", "2026-10-14 09:00")
    on_call("2026-10-14 12:30", "2026-10-18 20:00", name="Pascal")
    shown = week(at)[TELECOM]
    assert written(shown.gaps) == {"Mon": ["00:00-09:00"], "Sun": ["20:00-00:00"]}
    assert shown.has_gaps


def test_who_is_on_call_but_absent_leaves_a_gap(on_call, cast, at):
    on_call("2026-10-12 00:00", "2026-10-19 00:00")
    assert not week(at)[TELECOM].has_gaps
    away = {"from_at": paris("2026-10-13 20:00"), "until_at": paris("2026-10-13 22:00")}
    add_absence(user=technician("Jérôme"), **away, by=cast.manager, at=at)
    assert written(week(at)[TELECOM].gaps) == {"Tue": ["20:00-22:00"]}


def test_a_queue_that_never_had_a_roster_promises_nobody_and_has_no_gaps(queue, at):
    shown = week(at)[TELECOM]
    assert (shown.has_roster, shown.has_gaps, shown.lines) == (False, False, [])
    Absence.objects.create(user=technician("Pascal"), from_at=at, until_at=at + dt.timedelta(hours=1))
    assert [line.technician.name for line in week(at)[TELECOM].lines] == ["Pascal"]


def test_the_day_on_which_the_clocks_change_has_25_hours():
    days = days_of_week(dt.date(2026, 10, 19), PARIS)
    lengths = {f"{day.date:%a}": (day.span.end - day.span.start) / dt.timedelta(hours=1) for day in days}
    assert lengths["Sun"] == 25
    assert lengths["Sat"] == 24


def test_who_is_on_call_now_is_named_unless_absent(on_call, cast, at):
    on_call("2026-10-12 18:00", "2026-10-13 09:00")
    evening = paris("2026-10-12 20:00")
    shown = week(evening)[TELECOM]
    assert (shown.is_staffed_now, [duty.technician.name for duty in shown.on_call_now]) == (False, ["Jérôme"])
    Absence.objects.create(user=technician("Jérôme"), from_at=evening, until_at=evening + dt.timedelta(hours=1))
    assert week(evening)[TELECOM].on_call_now == []


def test_who_is_on_call_now_is_named_beside_any_week(on_call):
    on_call("2026-10-12 18:00", "2026-10-13 09:00")
    later = roster_of(days_of_week(MONDAY + dt.timedelta(weeks=8), PARIS), paris("2026-10-12 20:00"))
    assert [duty.technician.name for each in later for duty in each.on_call_now] == ["Jérôme"]


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=5),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=5),
)
@settings(deadline=None)
def test_what_is_left_of_stretches_is_what_a_minute_walker_leaves(kept, taken):
    start = dt.datetime(2026, 10, 25, tzinfo=dt.UTC)

    def spans(pairs):
        return [Span(*(start + dt.timedelta(minutes=minute) for minute in (a, a + b))) for a, b in pairs]

    def minutes(some):
        return {
            minute
            for minute in range(100)
            if any(each.start <= start + dt.timedelta(minutes=minute) < each.end for each in some)
        }

    left = without(spans(kept), spans(taken))
    assert minutes(left) == minutes(spans(kept)) - minutes(spans(taken))
    assert all(span.start < span.end for span in left)


# The page ----------------------------------------------------------------------------------------
ENTERED = {"technician": "", "from_at": "2026-10-12T18:00", "until_at": "2026-10-13T09:00", "every_week_until": ""}


def entered(queue, **changes):
    return {**ENTERED, "queue": queue.pk, "technician": technician("Jérôme").pk, **changes}


def test_the_manager_puts_somebody_on_call_and_sees_it(manager, queue):
    page = manager.post(reverse("duty_add"), entered(queue), follow=True).content.decode()
    assert "Jérôme is on call." in page
    assert "18:00 – 24:00" in " ".join(page.split())
    assert Duty.objects.get().from_at == paris("2026-10-12 18:00")


def test_times_are_those_of_the_readers_zone(manager, cast, queue):
    cast.manager.time_zone = "Indian/Reunion"
    cast.manager.save()
    manager.post(reverse("duty_add"), entered(queue))
    assert Duty.objects.get().from_at == paris("2026-10-12 16:00")


def test_a_refusal_stands_in_the_form_and_nothing_typed_is_lost(manager, queue, on_call):
    on_call("2026-10-12 20:00", "2026-10-12 22:00")
    page = manager.post(reverse("duty_add"), entered(queue))
    assert page.status_code == 200
    assert "already" in page.content.decode()
    assert 'value="2026-10-12T18:00"' in page.content.decode()
    assert Duty.objects.count() == 1


def test_somebody_absent_is_put_on_call_with_a_warning(manager, queue):
    away = {"from_at": paris("2026-10-12 20:00"), "until_at": paris("2026-10-12 22:00")}
    Absence.objects.create(user=technician("Jérôme"), **away)
    page = manager.post(reverse("duty_add"), entered(queue), follow=True).content.decode()
    assert "nobody would answer" in page
    assert Duty.objects.count() == 1


def test_a_gap_is_marked_with_words(manager, on_call):
    on_call("2026-10-12 12:00", "2026-10-14 09:00")
    page = manager.get(reverse("roster")).content.decode()
    assert "nobody on call at times" in page
    assert 'data-kind="gap"' in page


def test_staff_reads_the_roster_and_is_offered_no_change(client, cast, on_call):
    on_call("2026-10-12 12:00", "2026-10-14 09:00")
    client.force_login(cast.technician)
    page = client.get(reverse("roster"), {"week": "2026-W42"}).content.decode()
    assert 'data-kind="duty"' in page
    assert reverse("duty_add") not in page


@pytest.mark.parametrize("named", ["", "2026-W60", "2027-W53", "W42", "2026-W00", "x"])
def test_a_week_that_is_none_is_this_one(manager, named):
    page = manager.get(reverse("roster"), {"week": named})
    assert page.context["days"][0].date == MONDAY


def test_a_week_is_named_as_iso_8601_does(manager):
    page = manager.get(reverse("roster"), {"week": "2026-W53"})
    assert page.context["days"][0].date == dt.date(2026, 12, 28)
    assert page.context["later_url"].endswith("?week=2027-W01")


def test_the_page_costs_the_same_queries_however_much_stands_on_it(manager, on_call, django_assert_max_num_queries):
    on_call("2026-10-13 09:00", "2026-10-13 09:30")
    day = paris("2026-10-15 09:00")
    Absence.objects.create(user=technician("Pascal"), from_at=day, until_at=day + dt.timedelta(minutes=5))
    manager.get(reverse("roster"))
    with django_assert_max_num_queries(40) as few:
        manager.get(reverse("roster"))
    for hour in range(10, 20):
        on_call(f"2026-10-13 {hour}:00", f"2026-10-13 {hour}:30")
        away = paris(f"2026-10-14 {hour}:00")
        Absence.objects.create(user=technician("Pascal"), from_at=away, until_at=away + dt.timedelta(minutes=5))
    with django_assert_max_num_queries(len(few.captured_queries)):
        manager.get(reverse("roster"))


# To hand over ------------------------------------------------------------------------------------
def test_critical_tickets_of_who_is_away_are_named(manager, open_ticket, cast, at):
    critical, _other = open_ticket(priority="critical"), open_ticket(priority="high")
    away = {"from_at": at, "until_at": at + dt.timedelta(days=2)}
    Absence.objects.create(user=critical.technician, **away)
    shown = hand_overs(days_of_week(MONDAY, PARIS), at)
    assert [each.tickets for each in shown] == [[critical]]
    assert f"/tickets/{critical.number}/" in manager.get(reverse("roster")).content.decode()


def test_an_absence_without_critical_tickets_needs_no_hint(open_ticket, at):
    ticket = open_ticket(priority="high")
    Absence.objects.create(user=ticket.technician, from_at=at, until_at=at + dt.timedelta(days=2))
    assert hand_overs(days_of_week(MONDAY, PARIS), at) == []
