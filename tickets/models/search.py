"""What is found of a ticket by its words."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.models.account import Account
from tickets.models.contact import Contact
from tickets.models.ticket import Ticket


class SearchDocument(models.Model):
    """The folded words of a ticket: once those a client may read, once with the internal notes.

    Written by triggers of the database (migration 0004), never from Python.
    """

    ticket = models.OneToOneField(Ticket, models.CASCADE, primary_key=True, related_name="search_document")
    public = SearchVectorField()
    internal = SearchVectorField()

    class Meta:
        verbose_name = _("search document")
        indexes = [GinIndex(fields=["public"], name="found_by_all"), GinIndex(fields=["internal"], name="found_by_us")]

    def __str__(self) -> str:
        return str(self.ticket_id)


class SearchRefresh(models.Model):
    """The tickets of a renamed account or contact wait for their new words; up to number `done` they have them."""

    account = models.ForeignKey(Account, models.CASCADE, null=True, related_name="+")
    contact = models.ForeignKey(Contact, models.CASCADE, null=True, related_name="+")
    done = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("search refresh")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.account or self.contact}"
