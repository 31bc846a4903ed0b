"""The list of slips as a file: the same slips, in cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
import time_machine

from interventions.models import Slip
from tests.interventions.conftest import HOUR

pytestmark = pytest.mark.django_db
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def exported(client, cast, at):
    """`exported("format=csv&…", by=..., language=...)`: the answer."""

    def read(query: str = "", *, by=cast.operator, language: str = "en"):
        by.language = language
        by.save()
        client.force_login(by)
        with time_machine.travel(at, tick=False):
            return client.get(f"/slips/export/?{query}")

    return read


def cells(answer, separator: str = ",") -> list[list[str]]:
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text[1:]), delimiter=separator))


def sheets(answer) -> dict[str, list[list[str]]]:
    """The cells of a workbook as text, by the names of its sheets."""
    with zipfile.ZipFile(io.BytesIO(answer.content)) as book:
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        words = ["".join(part.text or "" for part in item.iter(f"{MAIN}t")) for item in strings]
        names = [each.get("name") for each in ElementTree.fromstring(book.read("xl/workbook.xml")).iter(f"{MAIN}sheet")]
        read = [ElementTree.fromstring(book.read(f"xl/worksheets/sheet{n}.xml")) for n in range(1, len(names) + 1)]
    return {
        name: [_row(row, words) for row in sheet.iter(f"{MAIN}row")] for name, sheet in zip(names, read, strict=True)
    }


def _row(row, words: list[str]) -> list[str]:
    assert row.find(f".//{MAIN}f") is None, "no cell is a formula"
    values = [(cell.get("t"), cell.findtext(f"{MAIN}v") or "") for cell in row]
    return [words[int(value)] if kind == "s" else value for kind, value in values]


def test_one_row_a_slip_with_the_filters_of_the_list(exported, visited, cast, at):
    slip = visited()
    visited(starts_at=at + 2 * HOUR)
    head, *rows = cells(exported(f"format=csv&q={slip.number}"))
    (row,) = rows
    told = dict(zip(head, row, strict=True))
    assert told["Slip"] == slip.number
    assert told["Client"] == cast.account.name
    assert (told["Arrival"], told["Departure"]) == ("2026-10-12 09:00", "2026-10-12 10:00")
    assert (told["On site, in minutes"], told["Technicians"]) == ("60", cast.technician.name)
    assert told["State found before the intervention"] == "Onduleur en défaut"
    assert told["State"] == "To sign"


def test_a_french_reader_gets_semicolons_and_commas_in_numbers(exported, visited):
    slip = visited()
    (row,) = cells(exported("format=csv&what=supplies", language="fr"), ";")[1:]
    assert [row[0], *row[3:]] == [slip.number, "Câble", "C13", "0,5", "m"]


@pytest.mark.parametrize("text", ["=1+1", "+33", "-2", "@SUM(A1)", "\tx=1", "=cmd|' /C calc'!A0"])
def test_no_cell_is_a_formula(exported, visited, text):
    slip = visited()
    Slip.objects.filter(pk=slip.pk).update(findings=text)
    slip.supplies.update(designation=text)
    assert f"'{text}" in cells(exported("format=csv"))[1]
    assert f"'{text}" in cells(exported("format=csv&what=supplies"))[1]
    # There text stays text, whatever it begins with.
    book = sheets(exported("format=xlsx"))
    assert text.strip() in [cell.strip() for cell in book["Slips"][1]]


def test_a_workbook_has_a_sheet_of_slips_and_one_of_supplies(exported, visited):
    slip = visited()
    answer = exported("format=xlsx")
    assert "spreadsheetml" in answer["Content-Type"]
    assert re.search(r'filename="slips-2026-10-12\.xlsx"', answer["Content-Disposition"])
    book = sheets(answer)
    assert list(book) == ["Slips", "Supplies"]
    assert book["Slips"][1][0] == slip.number
    assert str(slip.intervention.ticket_id) in book["Slips"][1]
    assert book["Supplies"][1][:1] + book["Supplies"][1][3:] == [slip.number, "Câble", "C13", "0.500", "m"]


@pytest.mark.parametrize("query", ["format=pdf", "format=csv&what=all"])
def test_an_address_that_no_page_leads_to_is_none(exported, query):
    assert exported(query).status_code == 404
