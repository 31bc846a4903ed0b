"""Every page, for everybody: read by axe in both themes and at both widths, by keyboard alone, and on any screen."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.core.management import call_command
from playwright.sync_api import Page

from helpdesk import first_administrator
from sla.models import Calendar, Policy
from sla.seeds import BUSINESS_HOURS, STANDARD
from tickets.actions.take import take_ticket
from tickets.choices import Status
from tickets.models import Account, CannedReply, ContactPhone, IssueType, Queue, Ticket, User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# axe's way of preloading style sheets inlines them, which the content security policy rightly refuses. The size of
# targets is a rule of WCAG 2.2 which axe leaves out by default.
AXE = {"preload": False, "resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# Both themes and both ends of width; a colour depends on the theme alone, so not each with each.
READ_AT = {360: "dark", 1440: "light"}
WIDTHS, HEIGHT = (320, 360, 820, 1199, 1440), 900
# The look of the last page fades into that of the next.
SETTLED = "() => Promise.all(document.getAnimations().map(animation => animation.finished))"
UNFOLD = """details => {
  for (const each of [details, ...details.querySelectorAll("details")]) each.open = true;
  return details.querySelector("summary").textContent.trim();
}"""
REACH = """() => {
  const box = document.querySelector(".disclose[open] > .popover").getBoundingClientRect();
  return [Math.round(box.left), Math.max(Math.round(box.right), document.documentElement.scrollWidth)];
}"""
STOPS = """() => {
  const mark = element => [element, element.closest("label"), element.parentElement].filter(Boolean).map(it => {
    const style = getComputedStyle(it);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor, style.backgroundColor].join();
  }).join();
  const group = element => element.type === "radio" ? `${element.form?.action} ${element.name}` : element;
  const found = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
    .filter(element => element.tabIndex >= 0 && !element.disabled && element.checkVisibility());
  const stops = [...new Set(found.map(group))];
  const before = new Map(found.map(element => [element, mark(element)]));
  window.here = () => {
    const element = document.activeElement;
    const seen = before.get(element) !== mark(element);
    return { stop: stops.indexOf(group(element)), seen, html: element.outerHTML.slice(0, 200) };
  };
  return stops.map(stop => stop.outerHTML?.slice(0, 200) ?? stop);
}"""


class Shown(NamedTuple):
    """A page: its address, its reader in the demo ("" for nobody), its answer, and what is done there first."""

    address: str
    reader: str
    status: int = 200
    act: Callable[[Page], object] | None = None


@pytest.fixture
def day(clock: Callable[..., dt.datetime]) -> None:
    """The day of the demo, on a Monday at 11:00."""
    clock("11:00")
    call_command("seed_demo", stdout=io.StringIO())


@pytest.fixture
def ticket(clock: Callable[..., dt.datetime], open_ticket: Callable[..., Ticket]) -> Ticket:
    """One of three, in the hands of somebody."""
    tickets = [open_ticket(priority=priority) for priority in ("low", "critical", "high")]
    now = clock("11:30")
    return take_ticket(ticket=tickets[1], by=User.objects.get(email="technician@example.org"), at=now)


@pytest.fixture
def visit(as_user: Callable[..., Page], new_page: Callable[..., Page], live_server: Any) -> Callable[[Shown], Page]:
    """Show a page to its reader, who signs in once."""
    pages: dict[str, Page] = {"": new_page(base_url=live_server.url, reduced_motion="reduce")}

    def visited(shown: Shown) -> Page:
        if shown.reader not in pages:
            reader = User.objects.get(email=f"{shown.reader}@example.org")
            pages[shown.reader] = as_user(reader, reduced_motion="reduce")
        page = pages[shown.reader]
        page.set_viewport_size({"width": 1440, "height": HEIGHT})
        answer = page.goto(shown.address)
        assert answer is not None
        assert answer.status == shown.status, shown.address
        if shown.act:
            shown.act(page)
        return page

    return visited


def save_nothing(page: Page) -> None:
    page.locator("#intake-save").click()
    shown_again(page)


def put_nobody_on_call(page: Page) -> None:
    page.locator("form[action$='/roster/duties/'] button").click()
    shown_again(page)


def sign_in_wrongly(page: Page) -> None:
    page.locator("[name=login]").fill("nobody@example.org")
    page.locator("[name=password]").fill("wrong")
    page.keyboard.press("Enter")
    shown_again(page, "[role=alert]")


def save_settings_wrongly(page: Page) -> None:
    page.locator(".house-form button[type=submit]").first.click()
    shown_again(page)


def reply_with_nothing(page: Page) -> None:
    page.locator("#reply-body").fill(" ")
    page.locator("form[action$='/reply/'] [data-send]").click()
    shown_again(page)


def ask_for_selected(page: Page) -> None:
    page.locator(".ticket-row .check").first.check()
    page.locator("[data-bulk] [value=progress]").click()
    page.locator("dialog[open] [name=status]").first.wait_for()


def list_the_keys(page: Page) -> None:
    page.keyboard.press("?")
    page.locator("#shortcuts").wait_for()


def be_absent_backwards(page: Page) -> None:
    page.locator("#absence-from_at").fill("2026-10-12T10:00")
    page.locator("#absence-until_at").fill("2026-10-11T10:00")
    page.locator("form[action$='/absences/'] button").click()
    shown_again(page)


def shown_again(page: Page, error: str = ".field-error") -> None:
    page.locator(error).first.wait_for()
    page.wait_for_load_state()


def pages_of_tickets() -> Iterator[Shown]:
    """In time, paused, done, escalated, acknowledged and without contract; as staff and as a client read it."""
    states = (Status.ASSIGNED, Status.WAITING_CLIENT, Status.CLOSED)
    chosen = [Ticket.objects.filter(status=status).last() for status in states]
    chosen += [Ticket.objects.filter(escalations__acknowledged_at__isnull=is_open).first() for is_open in (True, False)]
    chosen.append(Ticket.objects.filter(policy__is_without_contract=True).first())
    for number in sorted({ticket.number for ticket in chosen if ticket}):
        yield Shown(f"/tickets/{number}/", "technician")
    theirs = Ticket.objects.filter(contact__user__email="client@example.org").first()
    assert theirs
    yield Shown(f"/tickets/{theirs.number}/", "client")
    yield Shown(f"/tickets/{theirs.number}/", "technician", act=reply_with_nothing)
    yield Shown(f"/tickets/{theirs.number}/clocks/resolution/", "technician")
    for place in ("title", "account", "issue", "description", "split", "link", "time"):
        yield Shown(f"/tickets/{theirs.number}/?edit={place}", "technician")
    yield Shown(f"/tickets/{theirs.number}/merge/preview/?into={theirs.number - 1}", "technician")
    yield Shown(f"/tickets/{theirs.number}/opened/", "operator")


def pages_of_the_house() -> Iterator[Shown]:
    """The settings of the house, and clients: lists, forms, a form that is sent wrongly."""
    for part in ("queues", "resources", "issue-types", "work-types", "canned-replies", "reach", "letterhead", "people"):
        yield Shown(f"/settings/{part}/", "administrator")
    for part, model in (("queues", Queue), ("issue-types", IssueType), ("canned-replies", CannedReply)):
        yield Shown(f"/settings/{part}/{model.objects.first().pk}/", "administrator")  # type: ignore[attr-defined]
    philippe = User.objects.get(name="Philippe")
    yield Shown(f"/settings/people/{philippe.pk}/", "administrator")
    yield Shown("/settings/people/add/", "administrator", act=save_settings_wrongly)
    account = Account.objects.get(contacts__user__email="client@example.org")
    yield Shown("/clients/", "operator")
    yield Shown("/clients/?q=introuvable", "administrator")
    yield Shown(f"/clients/{account.pk}/", "administrator")
    yield Shown(f"/clients/{account.pk}/edit/", "administrator")
    yield Shown(f"/clients/{account.pk}/contracts/{account.contracts.get().pk}/", "administrator")
    yield Shown(f"/clients/{account.pk}/contacts/add/", "operator")
    yield Shown("/password/MQ/no-token/", "", 404)


def pages_of_promises() -> Iterator[Shown]:
    """Calendars, policies and ladders: lists, forms, a form refused, the look at what an edit touches, its progress."""
    calendar, policy = Calendar.objects.get(name=BUSINESS_HOURS), Policy.objects.get(name=STANDARD)
    yield Shown("/settings/", "administrator")
    for area, subject in (("calendars", calendar), ("policies", policy), ("ladders", policy)):
        yield Shown(f"/settings/{area}/", "administrator")
        yield Shown(f"/settings/{area}/{subject.pk}/", "administrator")
    yield Shown("/settings/calendars/new/", "administrator", act=add_rows)
    yield Shown(f"/settings/calendars/{calendar.pk}/", "administrator", act=never_open)
    yield Shown(f"/settings/policies/{policy.pk}/", "administrator", act=look_at_an_edit)
    yield Shown(f"/settings/policies/{policy.pk}/", "administrator", act=save_an_edit)
    yield Shown("/settings/log/", "administrator")


def add_rows(page: Page) -> None:
    for part in ("seasons", "closures", "openings"):
        page.locator(f"button[value={part}]").click()
        page.locator(f"[name={part}-TOTAL_FORMS]").wait_for(state="attached")
        page.locator(f"[id^=id_{part}-{1 if part == 'seasons' else 0}-]").first.wait_for(state="attached")


def never_open(page: Page) -> None:
    for day in range(5):
        page.locator(f"[name=seasons-0-day_{day}]").fill("")
    page.locator("[name=seasons-0-day_5]").fill("demain")
    page.locator("button[value=review]").click()
    shown_again(page)


def look_at_an_edit(page: Page) -> None:
    page.locator("[name='high.resolution__duration']").fill("1 h 30")
    page.locator("button[value=review]").click()
    page.locator("button[value=save]").wait_for()


def save_an_edit(page: Page) -> None:
    look_at_an_edit(page)
    page.locator("button[value=save]").click()
    page.locator("#job").wait_for()


def every_page() -> Iterator[Shown]:
    known = ContactPhone.objects.filter(contact__user__email="client@example.org").first()
    assert known
    yield Shown("/accounts/login/", "")
    yield Shown("/accounts/login/", "", act=sign_in_wrongly)
    yield Shown("/accounts/logout/", "operator")
    yield Shown("/tickets/", "operator")
    yield Shown("/tickets/", "client")
    yield Shown("/tickets/?view=mine", "manager")
    yield Shown("/tickets/?q=introuvable", "operator")
    yield Shown("/tickets/?order=client&columns=number,title,queue,level,policy,type,opened,response", "operator")
    yield Shown("/tickets/filter/?priority=high&opened_from=2026-13-40&apply=1", "operator")
    yield Shown("/tickets/columns/", "operator")
    yield Shown("/tickets/?state=any", "operator", act=ask_for_selected)
    yield from pages_of_tickets()
    yield from pages_of_promises()
    yield Shown("/tickets/new/", "operator")
    yield Shown(f"/tickets/new/?queue=010&phone={known.number[3:]:0>10}", "operator")
    yield Shown("/tickets/new/", "operator", act=save_nothing)
    yield Shown("/roster/", "manager")
    yield Shown("/roster/", "technician")
    yield Shown("/roster/", "manager", act=put_nobody_on_call)
    yield Shown("/escalations/", "manager")
    yield Shown("/escalations/?view=all", "manager")
    yield Shown("/wall/", "manager")
    yield Shown("/wall/?screen", "manager")
    yield Shown("/reports/compliance/", "manager")
    yield Shown("/reports/compliance/?from=2020-01-01&to=2020-01-02", "manager")
    yield Shown("/reports/compliance/tickets/", "manager")
    yield from pages_of_the_house()
    yield Shown("/search/?q=imprimante", "operator")
    yield Shown("/search/?q=imprimante&state=done", "client")
    yield Shown("/search/?q=introuvable", "operator")
    yield Shown("/search/", "operator")
    yield Shown("/palette/?q=tam", "operator")
    yield Shown("/notices/", "technician")
    yield Shown("/notices/", "client")
    yield Shown("/me/", "technician")
    yield Shown("/me/", "technician", act=list_the_keys)
    yield Shown("/me/", "technician", act=be_absent_backwards)
    yield Shown("/me/", "client")
    yield Shown("/accounts/password/change/", "technician")
    yield Shown("/tickets/999999/", "operator", 404)
    yield Shown("/escalations/", "client", 409)


def read_aloud(page: Page, part: str = "html") -> list[str]:
    """What axe finds in a part of the page: the rule, and where it is broken."""
    page.evaluate(SETTLED)
    found = page.evaluate("([part, options]) => axe.run(part, options)", [part, AXE])["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


def faults_of(page: Page) -> Iterator[str]:
    """Whatever is wrong with the page that is shown."""
    page.evaluate(AXE_SCRIPT)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield f"scrolls sideways at {width}"
        if width in READ_AT:
            page.emulate_media(color_scheme=READ_AT[width], reduced_motion="reduce")
            yield from read_aloud(page)


def faults_of_popovers(page: Page) -> Iterator[str]:
    """Unfold one after the other, with all that is folded inside: no one leaves the page, and axe finds nothing."""
    page.evaluate(AXE_SCRIPT)
    foldings = page.locator("details.disclose:has(> .popover)")
    for number in range(foldings.count()):
        name = foldings.nth(number).evaluate(UNFOLD)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": HEIGHT})
            left, right = page.evaluate(REACH)
            if left < 0 or right > width:
                yield f"{name} reaches from {left} to {right} at {width}"
        yield from read_aloud(page, ".disclose[open]")
        foldings.nth(number).evaluate("details => { details.open = false }")


def test_axe_finds_nothing_and_no_page_scrolls_sideways(
    day: None, visit: Callable[[Shown], Page], complaints: list[str]
) -> None:
    faults = {}
    for shown in every_page():
        page = visit(shown)
        name = f"{shown.address} {shown.reader} {shown.act.__name__ if shown.act else ''}"
        faults[name] = list(faults_of(page)) + [
            heard for heard in complaints if "the server responded with" not in heard
        ]
        complaints.clear()
    assert {name: found for name, found in faults.items() if found} == {}


def test_axe_finds_nothing_where_the_first_administrator_is_made(db: None, visit: Callable[[Shown], Page]) -> None:
    assert list(faults_of(visit(Shown(first_administrator.path(), "")))) == []


def test_what_unfolds_stays_on_the_page(ticket: Ticket, visit: Callable[[Shown], Page]) -> None:
    for address in ("/tickets/", f"/tickets/{ticket.number}/"):
        assert list(faults_of_popovers(visit(Shown(address, "technician")))) == []


def test_everything_is_reached_by_keyboard_and_shows_that_it_is(ticket: Ticket, visit: Callable[[Shown], Page]) -> None:
    for address in ("/tickets/", f"/tickets/{ticket.number}/", "/tickets/new/?queue=010"):
        page = visit(Shown(address, "operator"))
        page.evaluate("document.activeElement.blur()")
        stops = page.evaluate(STOPS)
        reached = []
        for _ in range(len(stops) + 2):
            page.keyboard.press("Tab")
            reached.append(page.evaluate("here()"))
        missed = [html for number, html in enumerate(stops) if number not in {each["stop"] for each in reached}]
        assert missed == [], address
        assert [each["html"] for each in reached if each["stop"] >= 0 and not each["seen"]] == [], address
