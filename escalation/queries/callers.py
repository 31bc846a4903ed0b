"""In whose name somebody of the house may ask for an escalation."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from tickets.models import Contact, Ticket


def callers_of(ticket: Ticket) -> QuerySet[Contact]:
    """The contacts of the ticket's account and of the partners who look after it, and its own, by name."""
    of_account = Q(affiliations__account=ticket.account_id)
    of_partner = Q(affiliations__account__looks_after=ticket.account_id)
    return Contact.objects.filter(of_account | of_partner | Q(pk=ticket.contact_id)).distinct().order_by("name", "pk")
