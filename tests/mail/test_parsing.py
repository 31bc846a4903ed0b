"""Every mail of the corpus is read as it says."""

from __future__ import annotations

import io

import pytest

from mail.parsing import read
from tests.mail.corpus import CORPUS, Case


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_a_mail_is_read_as_the_corpus_says(case: Case):
    case.check(read(io.BytesIO(case.raw)))


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.name)
def test_a_mail_with_the_line_ends_of_the_network_is_read_alike(case: Case):
    raw = case.raw.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    letter = read(io.BytesIO(raw))
    told = read(io.BytesIO(case.raw))
    # A text that is too long is cut after so many bytes.
    assert letter.text[:50_000] == told.text[:50_000]
    assert (letter.subject, letter.html[:50_000], letter.quoted) == (told.subject, told.html[:50_000], told.quoted)
    assert (letter.nature, letter.reported, letter.failed) == (told.nature, told.reported, told.failed)
    assert [file.name for file in letter.files] == [file.name for file in told.files]


def test_the_corpus_has_at_least_sixty_mails_with_names_of_their_own():
    assert len({case.name for case in CORPUS}) == len(CORPUS) >= 60
