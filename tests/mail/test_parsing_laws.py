"""What is true of every mail, whatever its bytes."""

from __future__ import annotations

import base64
import io
import os
import quopri
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mail.letter import Letter, Nature
from mail.parsing import _as_it_stands, parse, read
from mail.parsing.markup import tokens
from mail.parsing.plain_quotes import cut_quotes
from mail.parsing.transfer import _base64, _quoted_printable
from mail.sanitising import sanitised, well_formed
from tests.mail.corpus import CORPUS

MOST = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
SMALL = [case.raw for case in CORPUS if len(case.raw) < 5_000]
# What makes a mail a mail, to be strewn over others.
SEEDS = [
    b"\n\n",
    b"\r\n",
    b"--=_limit\n",
    b"--=_limit--\n",
    b"=?utf-8?Q?",
    b"?=",
    b"\0",
    b"\xff",
    b"Content-Type: ",
    b"=",
    b"Content-Transfer-Encoding: base64\n",
    b"<blockquote type=cite>",
    b"</div>",
    b'"',
    b"<",
    b"@",
    b"; name*0*=",
    b"\n> ",
    b"\n ",
]
RUNS = re.compile(r"<script|<iframe|\son\w+=|javascript:|style=|src=\"(?!cid:)", re.IGNORECASE)


@st.composite
def mutations(draw: st.DrawFn) -> bytes:
    raw = draw(st.sampled_from(SMALL))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(raw)))
        end = min(len(raw), start + draw(st.integers(0, 40)))
        raw = raw[:start] + draw(st.one_of(st.binary(max_size=12), st.sampled_from(SEEDS))) + raw[end:]
    return raw


def assert_lawful(letter: Letter) -> None:
    texts = [letter.subject, letter.text, letter.html, letter.quoted, letter.message_id, letter.sender.email]
    texts += [*letter.references, *letter.reported, *letter.failed, *letter.left_out, letter.sender.name]
    texts += [text for file in letter.files for text in (file.name, file.content_type, file.content_id)]
    for text in texts:
        text.encode("utf-8")
        assert "\0" not in text
    assert "\n" not in letter.subject
    assert len(letter.message_id) <= 250
    assert RUNS.search(re.sub(r">[^<]*<", "><", f"<p>{letter.html}{letter.quoted}</p>")) is None
    assert all(file.size > 0 and "/" not in file.name and "\\" not in file.name for file in letter.files)
    assert len(letter.files) <= 10


@MOST
@given(st.binary(max_size=2_000))
def test_any_bytes_give_a_letter(raw: bytes):
    assert_lawful(read(io.BytesIO(raw)))


@MOST
@given(mutations())
def test_any_mutation_of_the_corpus_gives_a_letter(raw: bytes):
    assert_lawful(read(io.BytesIO(raw)))


@MOST
@given(st.lists(st.sampled_from(SEEDS), max_size=40))
def test_any_heap_of_what_mails_are_made_of_gives_a_letter(pieces: list[bytes]):
    assert_lawful(
        read(io.BytesIO(b"From: a@example.org\nContent-Type: multipart/mixed; boundary==_limit\n" + b"".join(pieces)))
    )


@MOST
@given(st.text(alphabet="> \nLe12:àéa écrit@-De:Objet", max_size=200), st.booleans())
def test_no_line_of_plain_text_is_lost(text: str, is_answer: bool):
    written, quoted = cut_quotes(text, is_answer=is_answer)
    assert sorted(filter(str.strip, f"{written}\n{quoted}".split("\n"))) == sorted(filter(str.strip, text.split("\n")))
    assert written.strip() or not text.strip()


@MOST
@given(st.text(alphabet="<>/ab=\"' p div script\n&#x;", max_size=200))
def test_sanitising_twice_changes_nothing(html: str):
    assert sanitised(sanitised(html)) == sanitised(html)


def test_a_mail_that_breaks_the_parser_is_shown_as_it_stands(monkeypatch: pytest.MonkeyPatch):
    letter = _as_it_stands(io.BytesIO(b"From: Nadia <nadia@client.example.org>\n\n<script>Bonjour"))
    assert letter.sender.email == "nadia@client.example.org"
    assert "Bonjour" in letter.text
    assert "<script" not in letter.html
    assert letter.nature is Nature.AUTOMATIC
    assert not letter.was_read


