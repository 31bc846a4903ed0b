"""Generated documents say what the code says."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from helpdesk.management.commands import write_docs
from tickets.choices import Status
from tickets.lifecycle import TRANSITIONS


def test_the_documents_in_the_repository_are_fresh():
    call_command("write_docs", "--check", stdout=io.StringIO())


def test_a_stale_document_fails_the_check_and_is_written_anew(monkeypatch, tmp_path):
    monkeypatch.setattr(write_docs, "DOCS", tmp_path / "docs")
    (tmp_path / "docs").mkdir()
    with pytest.raises(CommandError, match=r"docs/lifecycle\.md, docs/permissions\.md"):
        call_command("write_docs", "--check")
    call_command("write_docs", stdout=io.StringIO())
    call_command("write_docs", "--check")


def test_the_table_has_every_transition():
    rows = [line for line in write_docs.lifecycle().splitlines() if line.startswith("|")][2:]
    assert sum(row.count("●") for row in rows) == sum(map(len, TRANSITIONS.values()))
    assert len(rows) == len(Status)
