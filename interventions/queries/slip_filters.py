"""The filters of the list of slips: from what the URL says to the slips that are meant, and to words.

A value that means nothing hides nothing: it is left out, as if nobody had asked for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextChoices, TextField, Value
from django.db.models.functions import Concat
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from interventions.choices import SIGNED_KINDS, SignatureKind, State
from interventions.models import Signature, Slip, SlipVersion, Supply
from interventions.queries.slips import number_in
from tickets.choices import Role
from tickets.days import midnight
from tickets.folding import Folded, fold
from tickets.models import User
from tickets.named import with_name
from tickets.numbers import LARGEST_NUMBER
from tickets.permissions import visible_accounts
from tickets.search import found

Slips = QuerySet[Slip]
ME = "me"
MOST_WORDS = 12
DAY = dt.timedelta(days=1)
SUPPLY = ("supply", "reference", "unit")


class Standing(TextChoices):
    """How far a slip is. To sign: the visit is over, and nobody has signed, or said why not."""

    UNDER_WAY = "under_way", pgettext_lazy("intervention", "Under way")
    DONE = "done", pgettext_lazy("slips", "Done, without signature")
    TO_SIGN = "to_sign", pgettext_lazy("slips", "To sign")
    SIGNED = "signed", pgettext_lazy("intervention", "Signed")


class Unsigned(TextChoices):
    """Why the client did not sign."""

    REFUSED = SignatureKind.REFUSED.value, SignatureKind.REFUSED.label
    ABSENT = SignatureKind.ABSENT.value, SignatureKind.ABSENT.label


@dataclass(frozen=True)
class Choice:
    """What was chosen in one filter: its parameters in the URL, in words, and the slips it leaves."""

    values: dict[str, str]
    words: str
    keep: Callable[[Slips], Slips]


@dataclass(frozen=True)
class Filter:
    """A filter under its name in the URL. `choose` gives None where nothing of what is asked for means anything.

    `others` are parameters that say nothing without it.
    """

    name: str
    label: Any
    choose: Callable[[QueryDict, User], Choice | None]
    others: tuple[str, ...] = field(default=())


def with_reason(slips: Slips) -> Slips:
    """Each with `unsigned_kind` and `unsigned_reason`: why nobody signed what was frozen last, if somebody said so."""
    later = SlipVersion.objects.filter(slip=OuterRef("version__slip"), number__gt=OuterRef("version__number"))
    said = Signature.objects.filter(
        ~Exists(later),
        version__slip=OuterRef("pk"),
        version__slip__is_frozen=True,
        version__slip__intervention__state=State.DONE,
    )
    said = said.exclude(kind__in=sorted(SIGNED_KINDS)).order_by("-at", "-pk")
    return slips.annotate(
        unsigned_kind=Subquery(said.values("kind")[:1]), unsigned_reason=Subquery(said.values("reason")[:1])
    )


def technicians() -> QuerySet[User]:
    """Whom the list may be filtered by: also those who have left."""
    return User.objects.filter(roles__contains=[Role.TECHNICIAN])


def _asked(asked: QueryDict, name: str) -> str:
    return str(asked.get(name, "")).replace("\0", "").strip()


def _text(asked: QueryDict, user: User) -> Choice | None:
    text = _asked(asked, "q")
    number, words = number_in(text), fold(text).split()[:MOST_WORDS]
    if number is not None:
        return Choice({"q": text}, text, lambda slips: slips.filter(year=number[0], sequence=number[1]))
    return Choice({"q": text}, text, lambda slips: _with_words(slips, user, text, words)) if words else None


def _with_words(slips: Slips, user: User, text: str, words: list[str]) -> Slips:
    """Those that say each of the words, or were planned for a purpose with them; or of the ticket with this number.

    The tickets with these words are read from an index: the slips of the others are not looked through.
    """
    tickets = found(user, text).order_by().values("pk")
    said = Q(intervention__ticket__in=tickets)
    purpose = Q()
    lines = Supply.objects.alias(folded=_folded("designation", "reference"))
    for word in words:
        left = Exists(lines.filter(slip=OuterRef("pk"), folded__contains=f" {word}"))
        said &= Q(folded__contains=f" {word}") | Q(left)
        purpose &= Q(purpose__contains=f" {word}")
    is_ticket = Q(intervention__ticket=_key(words[0]) if len(words) == 1 else None)
    own = _folded("intervention__ticket__title", "findings", "observations")
    return slips.alias(folded=own, purpose=_folded("intervention__purpose")).filter(said | purpose | is_ticket)


def _folded(*names: str) -> Folded:
    return Folded(Concat(*(each for name in names for each in (name, Value(" "))), output_field=TextField()))


def _account(asked: QueryDict, user: User) -> Choice | None:
    """One account by its key, or all those whose name has these words."""
    text = _asked(asked, "account")
    key = _key(text)
    if key is None and not fold(text):
        return None
    named = visible_accounts(user).filter(pk=key) if key is not None else with_name(visible_accounts(user), text)
    first = list(named.order_by("pk")[:2])
    if len(first) == 1:
        account = first[0]
        kept = {"account": str(account.pk)}
        return Choice(kept, account.name, lambda slips: slips.filter(intervention__ticket__account=account))
    if key is not None:
        return None
    keys = named.order_by().values_list("pk", flat=True)
    return Choice({"account": text}, text, lambda slips: slips.filter(intervention__ticket__account__in=keys))


def _technician(asked: QueryDict, user: User) -> Choice | None:
    text = _asked(asked, "technician")
    key = user.pk if text == ME else _key(text)
    person = User.objects.filter(pk=key).first() if key is not None else None
    if person is None:
        return None
    words = pgettext("technician", "me") if text == ME else person.name
    return Choice({"technician": text}, words, lambda slips: slips.filter(intervention__crew__technician=person))


def _standing(asked: QueryDict, user: User) -> Choice | None:
    text = _asked(asked, "state")
    if text not in Standing.values:
        return None
    standing = Standing(text)
    is_to_sign = standing == Standing.TO_SIGN
    state = Q(intervention__state=State.DONE if is_to_sign else text)
    wanted = state & Q(unsigned_kind=None) if is_to_sign else state
    return Choice({"state": text}, str(standing.label), lambda slips: slips.filter(wanted))


def _reason(asked: QueryDict, user: User) -> Choice | None:
    text = _asked(asked, "reason")
    if text not in Unsigned.values:
        return None
    return Choice({"reason": text}, str(Unsigned(text).label), lambda slips: slips.filter(Q(unsigned_kind=text)))


def _arrived(name: str) -> Callable[[QueryDict, User], Choice | None]:
    """Arrived from the beginning of a day of the house, or until its end."""

    def choose(asked: QueryDict, user: User) -> Choice | None:
        day = _day(_asked(asked, name))
        if day is None:
            return None
        wanted = Q(arrived_at__gte=midnight(day)) if name == "from" else Q(arrived_at__lt=midnight(day + DAY))
        return Choice({name: day.isoformat()}, date_format(day, "j F Y"), lambda slips: slips.filter(wanted))

    return choose


def _supply(asked: QueryDict, user: User) -> Choice | None:
    """With a line of just this designation; its reference and its unit, empty ones too, where they are named."""
    said = {name: _asked(asked, name) for name in SUPPLY if name in asked}
    if not said.get("supply"):
        return None
    fields = {"designation" if name == "supply" else name: value for name, value in said.items()}
    lines = Supply.objects.filter(slip=OuterRef("pk"), **fields)
    words = " · ".join(filter(None, said.values()))
    return Choice(said, words, lambda slips: slips.filter(Exists(lines)))


def _key(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and int(text) <= LARGEST_NUMBER else None


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1970 <= day.year <= 2999 else None


# In the order of the form and of the chips.
FILTERS = [
    Filter("q", _("Number or words"), _text),
    Filter("account", _("Client"), _account),
    Filter("technician", _("Technician"), _technician),
    Filter("state", pgettext_lazy("slips", "State"), _standing),
    Filter("reason", _("Not signed"), _reason),
    Filter("from", pgettext_lazy("slips", "From"), _arrived("from")),
    Filter("until", pgettext_lazy("slips", "Until"), _arrived("until")),
    Filter("supply", _("Supply"), _supply, SUPPLY[1:]),
]
