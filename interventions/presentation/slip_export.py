"""The list of slips as tables for a spreadsheet: one row a slip, and one a line of supplies."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from interventions.actions.time_entries import minutes_on_site
from interventions.models import Slip, Supply
from interventions.presentation.slip_list import people_of, state_words, unsigned_of
from interventions.queries.slip_list import SlipListing
from interventions.spreadsheet import Cell, Table

CHUNK = 500


def slips_table(listing: SlipListing) -> Table:
    heads = (
        _("Slip"),
        _("Client"),
        _("Site"),
        _("Ticket"),
        _("Title"),
        _("What is to be done"),
        _("Technicians"),
        _("Arrival"),
        _("Departure"),
        _("On site, in minutes"),
        _("Travel, in minutes"),
        _("Work type"),
        _("State found before the intervention"),
        _("General observations"),
        pgettext("slips", "State"),
        _("Not signed"),
    )
    return Table(_("Slips"), heads, (_slip(slip) for slip in listing.rows.iterator(chunk_size=CHUNK)))


def supplies_table(listing: SlipListing) -> Table:
    heads = (_("Slip"), _("Arrival"), _("Client"), _("Designation"), _("Reference"), _("Quantity"), _("Unit"))
    return Table(_("Supplies"), heads, _supplies(listing))


def _slip(slip: Slip) -> list[Cell]:
    ticket = slip.intervention.ticket
    return [
        slip.number,
        ticket.account.name,
        str(slip.intervention.site or ""),
        ticket.pk,
        ticket.title,
        slip.intervention.purpose,
        ", ".join(people_of(slip)),
        slip.arrived_at,
        slip.departed_at,
        minutes_on_site(slip),
        slip.travel_minutes,
        slip.work_type.name,
        slip.findings,
        slip.observations,
        state_words(slip),
        unsigned_of(slip),
    ]


def _supplies(listing: SlipListing) -> Iterator[list[Cell]]:
    lines = Supply.objects.filter(slip__in=listing.slips.order_by().values("pk"))
    read = lines.select_related("slip__intervention__ticket__account")
    for line in read.order_by("-slip__arrived_at", "-slip", "order", "pk").iterator(chunk_size=CHUNK):
        account = line.slip.intervention.ticket.account
        yield [
            line.slip.number,
            line.slip.arrived_at,
            account.name,
            line.designation,
            line.reference,
            line.quantity,
            line.unit,
        ]
