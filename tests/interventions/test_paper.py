"""The slip on paper: the form that people know, tagged, whatever was typed, in French and English."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from interventions.choices import SignatureKind
from interventions.models import Photo, Supply
from interventions.paper import blank_paper, draft_paper, slip_paper
from tests.interventions.conftest import HOUR
from tests.interventions.written import frozen, read, signed
from tests.papers.test_typst import png
from tickets.models import Letterhead

pytestmark = pytest.mark.django_db


def words_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in read(content).pages).split())


def is_accessible(content: bytes) -> bool:
    return b"pdfuaid:part" in read(content).trailer["/Root"]["/Metadata"].get_data()


def test_a_signed_slip_says_all_of_the_form(slip, cast, at):
    Supply.objects.create(slip=slip, quantity=Decimal("0.5"), unit="m", designation="Câble RJ45", reference="C-6A")
    version = frozen(slip, cast.technician, at)
    signed(version, cast.technician, at, first_name="Nadia", quality="Gérante")
    paper = slip_paper(version, language="en")
    words = words_of(paper)
    for part in (
        *(
            "Prado Infogérance",
            "12 traverse des Cyprès",
            "01 99 00 13 00",
            "Intervention slip",
            "2026-0042",
            "Clinique des Tamarins",
        ),
        *("Nadia", "3 rue des Lices 13007 Marseille", "Technician", "Sur site", "35 min", "1 h 15"),
        *("batterie gonflée", "Onduleur remplacé", "0.5", "m", "Câble RJ45", "C-6A", "Martin Nadia", "Gérante"),
        version.digest,
    ):
        assert part in words, part
    assert is_accessible(paper)
    assert len(read(paper).pages) == 1
    assert "Not signed" not in words


def test_what_is_not_signed_says_so(slip, cast, at):
    assert "Draft, not signed" in words_of(draft_paper(slip, language="en"))
    version = frozen(slip, cast.technician, at)
    assert "Not signed yet" in words_of(slip_paper(version, language="en"))
    refused = {"kind": SignatureKind.REFUSED, "surname": "", "strokes": [], "reason": "Travail inachevé"}
    signed(version, cast.technician, at, **refused)
    assert "Refused. Travail inachevé" in words_of(slip_paper(version, language="en"))


def test_a_version_is_printed_as_it_was_frozen(slip, cast, at):
    version = frozen(slip, cast.technician, at)
    before = words_of(slip_paper(version, language="en"))
    Letterhead.objects.update(name="Autre maison")
    slip.findings = "Autre chose"
    slip.save()
    assert words_of(slip_paper(version, language="en")) == before
    later = frozen(slip, cast.technician, at)
    corrected = words_of(slip_paper(later, language="en"))
    assert "Corrected: Quantité fausse" in corrected
    assert "Autre chose" in corrected


def test_the_empty_form_has_six_rows_and_every_box(slip):
    paper = blank_paper(language="fr", at=slip.changed_at)
    assert len(read(paper).pages) == 1
    assert is_accessible(paper)
    assert "Prado Infogérance" in words_of(paper)


def test_photos_stand_on_a_further_page_and_a_broken_one_breaks_nothing(slip, cast, at):
    for number, content in enumerate((png(40), b"\x89PNG\r\n\x1a\n broken")):
        photo = Photo(slip=slip, caption=f"Photo {number}", content_type="image/png", size=len(content), taken_at=at)
        photo.file.save(f"{number}.png", ContentFile(content), save=False)
        photo.digest = "0" * 64
        photo.save()
    paper = read(draft_paper(slip, language="en"))
    assert len(paper.pages) == 2
    assert len(paper.pages[1].images) == 1
    assert "not readable" in paper.pages[1].extract_text()


@pytest.mark.parametrize(
    "typed",
    [
        "#panic() $x$ `code` *gras* @ref <tag> \\ // /* */ {{ }} [x](y)",
        "W" * 3000,
        "mot " * 4900,
        "ligne\n" * 400,
        "Zoë 😀 et 👩‍🔧",
        "محمد بن علي שלום",
        "\u202egnihton \x07 \u0000 \ufffe",
        "e\u0301" * 2000,
    ],
    ids=["markup", "one word", "long", "lines", "emoji", "right to left", "control", "accents"],
)
def test_nothing_that_people_type_breaks_the_paper(slip, typed):
    text = typed.replace("\0", "")
    slip.findings = slip.observations = text
    slip.intervention.ticket.account.name = text[:120]
    lines = [Supply(slip=slip, quantity=1, designation=text[:200], reference=text[:60]) for _line in range(30)]
    Supply.objects.bulk_create(lines)
    paper = read(draft_paper(slip, language="en"))
    assert len(paper.pages) > 1
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_a_long_table_of_supplies_repeats_its_head(slip):
    Supply.objects.bulk_create(
        Supply(slip=slip, order=number, quantity=number + 1, designation=f"Article {number}") for number in range(80)
    )
    pages = [page.extract_text() for page in read(draft_paper(slip, language="en")).pages]
    with_rows = [page for page in pages if "Article" in page]
    assert len(with_rows) > 1
    assert all("Designation" in page for page in with_rows)


def test_over_midnight_the_departure_names_its_day(slip, at):
    slip.departed_at = slip.arrived_at + 20 * HOUR
    slip.save()
    day = f"{slip.departed_at:%A} {slip.departed_at.day} October"
    assert day in words_of(draft_paper(slip, language="en"))


def test_the_command_writes_a_slip_or_the_empty_form(slip, tmp_path):
    for arguments in (["2026-42"], ["--blank"]):
        output = tmp_path / "slip.pdf"
        call_command("slip", *arguments, f"--output={output}", "--language=en")
        assert read(output.read_bytes()).metadata.title.startswith("Intervention slip")
        output.unlink()
    for wrong in (["2026-0043"], ["x"], [], ["2026-42", "--blank"]):
        with pytest.raises(CommandError):
            call_command("slip", *wrong, f"--output={tmp_path / 'no.pdf'}")
    assert not (tmp_path / "no.pdf").exists()
