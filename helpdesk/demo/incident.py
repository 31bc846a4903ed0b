"""One incident of the demo that several clients call about."""

from __future__ import annotations

import datetime as dt

from tickets.actions.announce import announce_incident
from tickets.actions.link import link_tickets
from tickets.choices import LinkKind
from tickets.models import Ticket, User

_KNOWN = "Plus aucun appel entrant sur le standard"
_CAUSED = ("Appels sortants impossibles depuis l’accueil", "Standard de l’état civil muet")


def announce_known_incident(now: dt.datetime) -> None:
    """Whoever calls about telephones is told of it, and two of those who called are attached to it."""
    manager = User.objects.get(email="manager@example.org")
    known = announce_incident(ticket=Ticket.objects.get(title=_KNOWN), by=manager, at=now)
    for title in _CAUSED:
        caused = Ticket.objects.get(title=title)
        link_tickets(ticket=caused, other=known, kind=LinkKind.PROBLEM, by=manager, at=now)
