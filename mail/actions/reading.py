"""Read a stored mail."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from mail.letter import Letter
from mail.models import InboundMail
from mail.parsing import parse


@contextmanager
def letter_of(mail: InboundMail) -> Iterator[Letter]:
    """What the mail says; its files can be read until the end of the block."""
    with mail.raw.open("rb") as file:
        letter = parse(cast(BinaryIO, file))
        try:
            yield letter
        finally:
            for each in letter.files:
                each.content.close()
