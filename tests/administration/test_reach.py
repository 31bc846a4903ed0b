"""How to reach us and how to escalate: two matrices, edited in place."""

from __future__ import annotations

import pytest
from django.urls import reverse

from administration.actions.reach import edit_reach
from administration.forms.reach import ReachForm
from administration.models import SettingChange
from escalation.models import ReachInstruction
from tickets.refusal import ActionRefused

CELL = ("trigger", "high", True)


def text_of(cell: tuple[str, str, bool]) -> str:
    return ReachInstruction.objects.get(purpose=cell[0], priority=cell[1], with_contract=cell[2]).text


@pytest.fixture
def filled(db: None) -> dict[str, str]:
    form = ReachForm()
    return {name: str(form[name].value()) for name in form.fields}


def test_only_the_cells_that_changed_are_logged(client, cast, filled):
    client.force_login(cast.administrator)
    sent = {**filled, "trigger-high-1": "Faites le 04 65 71 00 10, choix 3."}
    assert client.post(reverse("reach"), sent).status_code == 302
    assert text_of(CELL) == "Faites le 04 65 71 00 10, choix 3."
    change = SettingChange.objects.get()
    assert (change.area, change.verb) == ("reach", "changed")
    assert change.before["text"] == filled["trigger-high-1"]


def test_an_empty_cell_is_refused_and_the_others_keep_what_was_typed(client, cast, filled):
    client.force_login(cast.administrator)
    sent = {**filled, "trigger-high-1": " ", "escalate-low-0": "Rappelez demain."}
    answer = client.post(reverse("reach"), sent)
    assert answer.status_code == 422
    assert "Say what the caller should do." in answer.content.decode()
    assert "Rappelez demain." in answer.content.decode()
    assert not SettingChange.objects.exists()


def test_a_preview_saves_nothing(client, cast, filled):
    client.force_login(cast.administrator)
    answer = client.post(reverse("reach"), {**filled, "trigger-high-1": "À essayer", "preview": "1"})
    assert "<p>À essayer</p>" in answer.content.decode()
    assert text_of(CELL) == filled["trigger-high-1"]


def test_the_operator_reads_the_new_words_at_intake(client, cast, at):
    edit_reach(texts={CELL: "Faites le 12."}, by=cast.administrator, at=at)
    client.force_login(cast.operator)
    asked = {"account": cast.account.pk, "caller": cast.account.name, "priority": "high"}
    assert "Faites le 12." in client.get(reverse("ticket_new_preview"), asked).content.decode()


def test_an_empty_text_changes_nothing_at_all(cast, at):
    with pytest.raises(ActionRefused, match="High"):
        edit_reach(texts={("trigger", "low", True): "Neu", CELL: ""}, by=cast.administrator, at=at)
    assert text_of(("trigger", "low", True)) != "Neu"


def test_nobody_but_an_administrator_changes_them(cast, at):
    with pytest.raises(ActionRefused):
        edit_reach(texts={CELL: "x"}, by=cast.manager, at=at)
