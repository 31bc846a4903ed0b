"""How far an import is: a bar on a terminal, now and then a line elsewhere."""

from __future__ import annotations

from django.core.management.base import OutputWrapper
from django.utils.translation import gettext as _

WIDTH = 30
LINES = 10


class Progress:
    """Tells how many of `total` are done; `seconds` is what they took so far."""

    def __init__(self, out: OutputWrapper, total: int) -> None:
        self.out, self.total = out, total
        self._told = 0

    def show(self, done: int, seconds: float) -> None:
        words = self._words(done, seconds)
        if self.out.isatty():
            filled = WIDTH * done // self.total
            end = "\n" if done == self.total else ""
            self.out.write(f"\r\x1b[K[{'█' * filled}{'·' * (WIDTH - filled)}] {words}", ending=end)
        elif done == self.total or done * LINES // self.total > self._told:
            self._told = done * LINES // self.total
            self.out.write(words)
        self.out.flush()

    def _words(self, done: int, seconds: float) -> str:
        rate = done / seconds if seconds else 0.0
        left = (self.total - done) / rate if rate else 0.0
        return _("%(done)s of %(total)s, %(rate)s a second, %(left)s s left") % {
            "done": done,
            "total": self.total,
            "rate": round(rate),
            "left": round(left),
        }
