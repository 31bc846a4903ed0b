"""Print the compliance sheet of a period."""

from __future__ import annotations

import datetime as dt
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from reports import formats
from reports.queries import compliance
from sla.models import Policy
from tickets.models import Account

Row = TypeVar("Row", bound=Model)
FORMATS = {"table": formats.as_table, "json": formats.as_json, "csv": formats.as_csv}


class Command(BaseCommand):
    help = "Print what was promised and kept for the tickets created in a period (days in Paris, both included)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="from_date", type=_day, required=True, metavar="DATE")
        parser.add_argument("--to", dest="to_date", type=_day, required=True, metavar="DATE")
        parser.add_argument("--account", metavar="NAME")
        parser.add_argument("--policy", metavar="NAME")
        parser.add_argument("--format", choices=FORMATS, default="table")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["to_date"] < options["from_date"]:
            raise CommandError(_("The period ends before it begins."))
        sheet = compliance(
            from_date=options["from_date"],
            to_date=options["to_date"],
            account=_named(Account.objects.all(), options["account"], _("There is no account “%(name)s”.")),
            policy=_named(Policy.objects.all(), options["policy"], _("There is no policy “%(name)s”.")),
            at=timezone.now(),
        )
        self.stdout.write(FORMATS[options["format"]](sheet).rstrip("\n"))


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(_("“%(text)s” is no date: write it as 2017-05-18.") % {"text": text}) from error


def _named(rows: QuerySet[Row], name: str | None, sentence: str) -> Row | None:
    found = rows.filter(name=name).first() if name is not None else None
    if name is not None and found is None:
        raise CommandError(sentence % {"name": name})
    return found
