"""The one error of business time."""

from __future__ import annotations


class BusinessTimeError(ValueError):
    """Hours or a question that make no sense. `str()` is a sentence; `code` and `details` serve translations.

    Codes: time_zone, weekday, time, range, overlap, date, validity (of hours); naive, negative, duration,
    pause, length, out_of_range, never_open (of questions).
    """

    def __init__(self, code: str, sentence: str, **details: str) -> None:
        super().__init__(code, sentence)
        self.code = code
        self.sentence = sentence
        self.details = details

    def __str__(self) -> str:
        return self.sentence
