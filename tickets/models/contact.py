"""People at the client's: who calls, and from which number."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.choices import MailKind
from tickets.models.account import Account
from tickets.models.user import User


class Contact(models.Model):
    """A person of one or more accounts; with `user`, one who signs in."""

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True, default="", db_index=True)
    job = models.CharField(_("job"), max_length=80, blank=True, default="")
    language = models.CharField(_("language"), max_length=5, default="fr")
    accounts = models.ManyToManyField(
        Account, through="Affiliation", related_name="contacts", verbose_name=_("accounts")
    )
    user = models.OneToOneField(User, models.SET_NULL, null=True, blank=True, related_name="contact")
    muted = ArrayField(
        models.CharField(max_length=16, choices=MailKind.choices),
        default=list,
        blank=True,
        verbose_name=_("mails not wanted"),
    )

    class Meta:
        verbose_name = _("contact")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Affiliation(models.Model):
    """A contact's place in one account."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="affiliations")
    account = models.ForeignKey(Account, models.CASCADE, related_name="affiliations")
    sees_company_tickets = models.BooleanField(_("sees the company's tickets"), default=False)

    class Meta:
        verbose_name = _("affiliation")
        constraints = [
            models.UniqueConstraint(fields=["contact", "account"], name="one_affiliation_a_contact_and_account")
        ]

    def __str__(self) -> str:
        return f"{self.contact}, {self.account}"


class ContactPhone(models.Model):
    """A number in E.164; the same one may belong to several contacts."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="phones")
    number = models.CharField(_("number"), max_length=16, db_index=True)

    class Meta:
        verbose_name = _("phone number")
        constraints = [models.UniqueConstraint(fields=["contact", "number"], name="one_number_a_contact")]

    def __str__(self) -> str:
        return self.number
