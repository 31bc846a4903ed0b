"""The people who sign in to the demo, and nowhere else."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tickets.choices import Role
from tickets.models import User

PASSWORD = "demo-astreinte"


class Person(NamedTuple):
    """Somebody of the cast: first name, role, and what the sign-in page says of them."""

    login: str
    name: str
    role: Role
    says: str | Promise

    @property
    def email(self) -> str:
        return f"{self.login}@example.org"


CAST = (
    Person("operator", "Amandine", Role.OPERATOR, _("Operator")),
    Person("technician", "Mathieu", Role.TECHNICIAN, _("Technician")),
    Person("manager", "Sylvie", Role.MANAGER, _("Manager")),
    Person("administrator", "Denis", Role.ADMINISTRATOR, _("Administrator")),
    Person("client", "Nadia", Role.CLIENT, _("Client")),
    Person("colleague", "Samir", Role.CLIENT, _("Colleague of the client")),
    Person("partner", "Lucie", Role.PARTNER, _("Partner")),
    Person("outsider", "Hugo", Role.CLIENT, _("Client of another company")),
)


def is_there() -> bool:
    """Whether the demo was loaded into this database."""
    return User.objects.filter(email=CAST[0].email).exists()
