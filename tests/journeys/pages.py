"""Every page of the demo, by room: its address, who reads it, and what is done there first.

How a page is added:

- Yield it in the room it belongs to, once for each reader who sees something else there. `test_every_page_is_read`
  names every address that anybody is answered at (tests/test_access.py) and nobody reads here.
- What shows only after something was done (a form that is refused, a dialog) is the same page with an `act` of acts.py.
- Of a page that is read in another state already, give the `part` that is new: a form where it opens, a dialog, an
  error. A page costs one to three seconds, a part a few tenths; the width of the page is measured with either.
- Of many pages of one make, read one: each of them is drawn by the same template, and proves the same.
- A room is one test, and two workers share the rooms: past twenty whole pages begin another, and name it in `ROOMS`.
- An address that is no page (a file, a part that a script puts into a page) goes to `NO_PAGES`, with what it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.journeys import acts
from tests.journeys.on_site_pages import on_site
from tests.journeys.planning_pages import planning
from tests.journeys.portal_pages import portal_slips
from tests.journeys.settings_pages import clients, house, letters, mails, promises
from tests.journeys.shown import OPENED, Shown, ticket_of_client
from tests.journeys.signing_pages import signing
from tests.journeys.slips_pages import slips
from tickets.choices import Status
from tickets.models import ContactPhone, Ticket
from tickets.presentation.properties import KINDS
from tickets.presentation.verbs import VERBS

# Not offered for the tickets that are shown, or not on the page of a ticket: it would be shown as it is.
NOT_HERE = {"assign", "call", "change_account", "correct_time", "note", "prioritize", "reopen", "route", "timer_stop"}
# Too many of one make: their forms are those of others.
ALIKE = {"description", "external", "kind", "work", "queue", "technician", "reword", "reclassify", "cancel", "reply"}


def lists() -> Iterator[Shown]:
    yield Shown("/tickets/", "operator")
    yield Shown("/tickets/?view=mine", "manager")
    yield Shown("/tickets/?q=introuvable", "operator")
    yield Shown("/tickets/?order=client&columns=number,title,queue,level,policy,type,opened,response", "operator")
    yield Shown("/tickets/filter/?priority=high&opened_from=2026-13-40&apply=1", "operator")
    yield Shown("/tickets/columns/", "operator")
    yield Shown("/tickets/?state=any", "operator", act=acts.select_a_line, part="[data-bulk]")
    yield Shown("/tickets/?state=any", "operator", act=acts.ask_for_selected, part="dialog[open]")
    yield Shown("/tickets/", "technician", act=acts.change_selected, part="dialog[open]")


def tickets() -> Iterator[Shown]:
    """In time, paused, done, escalated, acknowledged and without contract; as staff and as a client read it."""
    states = (Status.ASSIGNED, Status.WAITING_CLIENT, Status.CLOSED)
    chosen = [Ticket.objects.filter(status=status).last() for status in states]
    chosen += [Ticket.objects.filter(escalations__acknowledged_at__isnull=is_open).first() for is_open in (True, False)]
    chosen.append(Ticket.objects.filter(policy__is_without_contract=True).first())
    chosen.append(Ticket.objects.filter(is_announced=True).first())
    for number in sorted({ticket.number for ticket in chosen if ticket}):
        yield Shown(f"/tickets/{number}/", "technician")
    theirs = ticket_of_client()
    yield Shown(f"/tickets/{theirs.number}/?show=all", "manager")
    yield Shown(f"/tickets/{theirs.number}/clocks/resolution/", "technician")


def composing() -> Iterator[Shown]:
    """A ticket while somebody writes, merges, or comes second."""
    address = f"/tickets/{ticket_of_client().number}/"
    for act in (acts.reply_with_nothing, acts.write_a_note, acts.look_at_a_reply):
        yield Shown(address, "technician", act=act, part="#composer")
    yield Shown(f"{address}?edit=title", "technician", act=acts.come_second, part="#property-title")
    yield Shown(f"{address}merge/preview/", "technician")
    yield Shown(f"{address}merge/preview/?into={ticket_of_client().number - 1}", "technician")


def editing() -> Iterator[Shown]:
    """Each form of a ticket, open where it stands."""
    theirs, known = ticket_of_client(), Ticket.objects.get(is_announced=True)
    verbs = [name for name, verb in VERBS.items() if verb.form and not verb.page]
    for place in sorted({*KINDS, *verbs} - ALIKE - NOT_HERE):
        number = known.number if place.endswith("_all") else theirs.number
        yield Shown(f"/tickets/{number}/?edit={place}", "manager", part=OPENED)
    closed = Ticket.objects.filter(status=Status.CLOSED).latest("number")
    yield Shown(f"/tickets/{closed.number}/?edit=reopen", "manager", part=OPENED)


def intake() -> Iterator[Shown]:
    known = ContactPhone.objects.filter(contact__user__email="client@example.org").first()
    assert known
    yield Shown("/tickets/new/", "operator")
    yield Shown(f"/tickets/new/?queue=010&phone={known.number[3:]:0>10}", "operator")
    yield Shown("/tickets/new/?queue=020&caller=ma", "operator")
    yield Shown("/tickets/new/callers/?caller=ma", "operator")
    yield Shown("/tickets/new/", "operator", act=acts.save_nothing)
    yield Shown("/tickets/new/", "operator", act=acts.look_for_a_caller, part="#matches")
    yield Shown(f"/tickets/{ticket_of_client().number}/opened/", "operator")


def duty() -> Iterator[Shown]:
    """Who is on duty, what is late, and how it goes."""
    yield Shown("/roster/", "manager")
    yield Shown("/roster/", "technician")
    yield Shown("/roster/", "manager", act=acts.put_nobody_on_call, part="form[action$='/roster/duties/']")
    yield Shown("/escalations/", "manager")
    yield Shown("/escalations/?view=all", "manager")
    yield Shown("/wall/", "manager")
    yield Shown("/wall/?screen", "manager")
    yield Shown("/reports/compliance/", "manager")
    yield Shown("/reports/compliance/?from=2020-01-01&to=2020-01-02", "manager")
    yield Shown("/reports/compliance/tickets/", "manager")


def shell() -> Iterator[Shown]:
    """Search, palette, notices and one's own page."""
    yield Shown("/search/?q=imprimante", "operator")
    yield Shown("/search/?q=introuvable", "operator")
    yield Shown("/search/", "operator")
    yield Shown("/palette/?q=tam", "operator")
    yield Shown("/search/", "operator", act=acts.open_the_palette, part="#palette")
    yield Shown("/notices/", "technician")
    yield Shown("/me/", "technician")
    yield Shown("/me/", "technician", act=acts.be_absent_backwards, part="form[action$='/absences/']")


