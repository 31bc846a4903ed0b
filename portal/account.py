"""How the product speaks to a client: kept for them and for the mails to them."""

from __future__ import annotations

from django.db import transaction

from tickets.models import Contact, User


@transaction.atomic
def keep_choices(*, user: User, name: str, language: str, time_zone: str, theme: str) -> None:
    """What the person chose; the house knows them by the same name, and writes to them in that language."""
    User.objects.filter(pk=user.pk).update(name=name, language=language, time_zone=time_zone, theme=theme)
    Contact.objects.filter(user=user).update(name=name, language=language)
