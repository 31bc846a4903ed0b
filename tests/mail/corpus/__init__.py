"""Awkward mails, each with what should be read of it and what should become of it."""

from tests.mail.corpus import bodies, broken, charsets, files, headers, machines, quotes, quotes_html
from tests.mail.corpus.building import NADIA, THREAD, Case

CORPUS: tuple[Case, ...] = (
    *headers.CASES,
    *charsets.CASES,
    *bodies.CASES,
    *broken.CASES,
    *quotes.CASES,
    *quotes_html.CASES,
    *files.CASES,
    *machines.CASES,
)

__all__ = ["CORPUS", "NADIA", "THREAD", "Case"]