def doors() -> Iterator[Shown]:
    """How one comes in and goes out, what is refused, and the components on one page."""
    yield Shown("/accounts/login/", "")
    yield Shown("/accounts/login/", "", act=acts.sign_in_wrongly)
    yield Shown("/accounts/link/", "")
    yield Shown("/accounts/link/?sent", "")
    yield Shown("/accounts/link/MQ/no-token/", "", 404)
    yield Shown("/demo/mails/", "")
    yield Shown(f"/demo/mails/{ticket_of_client().mails.latest('pk').pk}/", "")
    yield Shown("/accounts/logout/", "operator")
    yield Shown("/accounts/password/change/", "technician")
    yield Shown("/accounts/password/change/", "technician", act=acts.change_password_wrongly)
    yield Shown("/password/MQ/no-token/", "", 404)
    yield Shown("/tickets/999999/", "operator", 404)
    yield Shown("/escalations/", "client", 404)
    yield Shown("/components/", "operator")


def portal() -> Iterator[Shown]:
    """What clients and partners see: tickets in every state, a request, their account."""
    yield Shown("/portal/", "client")
    yield Shown("/portal/?q=introuvable", "client")
    yield Shown("/portal/?page=9", "client")
    yield Shown("/portal/", "outsider")
    yield Shown("/portal/", "partner")
    yield Shown("/portal/new/", "client")
    yield Shown("/portal/new/", "partner", act=acts.ask_while_all_is_stopped)
    yield Shown("/portal/new/", "client", act=acts.ask_nothing)
    yield Shown("/portal/compliance/", "partner")
    yield Shown("/portal/compliance/?from=2020-01-01&to=2020-01-02", "partner")
    yield Shown("/portal/compliance/?from=2020-01-02&to=2020-01-01", "partner")
    yield Shown("/portal/account/", "client")
    yield Shown("/accounts/password/change/", "client")
    theirs = Ticket.objects.filter(contact__user__email="client@example.org")
    for status in theirs.order_by().values_list("status", flat=True).distinct():
        yield Shown(f"/portal/tickets/{theirs.filter(status=status).latest('number').number}/", "client")
    address = f"/portal/tickets/{ticket_of_client().number}/"
    yield Shown(address, "client", act=acts.answer_nothing, part="#say")
    yield Shown(address, "client", act=acts.think_of_cancelling, part=".portal-cancel")


ROOMS = (
    lists,
    tickets,
    composing,
    editing,
    intake,
    duty,
    shell,
    doors,
    promises,
    house,
    letters,
    mails,
    clients,
    on_site,
    portal,
    portal_slips,
    planning,
    signing,
    slips,
)
# Addresses that answer, and are not among the pages above.
NO_PAGES = {
    "health": "for machines",
    "service_worker": "a script, for the browser alone",
    "manifest": "for whoever puts the day on a home screen",
    "shell_counts": "numbers of the rail, put there by a script",
    "live": "says whether anything changed",
    "ticket_updates": "lines of a list, put there by a script",
    "ticket_names": "proposals for a field of the filter",
    "ticket_new_preview": "the verdict beside the intake, put there by a script",
    "ticket_link_candidates": "proposals for the number of a ticket",
    "portal_new_preview": "what is promised, put beside the request by a script",
    "canned_reply": "plain text",
    "attachment": "a file",
    "slip_signature": "a file",
    "slip_pdf": "a file",
    "slip_blank": "a file",
    "photo": "a file",
    "catalogue_search": "what a script proposes for a line of supplies",
    "agreement": "a file",
    "mail_raw": "a file",
    "mail_file": "a file",
    "demo_mail_html": "a part of a page, framed by it",
    "ticket_export": "a file",
    "compliance_csv": "a file",
    "slip_export": "a file",
    "slip_totals_export": "a file",
    "setting_job": "a page, where the edit of a policy ends",
}
