"""The totals of slips as they are drawn and exported: each figure with the address of just its slips."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from interventions.actions.time_entries import MINUTE
from interventions.queries.slip_totals import (
    Hours,
    OfAccount,
    OfSupply,
    Period,
    hours_by_account,
    hours_by_technician,
    supplies_by_account,
    together,
)
from interventions.spreadsheet import Cell, Table

DAY = dt.timedelta(days=1)


def totals(period: Period) -> dict[str, Any]:
    """All that the page shows."""
    by_account = hours_by_account(period)
    by_technician = hours_by_technician(period)
    return {
        "months": [_month(month, list(lines), period) for month, lines in _by_month(by_account)],
        "all": _hours(together(line.hours for line in by_account), slips_url(period)),
        "technicians": [
            {"name": line.name, **_hours(line.hours, slips_url(period, technician=line.technician))}
            for line in by_technician
        ],
        "supplies": [
            {"month": month_words(month), "lines": [_supply(line, period) for line in lines]}
            for month, lines in _by_month(supplies_by_account(period))
        ],
    }


def slips_url(period: Period, month: dt.date | None = None, **more: str | int) -> str:
    """The list of the slips of a period, or of one month of it."""
    start, end = period.from_date, period.until_date
    if month is not None:
        start, end = max(start, month), min(end, month + relativedelta(months=1) - DAY)
    account = {"account": period.account.pk} if period.account else {}
    asked = {**account, **more, "from": start.isoformat(), "until": end.isoformat()}
    return f"{reverse('slip_list')}?{urlencode(asked)}"


def month_words(month: dt.date) -> str:
    return date_format(month, "F Y")


def hours_table(period: Period) -> Table:
    heads = (_("Month"), _("Client"), _("Slips"), *_minutes_heads())
    rows: list[list[Cell]] = [
        [f"{line.month:%Y-%m}", line.name, line.hours.slips, *_minutes(line.hours)] for line in hours_by_account(period)
    ]
    return Table(_("By client"), heads, rows)


def technicians_table(period: Period) -> Table:
    heads = (_("Technician"), _("Slips"), *_minutes_heads())
    rows: list[list[Cell]] = [
        [line.name, line.hours.slips, *_minutes(line.hours)] for line in hours_by_technician(period)
    ]
    return Table(_("By technician"), heads, rows)


def supplies_table(period: Period) -> Table:
    heads = (
        _("Month"),
        _("Client"),
        _("Designation"),
        _("Reference"),
        _("Quantity"),
        _("Unit"),
        _("Slips"),
    )
    rows = (
        (f"{line.month:%Y-%m}", line.name, line.designation, line.reference, line.quantity, line.unit, line.slips)
        for line in supplies_by_account(period)
    )
    return Table(_("Supplies"), heads, rows)


def _minutes_heads() -> tuple[str, ...]:
    return _("On site, in minutes"), _("Travel, in minutes"), _("Together, in minutes")


def _minutes(hours: Hours) -> tuple[int, ...]:
    return hours.on_site, hours.travel, hours.minutes


def _by_month(lines: Iterable[Any]) -> Iterable[tuple[dt.date, Iterable[Any]]]:
    return groupby(lines, key=lambda line: line.month)


def _month(month: dt.date, lines: list[OfAccount], period: Period) -> dict[str, Any]:
    return {
        "name": month_words(month),
        **_hours(together(line.hours for line in lines), slips_url(period, month)),
        "accounts": [
            {"name": line.name, **_hours(line.hours, slips_url(period, month, account=line.account))} for line in lines
        ],
    }


def _hours(hours: Hours, url: str) -> dict[str, Any]:
    return {
        "slips": hours.slips,
        "on_site": hours.on_site * MINUTE,
        "travel": hours.travel * MINUTE,
        "together": hours.minutes * MINUTE,
        "url": url,
    }


def _supply(line: OfSupply, period: Period) -> dict[str, Any]:
    named = {"supply": line.designation, "reference": line.reference, "unit": line.unit}
    return {
        "account": line.name,
        "designation": line.designation,
        "reference": line.reference,
        "quantity": " ".join(filter(None, (localize(line.quantity.normalize()), line.unit))),
        "slips": line.slips,
        "url": slips_url(period, line.month, account=line.account, **named),
    }
