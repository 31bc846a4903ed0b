"""Which default rows were laid down already."""

from __future__ import annotations

from django.db import models


class AppliedSeed(models.Model):
    """A default that was created once. It is never created again, so an update undoes nothing that people edited."""

    key = models.CharField(max_length=120, primary_key=True)

    def __str__(self) -> str:
        return self.key
