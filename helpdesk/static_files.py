"""How static files are served: hashed, compressed, and the sheet of styles as one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

SHEET = "css/app.css"
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>\w+)\);')


class BundlingStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """In the source the sheet imports one file a component; a browser would ask for each of them. It is sent whole.

    Scripts that import others name them by their hashes, too.
    """

    support_js_module_import_aggregation = True
    # Our own scripts alone: comments in those of packages import what is not there.
    _js_module_import_aggregation_patterns = (
        "js/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if SHEET in paths and not dry_run:
            Path(self.path(SHEET)).write_text(whole_sheet(Path(str(finders.find(SHEET)))))
            paths = {**paths, SHEET: (self, SHEET)}  # hashed as it was collected, not as it stands in the source
        yield from super().post_process(paths, dry_run, **options)


def whole_sheet(sheet: Path) -> str:
    """The text of a sheet with its imports in place, each in its layer."""

    def part(found: re.Match[str]) -> str:
        text = (sheet.parent / found["path"]).read_text()
        # What is referred to from a folder below is one step nearer from here.
        text = text.replace('url("../../', 'url("../') if "/" in found["path"] else text
        return f"@layer {found['layer']} {{\n{text}}}"

    return IMPORT.sub(part, sheet.read_text())
