"""Hours that a client has paid in advance: bought, used by visits, corrected."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from helpdesk.templatetags.moments import duration
from interventions.choices import PrepaidKind
from interventions.models import PrepaidEntry, SlipVersion
from interventions.queries.prepaid import Prepaid, contract_of_visit, prepaid_of
from tickets.actions.frame import required
from tickets.actions.post import Recipient, post
from tickets.choices import MailKind, Role
from tickets.models import Contract, User
from tickets.permissions import Permission, require
from tickets.refusal import ActionRefused

MOST_HOURS = 10_000
MOST_MINUTES = MOST_HOURS * 60


@transaction.atomic
def buy_hours(*, contract: Contract, minutes: int, note: str = "", by: User, at: dt.datetime) -> PrepaidEntry:
    """The client has paid for so many minutes more. Raises ActionRefused where `by` may not, or there are none."""
    require(by, Permission.PREPAID_EDIT)
    if not 0 < minutes <= MOST_MINUTES:
        raise ActionRefused(_("Hours bought are from 1 minute to %(most)s hours.") % {"most": MOST_HOURS})
    return _enter(_lock(contract), PrepaidKind.BOUGHT, minutes, note, by, at)


@transaction.atomic
def correct_hours(*, contract: Contract, minutes: int, note: str, by: User, at: dt.datetime) -> PrepaidEntry:
    """So many minutes more, or fewer, for a reason that stays.

    Raises ActionRefused where `by` may not, nothing was ever bought, there is no reason, or nothing would change.
    """
    require(by, Permission.PREPAID_EDIT)
    contract = _lock(contract)
    if not prepaid_of(contract).is_there:
        raise ActionRefused(_("This contract has no prepaid hours: enter what was bought first."))
    if not 0 < abs(minutes) <= MOST_MINUTES:
        raise ActionRefused(_("A correction changes something: enter minutes above or below zero."))
    reason = required(note, _("A correction needs a reason: write why the balance was wrong."), limit=200)
    before = prepaid_of(contract)
    entry = _enter(contract, PrepaidKind.CORRECTION, minutes, reason, by, at)
    _warn(contract, before, at)
    return entry


def settle(*, version: SlipVersion, by: User, at: dt.datetime) -> None:
    """A slip was frozen: its time on site, and its travel, of each technician, leave the prepaid hours of the
    contract, if it has any. What an earlier version of the slip took counts: a correction moves the difference.

    In the caller's transaction. The balance may fall below zero; who watches over contracts is told once a purchase
    when a fifth of it is left.
    """
    content = version.content
    arrived = dt.datetime.fromisoformat(content["arrived_at"])
    contract = contract_of_visit(version.slip.intervention, arrived)
    if contract is None or version.prepaid_entries.exists():
        return
    contract = _lock(contract)
    before = prepaid_of(contract)
    if not before.is_there:
        return
    people = max(len(content["technicians"]), 1)
    used = {PrepaidKind.WORK: _minutes_on_site(version), PrepaidKind.TRAVEL: content["travel_minutes"]}
    for kind, minutes in used.items():
        left = -minutes * people - _settled(version, kind)
        if left:
            _enter(contract, kind, left, version.slip.number, by, at, version)
    _warn(contract, before, at)


def _minutes_on_site(version: SlipVersion) -> int:
    arrived, departed = (version.content[name] for name in ("arrived_at", "departed_at"))
    if not departed:
        return 0
    return round((dt.datetime.fromisoformat(departed) - dt.datetime.fromisoformat(arrived)).total_seconds() / 60)


def _settled(version: SlipVersion, kind: PrepaidKind) -> int:
    """What the versions of this slip have moved so far."""
    entries = PrepaidEntry.objects.filter(version__slip=version.slip_id, kind=kind)
    return entries.aggregate(total=Sum("minutes"))["total"] or 0


def _lock(contract: Contract) -> Contract:
    """Two slips at once would not see each other's minutes: the contract's row puts one after the other."""
    return Contract.objects.select_for_update(no_key=True).get(pk=contract.pk)


def _enter(
    contract: Contract,
    kind: PrepaidKind,
    minutes: int,
    note: str,
    by: User,
    at: dt.datetime,
    version: SlipVersion | None = None,
) -> PrepaidEntry:
    values = {"note": note.strip()[:200], "version": version, "by": by, "at": at}
    return PrepaidEntry.objects.create(contract=contract, kind=kind, minutes=minutes, **values)


def _warn(contract: Contract, before: Prepaid, at: dt.datetime) -> None:
    now = prepaid_of(contract)
    if before.is_low or not now.is_low:
        return
    purchase = contract.prepaid_entries.filter(kind=PrepaidKind.BOUGHT).order_by("at", "pk").last()
    for person in User.objects.filter(roles__contains=[Role.MANAGER], is_active=True):
        to = Recipient.of(person)
        with to.spoken_to():
            words = {"account": contract.account, "left": _said(now.balance), "bought": _said(now.last_bought)}
        key = f"prepaid:{purchase.pk if purchase else 0}:{person.pk}"
        post(key, MailKind.PREPAID, to=to, words=words, ticket=None, at=at)


def _said(minutes: int) -> str:
    """“1 h 30”; what is owed is below zero."""
    return f"{'−' if minutes < 0 else ''}{duration(dt.timedelta(minutes=abs(minutes)))}"
