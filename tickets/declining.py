"""Which mails a person may do without, and the signed link with which they say so. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from django.core import signing

from tickets.choices import MailKind
from tickets.models import Contact, User

FOR_CLIENTS = (
    MailKind.REPLY,
    MailKind.OPENED,
    MailKind.RESOLVED,
    MailKind.CLOSED,
    MailKind.MERGED,
    MailKind.TOLD,
    MailKind.VISIT,
    MailKind.SLIP,
    MailKind.TO_SIGN,
)
# What waits for the morning, too.
FOR_HOUSE = (
    MailKind.ASSIGNED,
    MailKind.RECEIVED,
    MailKind.REOPENED,
    MailKind.FORGOTTEN,
    MailKind.RATED,
    MailKind.VISIT_GIVEN,
    MailKind.PREPAID,
)
# Nobody can turn these off.
ALWAYS = frozenset({MailKind.ESCALATED, MailKind.INVITED, MailKind.TO_SIGN})
# Who has no access to the portal reads the answer nowhere else.
_ANSWERS = {MailKind.REPLY, MailKind.RESOLVED}
_SALT = "tickets.declining"


def may_decline(person: User | Contact) -> tuple[MailKind, ...]:
    """The kinds of mail that a person gets and can do without."""
    if isinstance(person, User):
        return FOR_HOUSE if person.is_staff_member else ()
    return FOR_CLIENTS if person.user_id else tuple(kind for kind in FOR_CLIENTS if kind not in _ANSWERS)


@dataclass(frozen=True)
class Declined:
    """Who does not want which mail any more."""

    person: User | Contact
    kind: MailKind


def token_for(person: User | Contact, kind: str) -> str:
    """What names a person and a kind of mail, and nobody else can make."""
    who = "user" if isinstance(person, User) else "contact"
    return signing.dumps([who, person.pk, str(kind)], salt=_SALT)


def declined_by(token: str) -> Declined | None:
    """Whom the token names; None for one that we did not make, or of somebody who is gone."""
    try:
        who, key, kind = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        return None
    people = User.objects if who == "user" else Contact.objects
    person = people.filter(pk=key).first()
    return Declined(person, MailKind(kind)) if person else None
