"""Text from bytes, whatever charset they claim to be in."""

from __future__ import annotations

import codecs
import re

_ALIASES = {
    "ansi": "cp1252",
    "cp-850": "cp850",
    "gb2312": "gb18030",
    "iso-8859-8-i": "iso-8859-8",
    "ks_c_5601-1987": "cp949",
    "unicode-1-1-utf-7": "utf-7",
    "utf8mb4": "utf-8",
    "x-mac-roman": "mac-roman",
    "x-sjis": "cp932",
}
# Codecs of Python that are no charset of a mail, or slow on purpose.
_NO_CHARSETS = {"idna", "mbcs", "oem", "punycode", "raw-unicode-escape", "undefined", "unicode-escape"}
# Programs say these of any text at all: bytes that read as UTF-8 are believed before the label.
_SAID_OF_ANYTHING = {"ascii", "cp1252", "iso8859-1", "iso8859-15"}
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# NUL, other controls and halves of a pair: PostgreSQL refuses some, and no screen shows any.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029|\f")


def decode(data: bytes, label: str = "") -> str:
    """The text, with line feeds, without unprintable characters; a wrong or unknown label is not believed."""
    return printable(_decode(data, label))


def printable(text: str) -> str:
    """The text without what cannot be stored or shown; every line ends with a line feed."""
    return _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))


def _decode(data: bytes, label: str) -> str:
    for mark, name in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    for name in _candidates(data, _charset(label)):
        try:
            return data.decode(name)
        except (UnicodeError, ValueError):
            continue
    return data.decode("latin-1")


def _candidates(data: bytes, charset: str) -> list[str]:
    if charset in ("utf-16", "utf-16-be", "utf-16-le"):
        return [_byte_order(data, charset), "utf-8", "cp1252"]
    if not charset or charset in _SAID_OF_ANYTHING:
        # What latin-1 leaves to control characters, Windows fills with quotes and the euro sign.
        return ["utf-8", "iso8859-15" if charset == "iso8859-15" else "cp1252"]
    return [charset, "utf-8", "cp1252"]


def _byte_order(data: bytes, charset: str) -> str:
    """UTF-16 without a mark: Western text has its zero bytes on one side."""
    if charset != "utf-16":
        return charset
    return "utf-16-le" if data[1:200:2].count(0) > data[0:200:2].count(0) else "utf-16-be"


def _charset(label: str) -> str:
    """The name that Python has for it, or "" where it is no charset."""
    name = label.partition("*")[0].strip().strip("\"'").lower()
    if not name.isascii() or "\0" in name:
        return ""
    try:
        found = codecs.lookup(_ALIASES.get(name, name))
    except (LookupError, ValueError):
        return ""
    is_text = getattr(found, "_is_text_encoding", True)
    return found.name if is_text and found.name not in _NO_CHARSETS else ""
