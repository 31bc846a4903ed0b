"""Where our pages are, for who reads of them elsewhere: in mails."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def address(name: str, *args: object) -> str:
    """The whole address of a page, by its name."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse(name, args=args)}"
