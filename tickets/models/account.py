"""Client companies, and the partners who look after several of them."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from sla.models import Policy
from tickets.joined import Joined


def in_force(day: dt.date, prefix: str = "") -> Q:
    """Which contracts are in force on a day of the house; `prefix` leads to them, as "contracts__"."""
    goes_on = Q(**{f"{prefix}until_date": None}) | Q(**{f"{prefix}until_date__gte": day})
    return Q(**{f"{prefix}from_date__lte": day}) & goes_on


class Account(models.Model):
    """A client company, or a partner."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    is_partner = models.BooleanField(_("partner"), default=False)
    looks_after = models.ManyToManyField(
        "self", symmetrical=False, related_name="partners", blank=True, verbose_name=_("looks after")
    )
    phone = models.CharField(_("switchboard"), max_length=16, blank=True, default="", db_index=True)
    notes = models.TextField(_("on site"), blank=True, default="")
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("account")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def contract_on(self, day: dt.date) -> Contract | None:
        """The contract in force on that day; None is *Sans contrat*."""
        theirs = _CONTRACTS.rows("WHERE it.account_id = %(account)s ORDER BY it.from_date DESC", {"account": self.pk})
        return next((contract for contract in theirs if contract.is_in_force(day)), None)


class Contract(models.Model):
    """An account's agreement to a policy, from one date to another, both included."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="contracts", verbose_name=_("account"))
    policy = models.ForeignKey(Policy, models.PROTECT, related_name="contracts", verbose_name=_("policy"))
    from_date = models.DateField(_("from"))
    until_date = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        verbose_name = _("contract")
        ordering = ["-from_date"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date")),
                name="contract_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.policy}"

    def is_in_force(self, day: dt.date) -> bool:
        """What `in_force` says, of a contract that was read."""
        return self.from_date <= day and (self.until_date is None or day <= self.until_date)


_CONTRACTS = Joined(Contract, "policy__calendar")
