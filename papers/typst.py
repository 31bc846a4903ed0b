"""Paper from a template and data: PDF that screen readers can read (PDF/UA), in the font of the house.

A template is Typst, in papers/templates; all words of a sheet are data, so what people typed stays literal.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import fontpkg_ibm_plex_sans
import typst

if TYPE_CHECKING:
    from typst import PDFStandard

logger = logging.getLogger(__name__)

TEMPLATES = Path(__file__).parent / "templates"
FONTS = [fontpkg_ibm_plex_sans.ROOT / "files"]
STANDARD: PDFStandard = "ua-1"
# Control characters have no shape, and those of direction would turn what stands beside a name around.
_UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]")
_NO_SHAPE = "could not be displayed with font"


class NotPrinted(Exception):
    """A sheet could not be made; the log says why."""


def pdf(template: str, data: Mapping[str, Any], *, language: str, files: Mapping[str, bytes] | None = None) -> bytes:
    """The sheet as PDF: tagged, with `data["title"]` and the language in it, dated `data["dated"]` (ISO 8601).

    `template` is the name of a file in papers/templates; `files` are pictures it names. An emoji without a shape is
    said in words; any other character that no font has is drawn as an empty box, and that sheet alone does not claim
    PDF/UA. Raises NotPrinted where the template or a picture is broken.
    """
    sources = {**_templates(), **(files or {})}
    for said, standards in _ways_to_say(_printable({**data, "language": language}), language):
        inputs = {"data": json.dumps(said, ensure_ascii=False)}
        try:
            return _compiled(template, sources, inputs, standards)
        except typst.TypstError as error:
            if _NO_SHAPE not in str(error):
                logger.exception("paper_not_printed", extra={"template": template})
                raise NotPrinted(template) from error
            logger.warning("paper_lacks_shapes", extra={"template": template, "reason": str(error)})
    raise NotPrinted(template)


def _ways_to_say(data: Any, language: str) -> Iterator[tuple[Any, list[PDFStandard]]]:
    """As it was typed; with emoji in words; with boxes."""
    yield data, [STANDARD]
    in_words = _in_words(data, language)
    yield in_words, [STANDARD]
    yield in_words, []


def is_picture(content: bytes, name: str) -> bool:
    """Whether this PNG or JPEG can be printed: a broken one would take the whole sheet with it."""
    page = f'#set page(width: 1cm, height: 1cm)\n#image("{name}", alt: "")'
    try:
        _compiled("picture.typ", {"picture.typ": page.encode(), name: content}, {}, [])
    except typst.TypstError:
        return False
    return True


def _compiled(main: str, files: Mapping[str, bytes], inputs: dict[str, str], standards: list[PDFStandard]) -> bytes:
    # Typst reads pictures from a folder alone; in this one there is nothing else to read.
    with TemporaryDirectory(prefix="paper-") as folder:
        for name, content in files.items():
            Path(folder, name).write_bytes(content)
        return typst.compile(
            Path(folder, main),
            root=Path(folder),
            sys_inputs=inputs,
            font_paths=FONTS,
            ignore_system_fonts=True,
            pdf_standards=standards,
        )


@cache
def _templates() -> dict[str, bytes]:
    """The templates, read once a process."""
    return {path.name: path.read_bytes() for path in TEMPLATES.glob("*.typ")}


def _printable(value: Any) -> Any:
    """The same, without what is never seen."""
    return _each_text(value, lambda text: _UNPRINTABLE.sub("", text))


def _in_words(value: Any, language: str) -> Any:
    """The same, with each emoji by its name: “(grinning face)”."""
    import emoji  # its names take megabytes, and hardly any paper needs them

    emoji.config.load_language(language)

    def name(_found: str, names: Mapping[str, str]) -> str:
        words = names.get(language) or names["en"]
        return f"({words.strip(':').replace('_', ' ')})"

    return _each_text(value, lambda text: emoji.replace_emoji(text, name))


def _each_text(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: _each_text(each, change) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_each_text(each, change) for each in value]
    return value
