"""Text in charsets that are wrong, rare or not said."""

from __future__ import annotations

import base64

from tests.mail.corpus.building import case, mail, typed

_TEXT = "Le répondeur de l’accueil coûte 30 €"

CASES = (
    case("nothing said", "Raw UTF-8 in a mail that says nothing of charsets.", mail(_TEXT.encode()), text=_TEXT),
    case("raw windows text", "Raw windows-1252 in a mail that says nothing.", mail(_TEXT.encode("cp1252")), text=_TEXT),
    case(
        "ascii that is not",
        "us-ascii with accents.",
        typed(b"text/plain; charset=us-ascii", _TEXT.encode()),
        text=_TEXT,
    ),
    case(
        "utf-8 said latin",
        "UTF-8 that calls itself iso-8859-1.",
        typed(b'text/plain; charset="iso-8859-1"', _TEXT.encode()),
        text=_TEXT,
    ),
    case(
        "latin said utf-8",
        "windows-1252 that calls itself UTF-8.",
        typed(b"text/plain; charset=utf-8", _TEXT.encode("cp1252")),
        text=_TEXT,
    ),
    case(
        "windows said latin",
        "Quotes and the euro sign of Windows in iso-8859-1.",
        typed(b"text/plain; charset=iso-8859-1", _TEXT.encode("cp1252")),
        text=_TEXT,
    ),
    case(
        "latin 9",
        "The euro sign of iso-8859-15.",
        typed(b"text/plain; charset=iso-8859-15", "coûte 30 €".encode("iso-8859-15")),
        text="coûte 30 €",
    ),
    case(
        "unknown charset",
        "A charset that nobody knows.",
        typed(b"text/plain; charset=x-unknown", _TEXT.encode("cp1252")),
        text=_TEXT,
    ),
    case(
        "codec that is no charset",
        "A codec of Python that is no charset.",
        typed(b"text/plain; charset=unicode_escape", b"C:\\new\\x41"),
        text="C:\\new\\x41",
    ),
    case(
        "utf-7",
        "UTF-7, which should have died out.",
        typed(b"text/plain; charset=utf-7", "Il a gelé".encode("utf-7")),
        text="Il a gelé",
    ),
    case(
        "utf-16",
        "UTF-16 with a byte order mark, in base64.",
        typed(
            b"text/plain; charset=utf-16",
            base64.encodebytes(_TEXT.encode("utf-16")),
            b"Content-Transfer-Encoding: base64",
        ),
        text=_TEXT,
    ),
    case(
        "utf-16 without a mark",
        "UTF-16 that does not say which byte comes first.",
        typed(
            b"text/plain; charset=utf-16",
            base64.encodebytes("Bonjour".encode("utf-16-le")),
            b"Content-Transfer-Encoding: base64",
        ),
        text="Bonjour",
    ),
    case(
        "japanese",
        "ISO-2022-JP.",
        typed(b"text/plain; charset=iso-2022-jp", "電話が鳴らない".encode("iso-2022-jp")),
        text="電話が鳴らない",
    ),
    case(
        "charset of the page",
        "HTML whose charset stands in the page alone.",
        typed(b"text/html", "<meta charset=iso-8859-2><p>Łódź</p>".encode("iso-8859-2")),
        text="Łódź",
    ),
    case(
        "nul bytes",
        "NUL bytes all over, which the database refuses.",
        mail(b"Bon\0jour\n\0", subject=b"Pa\0nne"),
        text="Bonjour",
        subject="Panne",
    ),
)
