"""The agreement sheet: what it says for each contract, from what is in force, and who may read it."""

from __future__ import annotations

import datetime as dt
import io
import re
from dataclasses import replace

import pytest
import time_machine
from django.test import Client
from pypdf import PdfReader

from agreement import escalation_words, words
from agreement.queries import agreement_of
from agreement.sheet import agreement_sheet
from escalation.actions.define_ladder import write_ladder
from escalation.choices import Purpose
from escalation.ladders import LadderPlan, plan_of_policy
from escalation.models import ReachInstruction
from sla.choices import Metric, Priority
from sla.models import Closure, Policy, Target
from sla.seeds import AGREEMENT_2016, CARRIER, STANDARD
from tests import factories
from tickets.models import Account, Contract, Letterhead

NO_BREAK = "\N{NO-BREAK SPACE}"


def text_of(content: bytes) -> str:
    """The words of all pages, each blank the same."""
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


@pytest.fixture
def printed(db, at):
    """`printed(policy, language="en")`: the words of the sheet of a client with that contract."""

    def of(policy: str | None, language: str = "en", *, at: dt.datetime = at, account: Account | None = None) -> str:
        found = account or factories.account(f"Client {policy}", policy=policy)
        return text_of(agreement_sheet(found, language=language, at=at))

    return of


def cells(policy: str, at: dt.datetime) -> dict[str, list[str]]:
    """Time, mark and objective of each promise, as they are printed, by priority."""
    agreement = agreement_of(factories.account("Client", policy=policy), at)
    levels = words.service_levels(agreement)
    shown = {}
    for row in levels["rows"]:
        parts = [cell[part] for cell in row["cells"] for part in ("time", "mark", "hours", "objective")]
        shown[row["name"]] = [part.replace(NO_BREAK, " ") for part in parts if part]
    return shown


# What it says -------------------------------------------------------------------------------------
def test_the_standard_contract_is_its_table(db, at):
    assert cells(STANDARD, at) == {
        "Critical": ["1 h", "100%", "4 h", "100%"],
        "High": ["2 h", "90%", "8 h", "90%"],
        "Medium": ["4 h", "85%", "12 h", "85%"],
        "Low": ["12 h", "80%", "48 h", "80%"],
    }


def test_the_contract_of_2016_promises_an_answer_and_no_resolution(db, at):
    assert cells(AGREEMENT_2016, at) == {"Critical": ["2 h"], "High": ["4 h"], "Medium": ["8 h"], "Low": ["12 h"]}
    levels = words.service_levels(agreement_of(Account.objects.get(name="Client"), at))
    assert levels["overall"] == ["All priorities together", "90%", ""]
    assert {row["cells"][1]["nothing"] for row in levels["rows"]} == {"no commitment"}


def test_the_carrier_has_clocks_of_its_own_and_knows_no_critical_priority(db, at):
    day, business = "day and night", "Heures ouvrées"
    assert cells(CARRIER, at) == {
        "High": ["30 min", day, "4 h", "*", day],
        "Medium": ["2 h", day, "48 h", day],
        "Low": ["4 h", business, "96 h", business],
    }


def test_all_of_it_is_on_the_paper(printed):
    paper = printed(STANDARD)
    for part in (
        "Service level agreement",
        "Contrat standard",
        "since 1 January 2015",
        "12 October 2026",
        "Monday to Friday 9:00 – 12:30 and 14:00 – 18:00, except on public holidays",
        "Critical The company's production is stopped 1 h 100% 4 h 100%",
        "Low A service request 12 h 80% 48 h 80%",
        "All priorities together 90% 90%",
        "06 39 98 00 12",
        "04 65 71 00 10, choix 2",
        "PRODUCTION ARRETEE",
        "missed by 1 h of business time",
        "Responsable du support",
        "escalade@example.org",
        "page 1 of 2",
    ):
        assert part in paper, part


def test_the_ladder_of_the_carrier_is_on_the_paper(printed):
    paper = printed(CARRIER)
    for part in (
        "as soon as a time promised above is missed",
        "These priorities are not escalated: Low.",
        "High First response, Resolution 30 min day and night 1 h day and night 2 h day and night",
        "Medium First response, Resolution 1 h day and night 12 h day and night 24 h day and night",
        "Responsable d’exploitation",
        "01 99 00 01 03",
        "exploitation@operateur.example.org",
        "For lines with a guaranteed repair time alone",
    ):
        assert part in paper, part


def test_without_contract_it_says_what_that_means(printed):
    Letterhead(name="Prado", premium_phone="+33199000089").save()
    paper = printed(None)
    assert "No time is promised" in paper
    assert "premium-rate number 01 99 00 00 89" in paper
    assert "Nothing can be escalated." in paper
    assert "All priorities Appelez le numéro surtaxé 01 99 00 00 89." in paper
    assert "Responsable du support" not in paper


