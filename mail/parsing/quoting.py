"""Where the text of an answer ends and what it answers begins: what plain text and the text of HTML have in common.

`mail-parser-reply` was tried: it drops what is answered between quoted lines and the indentation of logs, does not
know "-----Message d'origine-----", and takes 15 s for 15 KB of empty lines.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_LONGEST_ATTRIBUTION = 400
_DATE = re.compile(r"\d{1,4}[\s./,-]|\d{1,2}\s?[:hH]\s?\d{2}")
_BEGINS = re.compile(r"(?:Le|On|Am|El|Il|Op|W dniu)\b", re.IGNORECASE)
_ENDS = re.compile(r"(?:a [ée]crit|écrivait|wrote|schrieb|escribió|ha scritto|schreef)\s?:$", re.IGNORECASE)
# Who wrote and when, so surely that what follows needs no mark to be a quote.
_CERTAIN = re.compile(r"@|\d{1,2}\s?[:hH]\s?\d{2}")
_SEPARATOR = re.compile(
    r"\s*-{3,}\s*(?:Message d[’'`]origine|Message original|Mail original|Courriel original|E-mail d[’'`]origine"
    r"|Original Message|Original Appointment|Ursprüngliche Nachricht|Reply message)\s*-{3,}\s*",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*_{10,}\s*")
_FROM = re.compile(r"\s*\*?(?:De|From|Von)\s?\*?\s?:.*", re.IGNORECASE)
_OTHER_FIELD = re.compile(
    r"\s*\*?(Envoyé|Envoyé le|Date|Sent|Gesendet|À|A|To|An|Objet|Subject|Betreff|Cc)\s?\*?\s?:", re.IGNORECASE
)
_FORWARD = re.compile(r"\s*(?:fwd?|tr|wg|i)\s?:", re.IGNORECASE)
SIGNATURE = re.compile(r"--\s?")
# What telephones write below every mail: a signature of one line.
SENT_FROM = re.compile(
    r"\s*(?:Envoyé (?:de|depuis|à partir de) (?:mon|ma|Outlook|Yahoo)|Sent from (?:my|Outlook|Yahoo|Mail)"
    r"|Get Outlook for|Obtenez Outlook|Téléchargez? Outlook|Télécharger Outlook)\b.{0,80}",
    re.IGNORECASE,
)


def is_forward(subject: str) -> bool:
    """What is forwarded is what the mail is about: it is no quote."""
    return _FORWARD.match(subject) is not None


def attribution(lines: Sequence[str], index: int) -> int:
    """How many lines from `index` on say who wrote what follows, and when; 0 for none, at most 3."""
    joined = ""
    for count, line in enumerate(lines[index : index + 3], start=1):
        joined = f"{joined} {line.lstrip('> ')}".strip()
        if not line.strip() or len(joined) > _LONGEST_ATTRIBUTION:
            return 0
        if _BEGINS.match(joined) and _ENDS.search(joined[-20:]) and _DATE.search(joined):
            return count
    return 0


def is_certain(lines: Sequence[str]) -> bool:
    """Whether these lines of attribution name an address or a time of day."""
    return _CERTAIN.search(" ".join(lines)) is not None


def begins_rest(lines: Sequence[str], index: int) -> bool:
    """Whether all from this line on is an older mail: a separator, or the header that Outlook writes above one."""
    line = lines[index]
    if _SEPARATOR.fullmatch(line):
        return True
    if _RULE.fullmatch(line) and index + 1 < len(lines):
        return begins_rest(lines[index + 1 : index + 9], 0)
    if not _FROM.fullmatch(line):
        return False
    found = {match[1].lower() for each in lines[index + 1 : index + 8] if (match := _OTHER_FIELD.match(each))}
    return len(found) >= 2
