"""French is whole: every string of the source stands translated in the .po, and nothing stale is left."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import polib
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("sla", "tickets", "escalation", "interventions", "reports", "papers", "agreement", "administration", "wall")
ROOMS += ("mail", "portal", "helpdesk")
FRENCH = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
# The function that marks a string -> how many leading arguments are: a context, and texts.
MARKS = {"_": (0, 1), "gettext": (0, 1), "ngettext": (0, 2), "pgettext": (1, 1), "npgettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")

Message = tuple[str, str]


def name_of(node: ast.expr) -> str:
    name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
    return name.removesuffix("_lazy")


def in_python(path: Path) -> Iterator[Message]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call) or name_of(node.func) not in MARKS:
            continue
        contexts, _texts = MARKS[name_of(node.func)]
        words = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
        if len(words) > contexts and all(isinstance(word, str) for word in words[: contexts + 1]):
            yield (words[0] if contexts else "", words[contexts])


def in_template(path: Path) -> Iterator[Message]:
    # Django turns each mark into a call on one line, and a comment into one that ends with its line.
    for line in templatize(path.read_text()).splitlines():
        yield from in_templatized(line.strip())


def in_templatized(line: str) -> Iterator[Message]:
    tokens = list(tokenize.generate_tokens(io.StringIO(line).readline))
    for place, token in enumerate(tokens):
        if token.type != tokenize.NAME or token.string not in MARKS or tokens[place + 1].string != "(":
            continue
        contexts, _texts = MARKS[token.string]
        words = [ast.literal_eval(t.string) for t in tokens[place + 2 : place + 5] if t.type == tokenize.STRING]
        yield (words[0] if contexts else "", words[contexts])


def in_source() -> set[Message]:
    python = (path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts)
    found = {message for path in python for message in in_python(path)}
    return found | {message for path in (ROOT / "templates").rglob("*.html") for message in in_template(path)}


def test_every_source_string_has_a_french_translation():
    translated = {(e.msgctxt or "", e.msgid) for e in polib.pofile(str(FRENCH)) if e.translated() and not e.fuzzy}
    assert sorted(in_source() - translated) == []


def test_no_translation_has_outlived_its_string():
    assert [entry.msgid for entry in polib.pofile(str(FRENCH)) if entry.obsolete] == []
    known = {(entry.msgctxt or "", entry.msgid) for entry in polib.pofile(str(FRENCH))}
    assert sorted(known - in_source()) == []


def test_a_translation_has_the_placeholders_of_its_string():
    for entry in polib.pofile(str(FRENCH)):
        for text in [entry.msgstr, *entry.msgstr_plural.values()]:
            wanted = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
            given = set(PLACEHOLDER.findall(text))
            # A singular may say "one" instead of its number.
            assert not text or given == wanted or (entry.msgid_plural and given < wanted), entry.msgid
