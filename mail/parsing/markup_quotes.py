"""HTML, cut into what was written and what was quoted, by the marks of the programs that people use."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from mail.parsing.markup import Kind, Token, closings
from mail.parsing.quoting import SENT_FROM, SIGNATURE, attribution, begins_rest, is_certain

# Gmail, Yahoo, Proton, Zoho, Thunderbird, Roundcube: an element that holds a quote, or says whose it is.
_QUOTE_CLASSES = {"gmail_attr", "moz-cite-prefix", "protonmail_quote", "yahoo_quoted", "zmail_extra"}
_QUOTE_IDS = re.compile(r"yahoo_quoted|reply-intro")
# Outlook on the web and on telephones, Zimbra, Hotmail: from this element on, all is older.
_REST_IDS = {"appendonsend", "divrplyfwdmsg", "mail-editor-reference-message-container", "stopspelling", "zwchr"}
_SIGNATURES = {"gmail_signature", "moz-signature", "ms-outlook-mobile-signature", "signature"}
_HIDDEN = re.compile(r"display\s*:\s*none|mso-hide\s*:\s*all", re.IGNORECASE)


@dataclass(frozen=True)
class _Line:
    text: str
    start: int
    end: int


def without_hidden(found: Sequence[Token]) -> list[Token]:
    """Without the elements that no reader is shown, such as the first words made for a list of mails."""
    ends = closings(found)
    kept: list[Token] = []
    index = 0
    while index < len(found):
        token = found[index]
        is_hidden = "hidden" in token.attributes or _HIDDEN.search(token.attributes.get("style", "")) is not None
        if not is_hidden:
            kept.append(token)
        index = ends.get(index, index) + 1 if is_hidden else index + 1
    return kept if any(token.is_seen for token in kept) else list(found)


def cut_quotes(found: Sequence[Token]) -> tuple[list[Token], list[Token]]:
    """What was written, and what was quoted with the signature.

    Answers between quotes stay with the quotes they answer. Where nothing would be left, nothing was a quote.
    """
    ends = closings(found)
    quotes = _with_introductions(found, _quotes(found, ends), ends)
    rest = [(start, len(found)) for start in [_rest(found, quotes)] if start < len(found)]
    cut = _keep_answered(found, quotes) + rest + _signatures(found, ends, quotes)
    is_cut = _mask(found, cut)
    written = [token for token, out in zip(found, is_cut, strict=True) if not out]
    if not any(token.is_seen for token in written):
        return list(found), []
    return written, [token for token, out in zip(found, is_cut, strict=True) if out]


def _mask(found: Sequence[Token], ranges: list[tuple[int, int]]) -> list[bool]:
    mask = [False] * len(found)
    for start, end in ranges:
        mask[start:end] = [True] * (end - start)
    return mask


def _elements(found: Sequence[Token], ends: dict[int, int], wanted: Callable[[Token], bool]) -> list[tuple[int, int]]:
    """The outermost elements that are wanted, from their first token to after their last."""
    ranges, index = [], 0
    while index < len(found):
        if found[index].kind is Kind.START and wanted(found[index]):
            ranges.append((index, ends[index] + 1))
            index = ends[index]
        index += 1
    return ranges


def _quotes(found: Sequence[Token], ends: dict[int, int]) -> list[tuple[int, int]]:
    """Elements that are quotes; Gmail's holds answers, too, where it holds quotes of its own."""
    marked = _elements(found, ends, _is_quote)
    blockquotes = [start for start, _ in marked if found[start].value == "blockquote"]
    whole = [
        (start, end)
        for start, end in _elements(found, ends, _is_gmails)
        if bisect_left(blockquotes, start) == bisect_left(blockquotes, end)
    ]
    return _merged([*whole, *marked])


