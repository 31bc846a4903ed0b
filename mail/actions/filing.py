"""What a mail says, as it stands on a ticket."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files import File
from django.utils.html import format_html
from django.utils.translation import gettext as _

from mail.letter import Letter
from tickets.actions.attachments import MOST_FILES, refuse_unfit
from tickets.actions.message import Said
from tickets.choices import Source
from tickets.models import Contact
from tickets.refusal import ActionRefused

LONGEST_TEXT = 200_000
LONGEST_HTML = 1_000_000


@dataclass(frozen=True)
class Content:
    """Text, HTML and files that fit; what was left out is said in the text."""

    body: str
    html: str
    quoted: str
    files: tuple[File[bytes], ...]
    identifier: str

    @classmethod
    def of(cls, letter: Letter) -> Content:
        """Nothing of a letter is refused: a file that may not be kept leaves a sentence behind."""
        files, refused = _fit(letter)
        notes = [*letter.left_out, *refused]
        text = letter.text.strip() or _without_text(letter, files)
        html = letter.html if letter.html.strip() and len(letter.html) <= LONGEST_HTML else ""
        if len(text) > LONGEST_TEXT:
            text, notes = text[:LONGEST_TEXT], [*notes, _("The rest of this long mail is in its file.")]
        return cls(
            body="\n\n".join([text, *notes]),
            html=html + "".join(format_html("<p><em>{}</em></p>", note) for note in notes) if html else "",
            quoted=letter.quoted[:LONGEST_HTML] if len(letter.quoted) <= LONGEST_HTML else "",
            files=tuple(files),
            identifier=letter.message_id[:250],
        )

    def said(self, contact: Contact) -> Said:
        """In the name of a contact."""
        return Said(contact, self.body, Source.EMAIL, self.files, self.html, self.quoted, self.identifier)


def _without_text(letter: Letter, files: list[File[bytes]]) -> str:
    if files:
        return _("Please see the file.")
    return _("Please see what is quoted.") if letter.quoted else _("This mail is empty.")


def _fit(letter: Letter) -> tuple[list[File[bytes]], list[str]]:
    files: list[File[bytes]] = []
    sentences: list[str] = []
    for each in letter.files:
        file = each.as_file()
        file.content_id = each.content_id  # type: ignore[attr-defined]
        try:
            refuse_unfit([file])
        except ActionRefused as refusal:
            sentences.append(str(refusal))
            continue
        if len(files) < MOST_FILES:
            files.append(file)
        else:
            sentences.append(_("The file “%(name)s” was left out: there are too many.") % {"name": each.name})
    return files, sentences
