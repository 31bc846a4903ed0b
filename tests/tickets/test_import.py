"""Import: histories of another system become tickets; no line is lost, and none comes twice."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from escalation.models import Alarm
from sla.models import Policy
from sla.seeds import AGREEMENT_2016, STANDARD
from tests import factories
from tests.conftest import PARIS
from tickets.actions.import_account import import_account
from tickets.actions.import_history import import_histories
from tickets.choices import Kind, Source, Status, Verdict
from tickets.models import Account, Clock, Contract, Event, Ticket
from tickets.refusal import ActionRefused
from tickets.seeds import IT, TELECOM
from tickets.signals import ticket_changed

DATA = Path(__file__).parent.parent / "data" / "incidents_dev.csv.gz"
HEADER = (
    "number,priority,opened_at,first_left_new_at,resolved_at_filled,closed_at,assignment_group,contact_type,"
    "category,subcategory"
)
GOOD = (
    "INC1,2 - High,2026-10-12T09:00,2026-10-12T10:00,2026-10-12T16:00,2026-10-13T09:00,Group 1,Phone,Category 9,Sub 2"
)


def write(tmp_path: Path, *lines: str, name: str = "tickets.csv") -> Path:
    path = tmp_path / name
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def run(path: Path, *, account: str = "Accenta", policy: str = STANDARD, **options: object) -> str:
    out = io.StringIO()
    call_command("import_tickets", path, account=account, policy=policy, stdout=out, **options)
    return out.getvalue()


def refusal(path: Path, **options: object) -> CommandError:
    with pytest.raises(CommandError) as caught:
        run(path, **options)
    return caught.value


def rejected(path: Path) -> list[dict[str, str]]:
    with path.with_name(path.name + ".rejects.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_history_becomes_a_ticket_with_its_clocks(db, tmp_path):
    run(write(tmp_path, GOOD))
    ticket = Ticket.objects.get(external_number="INC1")
    assert (ticket.title, ticket.priority, ticket.kind) == ("Category 9 · Sub 2", "high", Kind.INCIDENT)
    assert (ticket.status, ticket.source, ticket.policy.name) == (Status.CLOSED, Source.PHONE, STANDARD)
    assert ticket.opened_at == dt.datetime(2026, 10, 12, 9, tzinfo=PARIS)
    assert ticket.responded_at == dt.datetime(2026, 10, 12, 10, tzinfo=PARIS)
    assert ticket.next_due_at is None
    clocks = {clock.metric: clock for clock in ticket.clocks.all()}
    assert {metric: (clock.verdict, clock.elapsed) for metric, clock in clocks.items()} == {
        "response": (Verdict.MET, dt.timedelta(hours=1)),
        "resolution": (Verdict.MET, dt.timedelta(hours=5, minutes=30)),
    }


def test_history_is_told_at_the_instants_at_which_it_happened(db, tmp_path):
    run(write(tmp_path, GOOD))
    events = Event.objects.filter(ticket__external_number="INC1").values_list("kind", "at")
    assert [(kind, at.astimezone(PARIS).strftime("%d %H:%M")) for kind, at in events] == [
        ("opened", "12 09:00"),
        ("replied", "12 10:00"),
        ("resolved", "12 16:00"),
        ("closed", "13 09:00"),
    ]


def test_an_unknown_group_waits_in_the_first_queue_and_keeps_its_name(db, tmp_path):
    run(write(tmp_path, GOOD))
    ticket = Ticket.objects.get(external_number="INC1")
    assert ticket.queue.name == IT
    assert ticket.events.get(kind="opened").data["group"] == "Group 1"


def test_a_resolution_that_nobody_answered_before_is_the_response(db, tmp_path):
    run(write(tmp_path, "INC2,2 - High,2026-10-12T09:00,,2026-10-12T12:00,,,,,"))
    ticket = Ticket.objects.get(external_number="INC2")
    assert ticket.status == Status.RESOLVED
    assert ticket.clocks.get(metric="response").verdict == Verdict.MISSED
    assert ticket.responded_at == ticket.resolved_at


def test_what_was_answered_before_it_was_filed_was_answered_at_once(db, tmp_path):
    run(write(tmp_path, "INC2,2 - High,2026-10-12T09:00,2026-10-12T08:20,,,,,,"))
    response = Ticket.objects.get(external_number="INC2").clocks.get(metric="response")
    assert (response.verdict, response.elapsed) == (Verdict.MET, dt.timedelta(0))


def test_who_was_closed_without_a_resolution_was_resolved_then(db, tmp_path):
    run(write(tmp_path, "INC2,4 - Low,2026-10-12T09:00,,,2026-10-12T12:00,,,,"))
    ticket = Ticket.objects.get(external_number="INC2")
    assert (ticket.status, ticket.resolved_at) == (Status.CLOSED, ticket.closed_at)


def test_an_open_ticket_runs_on_and_the_rooms_above_are_told(db, tmp_path):
    told = []

    def hear(ticket: Ticket, **_kwargs: object) -> None:
        told.append((ticket.external_number, ticket.clocks.filter(stopped_at=None).count()))

    ticket_changed.connect(hear)
    try:
        run(write(tmp_path, GOOD, "INC3,3 - Moderate,2026-10-12T09:00,2026-10-12T09:30,,,,,,"))
    finally:
        ticket_changed.disconnect(hear)
    ticket = Ticket.objects.get(external_number="INC3")
    assert told == [("INC3", 1)]
    assert (ticket.status, ticket.next_due_at) == (
        Status.IN_PROGRESS,
        dt.datetime(2026, 10, 13, 15, 0, tzinfo=PARIS),
    )


def test_an_open_ticket_gets_its_alarms_and_a_closed_one_none(db, tmp_path):
    run(write(tmp_path, GOOD, "INC3,3 - Moderate,2026-10-12T09:00,2026-10-12T09:30,,,,,,"))
    assert list(Alarm.objects.values_list("clock__ticket__external_number", "clock__metric")) == [
        ("INC3", "resolution")
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",2 - High,2026-10-12T09:00,,,,,,,", "number"),
        ("INC9,,2026-10-12T09:00,,,,,,,", "priority"),
        ("INC9,9 - Odd,2026-10-12T09:00,,,,,,,", "9 - Odd"),
        ("INC9,2 - High,,,,,,,,", "opened"),
        ("INC9,2 - High,12/10/2026 09:00,,,,,,,", "12/10/2026 09:00"),
        ("INC9,2 - High,2026-10-12T09:00,,2026-10-12T08:59,,,,,", "resolved"),
        ("INC9,2 - High,2026-10-12T09:00,,2026-10-12T11:00,2026-10-12T10:59,,,,", "closed"),
        ("INC9,2 - High,2999-10-12T09:00,,,,,,,", "2999"),
        ("INC9,2 - High,2026-10-12T09:00,,,,,Pigeon,,", "Pigeon"),
        ("INC9,2 - High,2026-10-12T09:00,,,,,,a\0b,", "NUL"),
        ("I" * 61 + ",2 - High,2026-10-12T09:00,,,,,,,", "60"),
        ("INC9,2 - High,2026-10-12T09:00", "10"),
        ("INC9,2 - High,2026-10-12T09:00,,,,,,,,,surplus", "12"),
        ('"INC9"x,2 - High,2026-10-12T09:00,,,,,,,', "INC9"),
        ('"INC9,2 - High,2026-10-12T09:00,,,,,,,', "INC9"),
        ("INC1,2 - High,2026-10-12T09:00,,,,,,,", "INC1"),
    ],
)
def test_a_bad_line_is_rejected_with_its_reason_and_the_others_are_imported(db, tmp_path, line, reason):
    path = write(tmp_path, GOOD, line, GOOD.replace("INC1", "INC5"))
    error = refusal(path)
    assert error.returncode == 2
    assert set(Ticket.objects.values_list("external_number", flat=True)) == {"INC1", "INC5"}
    (reject,) = rejected(path)
    assert reject["rejected_line"] == "3"
    assert reason in reject["rejected_because"] + reject["rejected_rest"]


def test_a_reject_keeps_all_that_stood_on_its_line_and_can_be_corrected(db, tmp_path):
    path = write(tmp_path, GOOD.replace("2 - High", "2 - Hihg"))
    refusal(path)
    rejects = path.with_name("tickets.csv.rejects.csv")
    assert {key: value for key, value in rejected(path)[0].items() if not key.startswith("rejected_")} == dict(
        zip(HEADER.split(","), GOOD.replace("2 - High", "2 - Hihg").split(","), strict=True)
    )
    rejects.write_text(rejects.read_text(encoding="utf-8-sig").replace("Hihg", "High"), encoding="utf-8")
    run(rejects)
    assert Ticket.objects.get().external_number == "INC1"


def test_rejects_of_an_earlier_run_are_not_left_behind(db, tmp_path):
    path = write(tmp_path, "INC9,,,,,,,,,")
    refusal(path)
    path.write_text(f"{HEADER}\n{GOOD}\n")
    run(path)
    assert not path.with_name("tickets.csv.rejects.csv").exists()


def test_a_number_that_is_there_is_counted_and_left_alone(db, tmp_path):
    run(write(tmp_path, GOOD))
    Ticket.objects.update(title="Edited since")
    out = run(write(tmp_path, GOOD, GOOD.replace("INC1", "INC2")))
    assert Ticket.objects.get(external_number="INC1").title == "Edited since"
    assert Ticket.objects.count() == 2
    assert [word for word in out.splitlines()[-1].split() if word.isdigit()] == ["1", "1"]


def test_the_clocks_of_an_account_under_another_contract_follow_the_policy_that_was_named(db, tmp_path):
    account = factories.account("Accenta", policy=AGREEMENT_2016)
    run(write(tmp_path, GOOD))
    ticket = Ticket.objects.get(external_number="INC1")
    assert (ticket.policy.name, ticket.contract) == (STANDARD, None)
    assert Contract.objects.get(account=account).policy.name == AGREEMENT_2016


def test_a_time_that_the_change_of_the_clocks_turned_round_is_no_error(db, tmp_path):
    run(write(tmp_path, "INC1,4 - Low,2016-03-27T02:30,2016-03-27T03:10,2016-03-27T03:20,,,,,"))
    ticket = Ticket.objects.get()
    assert ticket.opened_at == ticket.responded_at == dt.datetime(2016, 3, 27, 3, 30, tzinfo=PARIS)


def test_another_time_zone_can_be_named(db, tmp_path):
    run(write(tmp_path, GOOD), time_zone="America/Montreal")
    assert Ticket.objects.get().opened_at == dt.datetime(2026, 10, 12, 13, tzinfo=dt.UTC)


MAPPING = """
[columns]
number = "Numéro"
priority = "Urgence"
opened = "Créé le"
response = "Répondu le"
type = "Type"
queue = "Équipe"
title = "Sujet"
[file]
date_format = "%d/%m/%Y %H:%M"
delimiter = ";"
encoding = "cp1252"
[priorities]
P1 = "critical"
[types]
Demande = "service_request"
[queues]
"Réseau" = "OPS-02-TELECOM"
"""
EXPORT = (
    "Numéro;Urgence;Créé le;Répondu le;Type;Équipe;Sujet\n"
    "A-1;P1;12/10/2026 09:00;12/10/2026 11:00;Demande;Réseau;Société coupée\n"
)


def test_a_mapping_names_columns_words_dates_and_encoding(db, tmp_path):
    mapping, path = tmp_path / "glpi.toml", tmp_path / "export.csv"
    mapping.write_text(MAPPING, encoding="utf-8")
    path.write_text(EXPORT, encoding="cp1252")
    run(path, mapping=mapping)
    ticket = Ticket.objects.get(external_number="A-1")
    assert (ticket.priority, ticket.kind, ticket.queue.name) == ("critical", Kind.SERVICE_REQUEST, TELECOM)
    assert (ticket.title, ticket.source) == ("Société coupée", Source.IMPORT)
    assert ticket.clocks.get(metric="response").verdict == Verdict.MISSED


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[columns\n", "glpi.toml"),
        ('[columns]\nnumber = "N"\npriority = "P"\n', "opened"),
        ('[columns]\nnumbre = "N"\n', "numbre"),
        ("[columns]\nnumber = 3\n", "number"),
        (MAPPING.replace('"critical"', '"urgent"'), "urgent"),
        (MAPPING.replace('";"', '";;"'), "[file]"),
        (MAPPING.replace("cp1252", "cp99"), "cp99"),
        (MAPPING + '[status]\nx = "y"\n', "status"),
    ],
)
def test_a_wrong_mapping_is_named_in_one_sentence(db, tmp_path, text, named):
    mapping, path = tmp_path / "glpi.toml", tmp_path / "export.csv"
    mapping.write_text(text, encoding="utf-8")
    path.write_text(EXPORT, encoding="cp1252")
    error = refusal(path, mapping=mapping)
    assert (error.returncode, named in str(error)) == (1, True)


@pytest.mark.parametrize(
    ("content", "options", "named"),
    [
        (b"", {}, "tickets.csv"),
        (b"number,priority\nINC1,2 - High\n", {}, "opened_at"),
        (f"{HEADER}\n{GOOD}é\n".encode("latin-1"), {}, "2"),
        (gzip.compress(HEADER.encode(), mtime=0)[:-12], {}, "tickets.csv"),
        (f"{HEADER}\n{GOOD}\n".encode(), {"policy": "Contrat d'or"}, "Contrat d'or"),
        (f"{HEADER}\n{GOOD}\n".encode(), {"time_zone": "Europe/Marseille"}, "Europe/Marseille"),
        (f"{HEADER}\n{GOOD}\n".encode(), {"account": " "}, "120"),
        (f"{HEADER}\n{GOOD}\n".encode(), {"mapping": Path("/nowhere.toml")}, "/nowhere.toml"),
    ],
)
def test_what_cannot_begin_is_refused_in_one_sentence_and_leaves_no_trace(db, tmp_path, content, options, named):
    path = tmp_path / "tickets.csv"
    path.write_bytes(content)
    error = refusal(path, **options)
    assert error.returncode == 1
    assert named in str(error)
    assert not Account.objects.exists()
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_is_not_there_is_named(db, tmp_path):
    assert "nowhere.csv" in str(refusal(tmp_path / "nowhere.csv"))


def test_nobody_but_an_administrator_imports(cast, at):
    policy = Policy.objects.get(name=STANDARD)
    with pytest.raises(ActionRefused):
        import_histories(histories=[], account=cast.account, policy=policy, by=cast.manager, at=at)
    with pytest.raises(ActionRefused):
        import_account(name="X", policy=policy, from_date=at.date(), by=cast.operator, at=at)
    assert import_histories(histories=[], account=cast.account, policy=policy, by=cast.administrator, at=at) == []


@pytest.mark.process
@pytest.mark.django_db(transaction=True)
def test_killed_half_way_and_run_again_twice_at_once_it_ends_the_same(tmp_path):
    path = tmp_path / "share.csv"
    lines = gzip.decompress(DATA.read_bytes()).splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:801]))
    first = start(path)
    assert first.stdout
    first.stdout.readline()
    first.kill()
    first.communicate()
    half = Ticket.objects.count()
    assert 0 < half < 800
    again = [start(path), start(path)]
    assert [process.communicate()[1] for process in again] == ["", ""]
    assert [process.returncode for process in again] == [0, 0]
    assert (Ticket.objects.count(), Account.objects.count(), Contract.objects.count()) == (800, 1, 1)
    assert (Clock.objects.count(), Event.objects.filter(kind="opened").count()) == (1600, 800)


def start(path: Path) -> subprocess.Popen[str]:
    database = connection.settings_dict
    url = (
        f"postgres://{database['USER']}:{database['PASSWORD']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    )
    return subprocess.Popen(
        [sys.executable, "manage.py", "import_tickets", path, "--account", "Accenta", "--policy", STANDARD],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DATABASE_URL": url},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
