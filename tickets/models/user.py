"""People who sign in: staff, clients and partners."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from tickets.choices import STAFF_ROLES, MailKind, Role
from tickets.joined import Joined


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username or "")

    def of_the_house(self) -> models.QuerySet[User]:
        """Who works here: active, of any role of the house."""
        return self.filter(is_active=True, roles__overlap=sorted(STAFF_ROLES))

    def automation(self) -> User:
        """The named system user in whose name the machine acts."""
        made = {"name": "Astreinte", "is_active": False}
        known = _USERS.first("WHERE it.email = %(email)s", {"email": AUTOMATION_EMAIL})
        return known or self.get_or_create(email=AUTOMATION_EMAIL, defaults=made)[0]


AUTOMATION_EMAIL = "automation@astreinte.invalid"


class User(AbstractBaseUser):
    """A person who signs in by e-mail; roles say what they may do (permissions.py)."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    roles = ArrayField(
        models.CharField(max_length=16, choices=Role.choices),
        default=list,
        blank=True,
        verbose_name=_("roles"),
    )
    language = models.CharField(_("language"), max_length=5, default="fr")
    time_zone = models.CharField(_("time zone"), max_length=64, default="Europe/Paris")
    theme = models.CharField(_("theme"), max_length=5, blank=True, default="")
    muted = ArrayField(
        models.CharField(max_length=16, choices=MailKind.choices),
        default=list,
        blank=True,
        verbose_name=_("mails not wanted"),
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_an_email")]

    def __str__(self) -> str:
        return self.name

    def has_role(self, *roles: Role) -> bool:
        return any(role in self.roles for role in roles)

    @property
    def is_staff_member(self) -> bool:
        """Of the house, whatever the role; clients and partners are not."""
        return self.has_role(*STAFF_ROLES)


_USERS = Joined(User)


class Absence(models.Model):
    """From one instant to another, a person is not asked."""

    user = models.ForeignKey(User, models.CASCADE, related_name="absences")
    from_at = models.DateTimeField(_("from"))
    until_at = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=120, blank=True, default="")

    class Meta:
        verbose_name = _("absence")
        ordering = ["from_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(until_at__gt=models.F("from_at")), name="absence_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.from_at:%Y-%m-%d}"
