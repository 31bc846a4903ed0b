"""Two people change one ticket: nobody's change is overwritten unseen.

Who changes something says what they saw before: the version of the ticket and the values they are about to replace.
The rule, the same for a form and the API: what you did not change stays as it is now; what you changed and
somebody else did not is yours; what both changed, differently, is a `Conflict`, and nothing is saved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from tickets.choices import EventKind
from tickets.models import Event, Ticket
from tickets.refusal import ActionRefused

E = EventKind
_CLASSIFIED = (E.RECLASSIFIED,)
_WORDED = (E.REWORDED,)
_OF_ACCOUNT = (E.MOVED_ACCOUNT,)
# Which verbs change what, to tell who was there first.
CHANGED_BY: dict[str, tuple[EventKind, ...]] = {
    "priority": (E.PRIORITY_CHANGED,),
    "queue": (E.ROUTED,),
    "level": (E.ROUTED,),
    "technician": (E.ASSIGNED, E.TAKEN, E.ROUTED),
    "account": _OF_ACCOUNT,
    "contact": _OF_ACCOUNT,
    "kind": _CLASSIFIED,
    "issue_type": _CLASSIFIED,
    "sub_issue_type": _CLASSIFIED,
    "work_type": _CLASSIFIED,
    "has_guaranteed_repair": (E.REPLANNED,),
    "title": _WORDED,
    "description": _WORDED,
    "external_number": _WORDED,
}


@dataclass(frozen=True)
class Seen:
    """The ticket as somebody saw it when they began: its version, and by name, as `text_of`, what they may change.

    Who names the version alone is strict: whatever differs now is a conflict.
    """

    version: int
    values: Mapping[str, str]

    @classmethod
    def of(cls, ticket: Ticket, *names: str) -> Seen:
        """What who reads `ticket` now sees of it."""
        values = {name: getattr(ticket, ticket._meta.get_field(name).attname) for name in names}  # type: ignore[union-attr]
        return cls(ticket.version, {name: text_of(value) for name, value in values.items()})


@dataclass(frozen=True)
class Overtaken:
    """One value that two people changed; `theirs` stands on the ticket now, `mine` was not saved."""

    name: str
    theirs: Any
    mine: Any


class Conflict(ActionRefused):
    """Somebody else changed the same meanwhile. `last` is the event that says who and when, where one does."""

    def __init__(self, ticket: Ticket, overtaken: list[Overtaken]) -> None:
        self.ticket, self.overtaken = ticket, overtaken
        kinds = {kind for each in overtaken for kind in CHANGED_BY.get(each.name, ())}
        self.last = Event.objects.filter(ticket=ticket, kind__in=kinds).select_related("by").order_by("at", "pk").last()
        who = {"name": self.last.by if self.last else _("Somebody")}
        super().__init__(_("%(name)s changed the same meanwhile: nothing was saved. Read both, and choose.") % who)


def settled(ticket: Ticket, seen: Seen | None, **wanted: Any) -> dict[str, Any]:
    """What a locked ticket becomes of what is wanted, by the rule of this module; without `seen`, all that is wanted.

    Raises Conflict where both changed the same.
    """
    if seen is None or seen.version == ticket.version:
        return wanted
    result, overtaken = {}, []
    for name, mine in wanted.items():
        theirs = getattr(ticket, name)
        before, now, then = seen.values.get(name), text_of(theirs), text_of(mine)
        result[name] = theirs if then == before else mine
        if before not in (now, then) and now != then:
            overtaken.append(Overtaken(name, theirs, mine))
    if overtaken:
        raise Conflict(ticket, overtaken)
    return result


def text_of(value: Any) -> str:
    """A value as a form sends it, so that what was seen can be compared: a row by its key, line ends as one."""
    if isinstance(value, Model):
        return str(value.pk)
    if value is None or value is False:
        return ""
    return "on" if value is True else "\n".join(str(value).strip().splitlines())
