"""Visits and slips as their client reads them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from interventions.choices import State
from interventions.forms.signing import SignatureForm
from interventions.models import Intervention, Slip, SlipVersion
from interventions.presentation.sheet import address_of_photos, sheet_of, signature_shown
from interventions.queries.of_ticket import VisitLine
from interventions.versions import changes_of
from tickets.models import User
from tickets.permissions import Permission, allows

Row = dict[str, Any]


def slip_row(slip: Slip) -> Row:
    """What templates/portal/slip_row.html takes, of a slip of portal.slips.readable_slips."""
    visit = slip.intervention
    return {
        "number": slip.number,
        "url": reverse("portal_slip", args=[slip.number]),
        "arrived_at": slip.arrived_at,
        "purpose": visit.purpose,
        "account": visit.ticket.account.name,
        "site": str(visit.site) if visit.site else "",
        **standing(slip),
    }


def standing(slip: Slip) -> Row:
    """How it stands, in the portal's words, with its look."""
    if not slip.is_frozen:
        return _look(_("We are correcting it"), "plain", "pencil")
    if slip.intervention.state == State.SIGNED:
        return _look(_("Signed"), "running", "circle-check")
    if slip.was_refused:  # type: ignore[attr-defined]
        return _look(_("Not signed"), "risk", "circle-x")
    return _look(_("Waits for your signature"), "paused", "pen-line", waits=True)


def visit_row(visit: Intervention) -> VisitLine:
    """A visit to come as templates/portal/visit.html takes it."""
    site = visit.site
    return VisitLine(
        pk=visit.pk,
        state=State(visit.state),
        starts_at=visit.starts_at,
        ends_at=visit.ends_at,
        purpose=visit.purpose,
        site=site.name if site else "",
        address=site.address if site else "",
        technicians=tuple(sorted(person.name for person in visit.technicians.all())),
        slip=None,
    )


def visits_on_ticket(lines: list[VisitLine]) -> dict[str, Any]:
    """Of the visits of one ticket: those to come, and the slips that there are to read."""
    return {
        "visits": [line for line in lines if line.is_ahead],
        "slips": [line for line in lines if line.slip is not None and line.slip.was_frozen],
    }


def slip_page(slip: Slip, version: SlipVersion, user: User, form: SignatureForm) -> dict[str, Any]:
    """All that templates/portal/slip.html shows: a version as it was frozen, what it changed, and who signed it."""
    ticket, content = slip.intervention.ticket, version.content
    signatures = [signature_shown(each) for each in version.signatures.select_related("by")]
    is_signed = any(each["is_signed"] for each in signatures)
    return {
        "slip": slip,
        "ticket": ticket,
        "version": version,
        "sheet": sheet_of(content, address_of_photos(content)),
        "changes": changes_of(version),
        "signatures": signatures,
        "may_sign": slip.is_frozen and not is_signed and allows(user, Permission.SLIP_SIGN, ticket),
        "form": form,
        **standing(slip),
    }


def _look(label: str, tone: str, icon: str, *, waits: bool = False) -> Row:
    return {"label": label, "tone": tone, "icon": icon, "waits_for_reader": waits}
