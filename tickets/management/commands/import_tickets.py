"""Import the ticket histories of another system."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from sla.models import Policy
from tickets.actions.import_account import import_account
from tickets.actions.import_history import History, import_histories
from tickets.days import day_of
from tickets.imports.failure import CannotImport
from tickets.imports.histories import read_histories
from tickets.imports.mapping import UCI, load_mapping
from tickets.imports.progress import Progress
from tickets.imports.reader import Export, Reject
from tickets.imports.rejects import rejects_path, write_rejects
from tickets.imports.rows import RowReader
from tickets.models import Account, Queue, User

BATCH = 500
CANNOT, SOME_REJECTED = 1, 2


class Command(BaseCommand):
    help = (
        "Import ticket histories from a CSV file, packed by gzip or not (docs/import.md). Run again it goes on "
        "where it was. Exit code 0: all are there; 2: some lines are in FILE.rejects.csv; 1: nothing could be imported."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--account", required=True, metavar="NAME", help="made, with a contract, if it is new")
        parser.add_argument("--policy", required=True, metavar="NAME", help="the policy that was in force")
        parser.add_argument(
            "--time-zone", default="Europe/Paris", help="of the times in the file (default: %(default)s)"
        )
        parser.add_argument(
            "--mapping", type=Path, metavar="FILE", help="a TOML file; without it, the UCI incident log"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._import(options)
        except CannotImport as error:
            raise CommandError(str(error), returncode=CANNOT) from error

    def _import(self, options: dict[str, Any]) -> None:
        policy = _policy(options["policy"])
        mapping = load_mapping(options["mapping"]) if options["mapping"] else UCI
        now = timezone.now()
        reader = RowReader(mapping, _zone(options["time_zone"]), _queues(), now)
        export = Export(options["file"], mapping.delimiter, mapping.encoding)
        mapping.check_header(export.header)
        histories, rejects = read_histories(export.records(), reader)
        _write_rejects(options["file"], export, rejects, mapping.encoding)
        new = self._write(histories, options["account"], policy, now) if histories else 0
        self._report(options["file"], new, len(histories) - new, len(rejects))

    def _write(self, histories: Sequence[History], name: str, policy: Policy, now: dt.datetime) -> int:
        """Import in batches, each all or nothing; say how many were new."""
        by = User.objects.automation()
        first = day_of(min(history.opened_at for history in histories))
        account = import_account(name=_account_name(name), policy=policy, from_date=first, by=by, at=now)
        progress, started, new = Progress(self.stdout, len(histories)), time.monotonic(), 0
        for begin in range(0, len(histories), BATCH):
            batch = histories[begin : begin + BATCH]
            new += len(import_histories(histories=batch, account=account, policy=policy, by=by, at=now))
            progress.show(begin + len(batch), time.monotonic() - started)
        return new

    def _report(self, file: Path, new: int, known: int, rejected: int) -> None:
        self.stdout.write(_("%(new)s imported, %(known)s were there already.") % {"new": new, "known": known})
        if rejected:
            raise CommandError(
                _("%(rejected)s lines were not imported: %(path)s says which and why.")
                % {"rejected": rejected, "path": rejects_path(file)},
                returncode=SOME_REJECTED,
            )


def _policy(name: str) -> Policy:
    policy = Policy.objects.select_related("calendar").filter(name=name).first()
    if policy is None:
        known = ", ".join(Policy.objects.values_list("name", flat=True))
        raise CannotImport(_("There is no policy “%(name)s”; there are: %(known)s.") % {"name": name, "known": known})
    return policy


def _account_name(name: str) -> str:
    length = Account._meta.get_field("name").max_length or 0
    if not name.strip() or len(name) > length:
        raise CannotImport(_("The name of the account must have 1 to %(length)s characters.") % {"length": length})
    return name.strip()


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise CannotImport(_("There is no time zone “%(name)s”: give one as Europe/Paris.") % {"name": name}) from error


def _queues() -> dict[str, Queue]:
    queues = {queue.name: queue for queue in Queue.objects.all()}
    if not queues:
        raise CannotImport(_("There is no queue yet: run “manage.py seed”."))
    return queues


def _write_rejects(file: Path, export: Export, rejects: list[Reject], encoding: str) -> None:
    try:
        write_rejects(file, export, rejects, encoding)
    except OSError as error:
        why = error.strerror or error
        raise CannotImport(
            _("%(path)s cannot be written: %(why)s.") % {"path": rejects_path(file), "why": why}
        ) from error
