"""The mails that leave: in whose words, and how they read."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from tickets.choices import MailKind
from tickets.letters import Phrases, Words, examples
from tickets.mime import plain
from tickets.models import MailTemplate


def letter_lines() -> list[dict[str, Any]]:
    """Each kind of mail, and in which languages the house has words of its own."""
    own = set(MailTemplate.objects.values_list("kind", "language"))
    return [
        {"kind": kind, "languages": [(code, name, (kind.value, code) in own) for code, name in settings.LANGUAGES]}
        for kind in MailKind
    ]


def preview(kind: MailKind, language: str, words: Words) -> dict[str, str]:
    """The mail with an example put in for each variable: subject, text, and Markdown for its HTML."""
    read = Phrases(kind, {language: words}).compose(language, examples(kind, language))
    return {"subject": read.subject, "text": plain(read.body), "body": read.body}
