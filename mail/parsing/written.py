"""What was written, put together from its parts: as text and as HTML, without what was quoted."""

from __future__ import annotations

from dataclasses import dataclass

from mail.letter import LetterFile
from mail.parsing.content import Content
from mail.parsing.markup import Token, markup, tokens
from mail.parsing.markup_quotes import cut_quotes as cut_markup
from mail.parsing.markup_quotes import without_hidden
from mail.parsing.pictures import own_pictures, shown
from mail.parsing.plain_quotes import cut_quotes as cut_plain
from mail.parsing.quoting import is_forward
from mail.parsing.readable import html_of, text_of
from mail.sanitising import sanitised


@dataclass(frozen=True)
class Written:
    """The fields of a letter that its body gives."""

    text: str
    html: str
    quoted: str
    files: tuple[LetterFile, ...]


def put_together(content: Content, *, is_answer: bool, title: str) -> Written:
    """Everything sanitised; pictures that the HTML names are marked as such among the files."""
    texts: list[str] = []
    pages: list[str] = []
    quotes: list[str] = []
    for source in content.written:
        if not isinstance(source, str):
            written, quoted = _of_html(content, source, is_whole=is_forward(title))
            pages.append(sanitised(markup(written)))
            texts.append(text_of(tokens(pages[-1])))
            quotes.append(sanitised(markup(quoted)))
        else:
            plain, rest = (source, "") if is_forward(title) else cut_plain(source, is_answer=is_answer)
            texts.append(plain.strip("\n"))
            pages.append(sanitised(html_of(plain)))
            quotes.append(sanitised(html_of(rest)))
    for words in content.invitations:
        texts.append(words)
        pages.append(sanitised(html_of(words)))
    html, quoted_html = "".join(pages), "".join(quotes)
    named = shown(tokens(html)) | shown(tokens(quoted_html))
    return Written("\n\n".join(filter(None, texts)), html, quoted_html, content.files.finished(named))


def _of_html(content: Content, source: list[Token], *, is_whole: bool) -> tuple[list[Token], list[Token]]:
    known = {file.content_id for file in content.files.taken if file.content_id}
    found, made = own_pictures(without_hidden(source), known)
    content.files.taken += made
    return (found, []) if is_whole else cut_markup(found)
