"""Lay the demo into an empty database."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone, translation

from helpdesk.demo.accounts import load_accounts, load_people
from helpdesk.demo.day import play_day
from helpdesk.demo.house import furnish_house
from helpdesk.demo.incident import announce_known_incident
from helpdesk.demo.mailboxes import connect_mailboxes
from helpdesk.demo.mails import receive_mail_of_a_stranger
from helpdesk.demo.roster import load_roster
from helpdesk.demo.visits import load_visits
from helpdesk.demo.year import play_year
from tickets.days import day_of
from tickets.models import Account


class Command(BaseCommand):
    help = "Load the demo's cast and day, not where there is an account already; lead its mailboxes to their server."

    def handle(self, *args: Any, **options: Any) -> None:
        if Account.objects.exists():
            self.stdout.write("There are accounts already: the demo stays out.")
        else:
            now = timezone.now()
            self._load(now)
            receive_mail_of_a_stranger(now)
        connect_mailboxes()

    @transaction.atomic
    def _load(self, now: dt.datetime) -> None:
        with translation.override("fr"):
            load_people()
            furnish_house()
            load_accounts(day_of(now))
            load_roster(now)
            play_year(now)
            count = play_day(now)
            announce_known_incident(now)
            load_visits(now)
        self.stdout.write(f"The demo is in place: {count} tickets.")