def _with_introductions(
    found: Sequence[Token], quotes: list[tuple[int, int]], ends: dict[int, int]
) -> list[tuple[int, int]]:
    """Quotes with the line before that says whose they are; which makes any blockquote after it a quote."""
    lines = _lines(found)
    texts = [line.text for line in lines]
    starts = {start for start, _ in quotes}
    added = []
    for index in range(len(lines)):
        count = attribution(texts, index)
        if count:
            after = _next_element(found, lines[index + count - 1].end)
            if after in starts or (after < len(found) and found[after].value == "blockquote"):
                added.append((_with_opening(found, lines[index].start), ends.get(after, after) + 1))
    return _merged([*quotes, *added])


def _rest(found: Sequence[Token], quotes: list[tuple[int, int]]) -> int:
    """From which token on all is an older mail; their number where none is."""
    marks = (i for i, token in enumerate(found) if token.attributes.get("id", "").lower() in _REST_IDS)
    by_mark = next(marks, len(found))
    is_quoted = _mask(found, quotes)
    lines = [line for line in _lines(found) if not is_quoted[line.start]]
    texts = [line.text for line in lines]
    for index, line in enumerate(lines):
        count = attribution(texts, index)
        if begins_rest(texts, index) or (count and is_certain(texts[index : index + count])):
            return min(by_mark, _with_opening(found, line.start))
    return by_mark


def _signatures(found: Sequence[Token], ends: dict[int, int], quotes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Elements that programs mark as such, lines of telephones, and all from "--" to the next quote."""
    signatures = _elements(found, ends, _is_signature)
    for line in _lines(found):
        if SENT_FROM.fullmatch(line.text):
            signatures.append((line.start, line.end))
        elif SIGNATURE.fullmatch(line.text):
            end = next((start for start, _ in quotes if start > line.start), len(found))
            return [*signatures, (_with_opening(found, line.start), end)]
    return signatures


def _lines(found: Sequence[Token]) -> list[_Line]:
    """The lines that a reader sees, each with the place of its tokens; empty ones are left out."""
    lines: list[_Line] = []
    text, start = "", 0
    for index, token in enumerate([*found, Token(Kind.VOID, "br")]):
        if token.kind is Kind.TEXT:
            start = start if text.strip() else index
            text += token.value.replace("\n", " ")
        elif token.breaks_line:
            if text.strip():
                lines.append(_Line(" ".join(text.split()), start, index))
            text = ""
    return lines


def _next_element(found: Sequence[Token], index: int) -> int:
    """The next blockquote or text after this place; tags that only arrange are passed over."""
    while index < len(found) and not found[index].is_seen and found[index].value != "blockquote":
        index += 1
    return index


def _with_opening(found: Sequence[Token], index: int) -> int:
    """The place before the tags and the rule that open just before it, so that no empty ones are left."""
    while index > 0 and (
        found[index - 1].kind is Kind.START or found[index - 1].is_blank or found[index - 1].value in ("hr", "br")
    ):
        index -= 1
    return index


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _keep_answered(found: Sequence[Token], quotes: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without the quotes that have an answer between them and the next one; with one after the last, without any."""
    answered = [
        index
        for index, ((_, end), (start, _)) in enumerate(zip(quotes, quotes[1:], strict=False))
        if any(token.is_seen for token in found[end:start])
    ]
    if answered and any(token.is_seen for token in found[quotes[-1][1] :]):
        return []
    return quotes[answered[-1] + 1 :] if answered else quotes


def _classes(token: Token) -> set[str]:
    return set(token.attributes.get("class", "").split())


def _is_quote(token: Token) -> bool:
    if token.value == "blockquote" and (token.attributes.get("type") == "cite" or "gmail_quote" in _classes(token)):
        return True
    return bool(_classes(token) & _QUOTE_CLASSES or _QUOTE_IDS.match(token.attributes.get("id", "")))


def _is_gmails(token: Token) -> bool:
    return token.value == "div" and "gmail_quote" in _classes(token)


def _is_signature(token: Token) -> bool:
    return bool(_classes(token) & _SIGNATURES or token.attributes.get("id", "").lower() in _SIGNATURES)
