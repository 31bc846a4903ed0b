"""What was not imported, beside the file it came from: to be corrected, and imported as it is."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from tickets.imports.reader import Export, Reject


def rejects_path(source: Path) -> Path:
    """`FILE.rejects.csv`, in the folder of the file."""
    return source.with_name(source.name + ".rejects.csv")


def write_rejects(source: Path, export: Export, rejects: Sequence[Reject], encoding: str) -> None:
    """Write line, reason and the original fields of each reject; without any, no file is left of an earlier run.

    The fields keep their columns, so that the corrected file can be imported in its turn; what belongs to no
    column stands in the last one.
    """
    path = rejects_path(source)
    if not rejects:
        path.unlink(missing_ok=True)
        return
    with path.open("w", newline="", encoding=encoding, errors="replace") as file:
        writer = csv.writer(file, delimiter=export.delimiter, lineterminator="\n")
        writer.writerow(["rejected_line", "rejected_because", *export.header, "rejected_rest"])
        for reject in rejects:
            fields = [reject.fields.get(column, "") for column in export.header]
            writer.writerow([reject.line, reject.reason, *fields, reject.fields.get("", "")])
