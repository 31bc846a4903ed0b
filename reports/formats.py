"""A sheet as text: a table for people, JSON and CSV for programs."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from django.utils.translation import gettext as _

from reports.sheet import Line, Sheet
from sla.choices import Metric

NOT_APPLICABLE = "n/a"


def record(line: Line) -> dict[str, Any]:
    """A row by its keys; `priority` is null in the overall row, a percentage where nothing is judged."""
    fields: dict[str, Any] = {"priority": line.priority and line.priority.value, "tickets": line.tickets}
    for metric in Metric:
        score = line.scores[metric]
        fields |= {
            f"{metric}_kept": score.kept,
            f"{metric}_pct": score.percent,
            f"{metric}_judged": score.judged,
            f"{metric}_missed": score.missed,
            f"{metric}_pending": score.pending,
            f"{metric}_no_commitment": score.no_commitment,
        }
    return fields | {"pending": line.pending, "no_commitment": line.no_commitment}


def as_json(sheet: Sheet) -> str:
    document = {
        "account": sheet.account,
        "from": sheet.from_date.isoformat(),
        "to": sheet.to_date.isoformat(),
        "rows": [record(line) for line in sheet.rows],
        "overall": record(sheet.overall),
    }
    return json.dumps(document, indent=2, ensure_ascii=False)


def as_csv(sheet: Sheet) -> str:
    """One line a priority and the overall one, with the keys of the JSON as header."""
    file = io.StringIO()
    rows = [record(line) | {"priority": line.priority or "overall"} for line in (*sheet.rows, sheet.overall)]
    for row in rows:
        row.update({key: NOT_APPLICABLE for key, value in row.items() if value is None})
    writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return file.getvalue()


def as_table(sheet: Sheet) -> str:
    """The sheet as printed: tickets, then kept and percent for each metric, in aligned columns."""
    head = [_("Priority"), _("Tickets"), _("Responses in time"), "%", _("Resolutions in time"), "%"]
    cells = [head, *(_cells(line) for line in (*sheet.rows, sheet.overall))]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = ["  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in cells]
    return "\n".join([*_title(sheet), "", *lines, "", *_apart(sheet.overall)])


def _title(sheet: Sheet) -> list[str]:
    names = {_("Account"): sheet.account or _("All"), _("Policy"): sheet.policy or _("All")}
    period = _("created from %(from)s to %(to)s") % {"from": sheet.from_date, "to": sheet.to_date}
    told = [_("%(name)s: %(value)s") % {"name": name, "value": value} for name, value in names.items()]
    return [", ".join([*told, period])]


def _cells(line: Line) -> list[str]:
    name = str(line.priority.label) if line.priority else _("Overall")
    scores = [(str(score.kept), _percent(score.percent)) for score in line.scores.values()]
    return [name, str(line.tickets), *(cell for pair in scores for cell in pair)]


def _percent(percent: int | None) -> str:
    return NOT_APPLICABLE if percent is None else str(percent)


def _apart(line: Line) -> list[str]:
    sentence = _("Not due yet: %(pending)s; without commitment: %(none)s. Neither counts in a percentage.")
    return [sentence % {"pending": line.pending, "none": line.no_commitment}]
