"""Lay down the default set-up."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from escalation import seeds as escalation_seeds
from sla import seeds as sla_seeds
from tickets import seeds as ticket_seeds


class Command(BaseCommand):
    help = "Create the default calendars, policies, queues and ladders; run again, it undoes nothing that was edited."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        for seeds in (sla_seeds, ticket_seeds, escalation_seeds):
            seeds.seed()
        self.stdout.write("The default set-up is in place.")
