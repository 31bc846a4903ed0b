"""Ladders: levels, whom they tell and when, written in a form."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from administration.actions.carry_out import carry_out_next
from administration.choices import Area
from administration.forms.ladder import LadderSheet
from administration.models import SettingChange, SettingJob
from administration.presentation.differences import differences
from administration.values.ladder import ladder_values, plan_from, plan_values
from administration.values.version import version_of
from escalation.ladders import plan_of_policy
from escalation.models import Alarm
from sla.models import Policy
from sla.seeds import CARRIER, WITHOUT_CONTRACT
from tests import factories
from tests.administration.conftest import SECOND


@pytest.fixture
def typed(carrier):
    """`typed(...)`: what the form of the carrier's ladder sends, with some inputs changed."""

    def sent(**changed):
        shown = LadderSheet.typed(ladder_values(carrier))
        fields = {"version": version_of(ladder_values(carrier)), "step": "save"}
        fields |= {"request_after": "0", "request_priorities": shown["main"]["request_priorities"]}
        for part in ("levels", "contacts"):
            fields |= {f"{part}-TOTAL_FORMS": len(shown[part]), f"{part}-INITIAL_FORMS": len(shown[part])}
            for number, row in enumerate(shown[part]):
                for name, value in row.items():
                    if value in (None, "", False) or name in ("rungs", "contacts"):
                        continue
                    text = f"{value // 60} min" if name.endswith("__offset") else "on" if value is True else value
                    fields[f"{part}-{number}-{name}"] = text
        return fields | changed

    return sent


@pytest.fixture
def post(client, cast, carrier, at):
    """`post(fields)`: an administrator who reads English sends the form of the carrier's ladder."""
    cast.administrator.language = "en"
    cast.administrator.save()
    client.force_login(cast.administrator)

    def send(fields, policy=carrier):
        with time_machine.travel(at, tick=False):
            return client.post(f"/settings/ladders/{policy.pk}/", fields)

    return send


@pytest.fixture
def carrier_ticket(cast, at):
    account = factories.account("Fibre du Midi", policy=CARRIER)
    return lambda **fields: factories.ticket(by=cast.operator, at=at, account=account, **fields)


def plan(policy: Policy):
    return plan_of_policy(Policy.objects.select_related("ladder").get(pk=policy.pk))


def test_values_and_plan_say_the_same(carrier):
    assert plan_values(plan_from(ladder_values(carrier))) == plan_values(plan_of_policy(carrier))


def test_the_form_sent_back_unchanged_has_nothing_to_save(post, typed):
    assert "nothing to save" in post(typed()).text
    assert not SettingJob.objects.exists()


def test_a_level_that_comes_sooner_is_carried_out_and_alarms_follow(post, typed, carrier, carrier_ticket, at):
    ticket = carrier_ticket(priority="high")
    before = Alarm.objects.get(clock__ticket=ticket, clock__metric="response").at
    post(typed(**{"levels-0-high.response__offset": "10 min"}))
    job = carry_out_next(at=at + SECOND)
    assert (job.error, job.replanned) == ("", 1)
    assert Alarm.objects.get(clock__ticket=ticket, clock__metric="response").at == before - dt.timedelta(minutes=20)
    change = SettingChange.objects.get()
    assert (change.area, change.subject_id) == (Area.LADDERS, carrier.pk)
    (difference,) = differences(change.area, change.before, change.after)
    assert "30" in difference.old
    assert "10" in difference.new


def test_a_person_of_the_house_is_told_at_their_own_address(post, typed, carrier, cast, at):
    more = {"contacts-TOTAL_FORMS": "5", "contacts-4-level": "3", "contacts-4-user": cast.manager.pk}
    post(typed(**more, **{"contacts-4-service": "all"}))
    assert carry_out_next(at=at + SECOND).error == ""
    contact = plan(carrier).level(3).contacts[-1]
    assert (contact.name, contact.email, contact.user_id) == ("Manager", cast.manager.email, cast.manager.pk)


def test_a_phone_number_is_kept_in_e164(post, typed, carrier, at):
    post(typed(**{"contacts-0-phone": "01 99 00 01 55"}))
    carry_out_next(at=at + SECOND)
    assert plan(carrier).level(1).contacts[0].phone == "+33199000155"


def test_a_level_that_is_removed_takes_its_contacts_along(post, typed, carrier, at):
    post(typed(**{"levels-1-DELETE": "on"}))
    assert carry_out_next(at=at + SECOND).error == ""
    assert [level.name for level in plan(carrier).levels] == ["Production ou support", "Direction"]
    assert [contact.name for contact in plan(carrier).level(2).contacts] == ["Direction"]


def test_a_policy_without_ladder_gets_one(post, at):
    policy = Policy.objects.get(name=WITHOUT_CONTRACT)
    fields = {"step": "save", "version": version_of({}), "request_after": "1 h", "request_priorities": ["high"]}
    fields |= {"levels-TOTAL_FORMS": "1", "levels-INITIAL_FORMS": "0", "levels-0-name": "Support"}
    fields |= {f"levels-0-{cell}__offset_time": "business" for cell in ("high.response", "high.resolution")}
    fields |= {
        f"levels-0-{priority}.{metric}__offset_time": "business"
        for priority in ("critical", "high", "medium", "low")
        for metric in ("response", "resolution")
    }
    fields |= {"levels-0-high.response__offset": "1 h", "contacts-TOTAL_FORMS": "1", "contacts-INITIAL_FORMS": "0"}
    fields |= {"contacts-0-level": "1", "contacts-0-name": "Support", "contacts-0-email": "support@example.org"}
    answer = post(fields | {"contacts-0-service": "all"}, policy)
    assert answer.status_code == 302
    assert carry_out_next(at=at + SECOND).error == ""
    assert plan(policy).level(1).rungs[0].offset == dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"contacts-3-DELETE": "on"}, "Level 3 (Direction) tells nobody"),
        ({"contacts-0-phone": "12"}, "short or incomplete number"),
        ({"contacts-0-email": ""}, "Give an e-mail address"),
        ({"contacts-0-level": "9"}, "There is no level 9"),
        ({"levels-1-high.response__offset": "20 min"}, "level 2 has to come after level 1"),
        ({"levels-0-high.response__offset": "bientôt"}, "is not a length of time"),
        ({"request_after": ""}, "This field is required"),
    ],
)
def test_what_makes_no_sense_is_refused_by_a_sentence_and_nothing_typed_is_lost(post, typed, wrong, sentence):
    page = post(typed(**{"contacts-1-name": "Astreinte de nuit"}) | wrong)
    assert page.status_code == 422
    assert sentence in page.text
    assert 'value="Astreinte de nuit"' in page.text
    assert not SettingJob.objects.exists()
