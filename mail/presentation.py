"""Mails as the pages of the house show them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from mail.choices import Outcome
from mail.letter import Letter, LetterFile
from mail.models import InboundMail
from mail.queries import count_waiting
from tickets.actions.attachments import picture_type
from tickets.presentation.mail_html import Pictures


def mails_shown(view: str) -> QuerySet[InboundMail]:
    """The mails of a tab: those that wait the longest first, the others the last first."""
    mails = InboundMail.objects.select_related("ticket", "decided_by")
    if view == "ignored":
        return mails.filter(outcome=Outcome.IGNORED)
    return mails if view else mails.filter(outcome=Outcome.TRIAGE).order_by("received_at", "pk")


def tabs(view: str) -> list[dict[str, Any]]:
    """Of templates/components/tabs.html."""
    url = reverse("triage")
    return [
        {"label": pgettext("mails", "Waiting"), "url": url, "count": count_waiting(), "current": not view},
        {"label": pgettext("mails", "Left aside"), "url": f"{url}?view=ignored", "current": view == "ignored"},
        {"label": pgettext("mails", "All"), "url": f"{url}?view=all", "current": view == "all"},
        {"label": _("Did not arrive"), "url": reverse("mails_given_up"), "current": False},
    ]


@dataclass(frozen=True)
class Shown:
    """A letter as a page shows it, with its pictures in place; `files` are those that do not stand in the text."""

    body: SafeString
    quoted: SafeString
    files: tuple[dict[str, Any], ...]
    types: tuple[str, ...]

    def type_of(self, index: int) -> str:
        """What a browser may take the file for."""
        return self.types[index] or "application/octet-stream"


def letter_shown(letter: Letter, pk: int) -> Shown:
    """The letter of the mail `pk`, on a page of the house."""
    types = tuple(_picture(file) for file in letter.files)
    urls = [reverse("mail_file", args=[pk, index]) for index in range(len(letter.files))]
    pictures = Pictures(
        {
            file.content_id: url
            for file, url, kind in zip(letter.files, urls, types, strict=True)
            if file.content_id and kind
        }
    )
    body, quoted = pictures.put_into(letter.html), pictures.put_into(letter.quoted)
    files = (
        {"name": file.name, "size": file.size, "url": url, "is_picture": bool(kind)}
        for file, url, kind in zip(letter.files, urls, types, strict=True)
        if file.content_id not in pictures.shown
    )
    return Shown(body, quoted, tuple(files), types)


def _picture(file: LetterFile) -> str:
    return picture_type(file.as_file())
