"""What was signed, by whom: a slip frozen in a version, and what the client put under it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from interventions.choices import SIGNED_KINDS, SignatureKind
from interventions.models.slip import Slip
from tickets.models import Contact, User


class SlipVersion(models.Model):
    """The whole slip as it was shown to who signs: never changed. `digest` is the SHA-256 of its canonical JSON."""

    slip = models.ForeignKey(Slip, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField()
    digest = models.CharField(_("SHA-256"), max_length=64)
    # Why the one before was not right; nothing for the first.
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    frozen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField(_("frozen"))
    # When the client was sent it; null while that is still to do.
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("version of a slip")
        ordering = ["slip", "number"]
        constraints = [models.UniqueConstraint(fields=["slip", "number"], name="one_version_a_slip_and_number")]

    def __str__(self) -> str:
        return f"{self.slip}, {self.number}"


class Signature(models.Model):
    """Under a version: who signed and how, or that nobody did, and why. A version is signed once.

    `strokes` are those of the finger: lists of [x, y] in a field of 600 × 220. `picture` is a stamp, or the scan of
    the paper form. Taken by `by` on site, or by the client through a link, or on the portal.
    """

    version = models.ForeignKey(SlipVersion, models.PROTECT, related_name="signatures")
    kind = models.CharField(_("how"), max_length=8, choices=SignatureKind.choices)
    surname = models.CharField(_("surname"), max_length=80, blank=True, default="")
    first_name = models.CharField(_("first name"), max_length=80, blank=True, default="")
    quality = models.CharField(pgettext_lazy("signature", "acting as"), max_length=80, blank=True, default="")
    strokes = models.JSONField(default=list, blank=True)
    picture = models.FileField(_("picture"), upload_to="signatures/%Y/%m/", blank=True, default="")
    picture_type = models.CharField(max_length=100, blank=True, default="")
    reason = models.CharField(_("reason"), max_length=300, blank=True, default="")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    # Null where the client signed through a link, without signing in.
    by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(pgettext_lazy("signature", "when"))

    class Meta:
        verbose_name = _("signature")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version"], condition=Q(kind__in=sorted(SIGNED_KINDS)), name="a_version_is_signed_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(SIGNED_KINDS)) | ~Q(reason=""), name="who_does_not_sign_has_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(SIGNED_KINDS)) | ~Q(surname=""), name="who_signs_has_a_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {SignatureKind(self.kind).label}"

    @property
    def name(self) -> str:
        """First name and surname, as far as they are known."""
        return " ".join(filter(None, (self.first_name, self.surname)))


class SigningLink(models.Model):
    """The way to sign later, mailed to a contact: for one version, once. Only the hash of its token is kept."""

    version = models.ForeignKey(SlipVersion, models.CASCADE, related_name="links")
    contact = models.ForeignKey(Contact, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("link to sign")

    def __str__(self) -> str:
        return f"{self.version}: {self.contact}"