class Unreadable(io.BytesIO):
    """A file whose disk fails the first time."""

    fails = True

    def read(self, size: int | None = -1, /) -> bytes:
        if self.fails:
            self.fails = False
            raise ValueError("I/O operation failed")
        return super().read(size)


def test_parse_never_raises():
    assert "Bonjour" in parse(Unreadable(b"From: nadia@client.example.org\n\nBonjour")).text


SLOW = {
    "nested divs": b"Content-Type: text/html\n\n" + b"<div>" * 200_000,
    "quotes": b"Content-Type: text/html\n\n" + b"<blockquote type=cite>x</blockquote>y" * 8_000,
    "attributions": b"Content-Type: text/html\n\n" + b"<p>On 1 Jan 2026 at 10:00 X wrote:</p>" * 8_000,
    "empty lines": b"\n" + b"x" + b"\n \n" * 80_000 + b"y",
    "angles": b"\n" + b"<" * 250_000,
    "lines of who wrote": b"\n" + b"Le 1 2 3 a ecrit " * 15_000,
    "spaced marks": b"\n" + b"> " * 100_000,
    "rules": b"\n" + b"_" * 12 + b"\n" + b"__________\n" * 20_000,
    "quoted marks": b"\n" + b">" * 250_000,
    "open words": b"Subject: " + b"=?utf-8?Q?" * 20_000 + b"\n\n",
    "addresses": b"To: " + b"a@b.c," * 40_000 + b"\n\n",
    "quotation marks": b"To: " + b'"<(' * 80_000 + b"\n\n",
    "references": b"References: " + b"<a@b.c>" * 30_000 + b"\n\n",
    "parameters": b"Content-Type: a/b" + b"; a*0=b" * 30_000 + b"\n\n",
    "begin": b"\n" + b"begin 644 a\n!!!!\n" * 15_000,
    "closed marks": b"Content-Type: text/html\n\n" + b"<!--" * 60_000,
    "meta": b"Content-Type: text/html\n\n" + b"<meta " * 40_000,
}


@pytest.mark.parametrize("name", SLOW)
def test_no_mail_takes_long_on_purpose(name: str):
    started = time.perf_counter()
    read(io.BytesIO(b"From: a@example.org\n" + SLOW[name]))
    assert time.perf_counter() - started < 10


@pytest.mark.process
@pytest.mark.parametrize("kind", ["file", "lines"])
def test_a_mail_of_25_megabytes_takes_less_than_200_of_memory(kind: str, tmp_path: Path):
    path = tmp_path / "mail.eml"
    with path.open("wb") as file:
        if kind == "file":
            file.write(b"From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nBonjour\n--b\n")
            file.write(b"Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n\n")
            line = base64.b64encode(b"x" * 57) + b"\n"
        else:
            file.write(b"From: a@example.org\n\n")
            line = b"a\n"
        for _ in range(25):
            file.write(line * (1024 * 1024 // len(line)))
    script = (
        "import django, re, sys; django.setup()\n"
        "from mail.parsing import read\n"
        "letter = read(open(sys.argv[1], 'rb'))\n"
        "assert letter.text and (letter.files or letter.left_out)\n"
        # getrusage would count what the process that starts this one takes.
        "print(int(re.search(r'VmHWM:\\s+(\\d+) kB', open('/proc/self/status').read())[1]) // 1024)"
    )
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "helpdesk.settings"}
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)], capture_output=True, text=True, check=True, env=environment
    )
    assert int(done.stdout) < 200


def test_html_nested_too_deep_leaves_its_text():
    seen = [token.value.strip() for token in tokens(well_formed("<div>" * 3_000 + "Bonjour")) if token.is_seen]
    assert seen == ["Bonjour"]


def in_pieces(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]


@MOST
@given(st.binary(max_size=400), st.integers(1, 90))
def test_what_was_encoded_is_decoded_however_it_is_cut(data: bytes, size: int):
    assert b"".join(_base64(iter(in_pieces(base64.encodebytes(data), size)))) == data
    quoted = quopri.encodestring(data)
    assert b"".join(_quoted_printable(iter(in_pieces(quoted, size)))) == quopri.decodestring(quoted)
