"""Plain text, cut into what was written and what was quoted."""

from __future__ import annotations

from mail.parsing.quoting import SENT_FROM, SIGNATURE, attribution, begins_rest, is_certain


def cut_quotes(text: str, *, is_answer: bool) -> tuple[str, str]:
    """What was written, and what was quoted with the signature.

    Answers between quoted lines stay with the lines they answer. Where nothing would be left, nothing was a quote.
    Lines with ">" that nobody introduces are quotes in an answer only: elsewhere they may be a log.
    """
    lines = text.split("\n")
    quoted = _quoted(lines, is_answer=is_answer)
    _keep_answered(lines, quoted)
    written = "\n".join(line for line, is_quote in zip(lines, quoted, strict=True) if not is_quote)
    if not written.strip():
        return text.strip("\n"), ""
    return written.strip("\n"), "\n".join(line for line, is_quote in zip(lines, quoted, strict=True) if is_quote)


def _quoted(lines: list[str], *, is_answer: bool) -> list[bool]:
    """Which lines are quotes or signature. After one quote that is introduced, all lines with ">" are quotes."""
    quoted = [False] * len(lines)
    is_signature = False
    index = 0
    while index < len(lines):
        count = attribution(lines, index)
        end = _block(lines, index + count) if count or _is_marked(lines[index]) else index
        introduces = bool(count) and (end > index + count or is_certain(lines[index : index + count]))
        if begins_rest(lines, index) or (introduces and end == index + count):
            return quoted[:index] + [True] * (len(lines) - index)
        is_answer = is_answer or introduces
        if is_answer and end > index:
            quoted[index:end] = [True] * (end - index)
            is_signature = False
        else:
            end = index + 1
            is_signature = is_signature or SIGNATURE.fullmatch(lines[index]) is not None
            quoted[index] = is_signature or SENT_FROM.fullmatch(lines[index]) is not None
        index = end
    return quoted


def _is_marked(line: str) -> bool:
    return line.lstrip().startswith(">")


def _block(lines: list[str], start: int) -> int:
    """Where the lines with ">" end that begin here or after an empty line; `start` itself without any."""
    end = position = start
    while position < len(lines):
        if _is_marked(lines[position]):
            end = position + 1
        elif lines[position].strip():
            break
        position += 1
    return end


def _keep_answered(lines: list[str], quoted: list[bool]) -> None:
    """From the first quoted line to the last answer all stays visible, if one has quoted lines on both sides."""
    marks = [index for index, line in enumerate(lines) if quoted[index] and _is_marked(line)]
    if not marks:
        return
    answers = [i for i in range(marks[0], marks[-1]) if not quoted[i] and lines[i].strip()]
    if answers:
        last = max(index for index, line in enumerate(lines) if not quoted[index] and line.strip())
        while last + 1 < len(lines) and not quoted[last + 1]:
            last += 1
        quoted[marks[0] : last + 1] = [False] * (last + 1 - marks[0])
