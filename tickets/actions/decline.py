"""Do without mails."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from tickets.choices import MailKind
from tickets.declining import may_decline
from tickets.models import Contact, User


@transaction.atomic
def choose_mails(*, person: User | Contact, declined: Collection[MailKind]) -> None:
    """A person gets all mails but these; what they cannot do without, they get all the same."""
    _keep(person, [kind for kind in may_decline(person) if kind in declined])


@transaction.atomic
def decline_mail(*, person: User | Contact, kind: MailKind) -> bool:
    """A person does without one more kind; whether they can."""
    locked = type(person)._default_manager.select_for_update().get(pk=person.pk)
    if kind not in may_decline(locked):
        return False
    _keep(locked, [*(each for each in locked.muted if each != kind), kind])
    return True


def _keep(person: User | Contact, muted: Collection[str]) -> None:
    person.muted = [str(kind) for kind in muted]
    person.save(update_fields=["muted"])
