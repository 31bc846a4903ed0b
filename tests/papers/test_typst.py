"""Paper: tagged, dated, in the language of its words, and nothing that people type breaks it."""

from __future__ import annotations

import io
import logging
import struct
import zlib
from types import SimpleNamespace

import pytest
from pypdf import PdfReader

from papers.code import qr_code
from papers.letterhead import letterhead
from papers.typst import NotPrinted, is_picture, pdf

HOUSE = SimpleNamespace(
    name="Prado Infogérance", address="12, traverse des Cyprès\n13008 Marseille", email="a@example.org"
)


def png(wide: int = 2) -> bytes:
    """A black picture, two pixels high."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    rows = zlib.compress((b"\0" + b"\0" * wide) * 2)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", wide, 2, 8, 0, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def sheet(**changed: object) -> dict[str, object]:
    """The least that agreement.typ takes."""
    house, _files = letterhead(HOUSE, phone="04 65 71 00 10")
    return {
        "title": "Accord",
        "subject": "Clinique des Tamarins",
        "dated": "2026-10-12T10:00:00+02:00",
        "foot": "Pied",
        "page": "page {page} / {pages}",
        "facts": [["Contrat", "aucun"]],
        "house": house,
        **dict.fromkeys(("without", "levels", "reach", "escalation", "ladder")),
        **changed,
    }


def read(content: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(content))


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(content).pages)


def printed(**changed: object) -> bytes:
    return pdf("agreement.typ", sheet(**changed), language="fr")


def test_a_sheet_is_tagged_titled_dated_and_in_a_language():
    paper = read(printed())
    root = paper.trailer["/Root"]
    assert (root["/MarkInfo"]["/Marked"], root["/Lang"]) == (True, "fr")
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert paper.metadata.title == "Accord – Clinique des Tamarins"
    assert paper.metadata.creation_date.isoformat()[:19] == "2026-10-12T10:00:00"
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def test_the_letterhead_says_who_prints():
    words = text_of(printed())
    for part in ("Prado Infogérance", "12, traverse des Cyprès", "13008 Marseille", "04 65 71 00 10", "a@example.org"):
        assert part in words


@pytest.mark.parametrize(
    "typed", ["#let x = 1", "$a^2$ *gras* _ital_ `code`", "<b>@ref</b>", "[x](y)", '"]})', "\\u{1F600}"]
)
def test_what_people_type_stays_literal(typed):
    assert typed in text_of(printed(subject=typed))


@pytest.mark.parametrize(
    "typed", ["مرحبا", "שלום", "Сергей", "Ζωή", "Œuvre ÿ Ł ğ", "tab\there", "bell\x07", "\u202egnihton"]
)
def test_no_script_and_no_control_character_breaks_a_sheet(typed):
    paper = read(printed(subject=typed))
    assert b"pdfuaid:part" in paper.trailer["/Root"]["/Metadata"].get_data()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Zoë 😀", "Zoë (visage rieur)"),
        ("👨\u200d👩\u200d👧", "(famille homme femme et fille)"),
        ("🇫🇷 ok", "(drapeau france) ok"),
    ],
)
def test_an_emoji_without_a_shape_is_said_in_words(typed, said):
    paper = printed(subject=typed)
    assert said in " ".join(text_of(paper).split())
    assert b"pdfuaid:part" in read(paper).trailer["/Root"]["/Metadata"].get_data()


def test_what_no_font_has_is_a_box_on_a_sheet_that_is_tagged_all_the_same(caplog):
    with caplog.at_level(logging.WARNING):
        paper = read(printed(subject="你好"))
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "paper_lacks_shapes" in caplog.text


def test_a_long_word_stays_on_the_paper():
    paper = read(printed(subject="W" * 400))
    right = float(paper.pages[0].mediabox.right)
    places = []
    paper.pages[0].extract_text(visitor_text=lambda text, cm, tm, font, size: places.append(tm[4]))
    assert len(paper.pages) == 1
    assert max(places) < right


def test_a_broken_template_is_refused_and_logged(caplog):
    with pytest.raises(NotPrinted), caplog.at_level(logging.ERROR):
        printed(facts="not what it takes")
    assert "paper_not_printed" in caplog.text


@pytest.mark.parametrize("wide", [2, 400])
def test_the_logo_is_on_the_paper_however_wide(wide):
    house, files = letterhead(HOUSE, phone="", logo=(".png", png(wide)))
    paper = read(pdf("agreement.typ", sheet(house=house), language="fr", files=files))
    assert house["logo"] == "logo.png"
    assert len(paper.pages[0].images) == 1


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n and then nothing", b"\xff\xd8\xff no JPEG"])
def test_a_broken_logo_is_left_out(content):
    suffix = ".jpg" if content.startswith(b"\xff") else ".png"
    assert letterhead(HOUSE, phone="", logo=(suffix, content))[0]["logo"] == ""
    assert not is_picture(content, f"logo{suffix}")


def test_a_code_says_where_it_leads():
    address = "https://helpdesk.example.org/portal/tickets/42/"
    drawn = qr_code(address)
    assert drawn.startswith((b"<?xml", b"<svg"))
    assert qr_code(address) == drawn
    assert qr_code(f"{address}x") != drawn
    assert is_picture(drawn, "code.svg")