def test_a_contract_that_is_over_is_none_and_the_next_one_is_named(printed, at):
    account = factories.account("Entre deux")
    policy = Policy.objects.get(name=STANDARD)
    before, after = at.date() - dt.timedelta(days=1), at.date() + dt.timedelta(days=20)
    Contract.objects.create(account=account, policy=policy, from_date=dt.date(2020, 3, 1), until_date=before)
    Contract.objects.create(account=account, policy=policy, from_date=after)
    today = printed(None, account=account)
    assert "Without contract" in today
    assert "“Contrat standard” from 1 November 2026 on" in today
    yesterday = printed(None, account=account, at=at - dt.timedelta(days=1))
    assert "from 1 March 2020 to 11 October 2026" in yesterday
    assert "Without contract" not in yesterday


def test_it_says_what_is_true_now(printed):
    account = factories.account("Client", policy=STANDARD)
    assert "Critical The company's production is stopped 1 h 100% 4 h 100%" in printed(None, account=account)
    critical = Target.objects.filter(policy__name=STANDARD, priority=Priority.CRITICAL, metric=Metric.RESPONSE)
    critical.update(duration=dt.timedelta(minutes=45), objective=95)
    cell = ReachInstruction.objects.filter(purpose=Purpose.TRIGGER, priority=Priority.HIGH, with_contract=True)
    cell.update(text="Envoyez un pigeon.")
    paper = printed(None, account=account)
    assert "Critical The company's production is stopped 45 min 95% 4 h 100%" in paper
    assert "Envoyez un pigeon." in paper


def test_closures_to_come_stand_beside_the_weekly_hours(printed, at):
    calendar, today = Policy.objects.get(name=STANDARD).calendar, at.date()
    days = {
        "Inventaire": (today + dt.timedelta(days=3), today + dt.timedelta(days=3), False),
        "Fermeture": (dt.date(2020, 12, 24), dt.date(2021, 1, 2), True),
        "Travaux": (today - dt.timedelta(days=9), today - dt.timedelta(days=8), False),
    }
    for name, (first, last, is_yearly) in days.items():
        Closure.objects.create(calendar=calendar, name=name, from_date=first, until_date=last, is_yearly=is_yearly)
    paper = printed(STANDARD)
    assert "Fermeture, each year from 24 December to 2 January" in paper
    assert "Inventaire, on 15 October 2026" in paper
    assert "Travaux" not in paper


def test_what_belongs_to_a_person_of_the_house_is_not_given_away(cast, at):
    policy = Policy.objects.get(name=STANDARD)
    level = plan_of_policy(policy).levels[0]
    person = replace(level.contacts[0], name="Pascal", user_id=cast.manager.pk)
    write_ladder(policy=policy, plan=LadderPlan((replace(level, contacts=(person,)),)))
    row = escalation_words.who_is_told(agreement_of(cast.account, at))["contacts"]["rows"][0]
    assert (row["name"], row["phone"], row["email"]) == ("Pascal", "", "")


def test_it_is_in_french_for_who_asks_for_french(french, printed):
    account = factories.account("Client", policy=STANDARD)
    paper = PdfReader(io.BytesIO(agreement_sheet(account, language="fr", at=dt.datetime(2026, 1, 1, 9, tzinfo=dt.UTC))))
    assert paper.trailer["/Root"]["/Lang"] == "fr"
    words_of_it = paper.pages[0].extract_text()
    assert "1er janvier 2026" in words_of_it
    assert "Première réponse" in words_of_it


# Who reads it -------------------------------------------------------------------------------------
def get(person, address: str, at: dt.datetime):
    client = Client()
    client.force_login(person)
    with time_machine.travel(at, tick=False):
        return client.get(address)


@pytest.mark.parametrize(
    "who", ["operator", "technician", "manager", "administrator", "client", "colleague", "partner"]
)
def test_the_house_its_contacts_and_their_partner_read_it(cast, at, who):
    answer = get(getattr(cast, who), f"/agreements/{cast.account.pk}.pdf", at)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == 'inline; filename="agreement-clinique-des-tamarins-2026-10-12.pdf"'
    assert "Clinique des Tamarins" in text_of(answer.content)


def test_for_others_it_does_not_exist(cast, at):
    assert get(cast.outsider, f"/agreements/{cast.account.pk}.pdf", at).status_code == 404
    assert get(cast.partner, f"/agreements/{cast.other.pk}.pdf", at).status_code == 404
    assert get(cast.operator, "/agreements/999999.pdf", at).status_code == 404


def test_its_language_is_the_readers_or_the_one_that_is_asked_for(cast, at):
    address = f"/agreements/{cast.account.pk}.pdf"

    def language(asked: str) -> str:
        return PdfReader(io.BytesIO(get(cast.client, address + asked, at).content)).trailer["/Root"]["/Lang"]

    assert [language(asked) for asked in ("", "?language=en", "?language=fr", "?language=xx")] == [
        "fr",
        "en",
        "fr",
        "fr",
    ]


def test_the_pages_of_clients_lead_to_it(cast, at):
    address = f"/agreements/{cast.account.pk}.pdf"
    assert address in get(cast.operator, f"/clients/{cast.account.pk}/", at).text
    assert address in get(cast.client, "/portal/account/", at).text
