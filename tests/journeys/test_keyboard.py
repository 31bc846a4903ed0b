"""By keyboard alone: everything is reached and shows that it is, nothing holds one, and Escape leads back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from sla.models import Calendar, Policy
from sla.seeds import BUSINESS_HOURS, STANDARD
from tests.journeys import acts
from tests.journeys.shown import Shown, ticket_of_client

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# What can be focused in the page, or in the dialog that lies over it; the radios of one group are one stop.
STOPS = """() => {
  const root = document.querySelector("dialog:modal") ?? document;
  const mark = element => [element, element.closest("label"), element.parentElement].filter(Boolean).map(it => {
    const style = getComputedStyle(it);
    return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.borderColor, style.backgroundColor].join();
  }).join();
  const group = element => element.type === "radio" ? `${element.form?.action} ${element.name}` : element;
  const found = [...root.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
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
FOCUSED = "element => element === document.activeElement"


def pages() -> dict[str, Shown]:
    ticket, policy = ticket_of_client(), Policy.objects.get(name=STANDARD)
    calendar = Calendar.objects.get(name=BUSINESS_HOURS)
    return {
        "list": Shown("/tickets/", "operator"),
        "selected": Shown("/tickets/", "operator", act=acts.select_a_line),
        "asked": Shown("/tickets/", "operator", act=acts.ask_for_selected),
        "ticket": Shown(f"/tickets/{ticket.number}/", "technician"),
        "edited": Shown(f"/tickets/{ticket.number}/?edit=title", "technician"),
        "intake": Shown("/tickets/new/?queue=010", "operator"),
        "roster": Shown("/roster/", "manager"),
        "calendar": Shown(f"/settings/calendars/{calendar.pk}/", "administrator"),
        "policy": Shown(f"/settings/policies/{policy.pk}/", "administrator"),
        "ladder": Shown(f"/settings/ladders/{policy.pk}/", "administrator"),
        "resources": Shown("/settings/resources/", "administrator"),
        "palette": Shown("/search/", "operator", act=acts.open_the_palette),
    }


@pytest.mark.parametrize(
    "name",
    ["list", "selected", "asked", "ticket", "edited", "intake", "roster"]
    + ["calendar", "policy", "ladder", "resources", "palette"],
)
def test_everything_is_reached_and_shows_that_it_is(name: str, visit: Callable[[Shown], Page]) -> None:
    page = visit(pages()[name])
    page.evaluate("document.activeElement.blur()")
    stops = page.evaluate(STOPS)
    reached, missed = [], set(range(len(stops)))
    # Day, month, year and hour are stops within one field.
    for _ in range(2 * len(stops) + 10):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("here()"))
        missed.discard(reached[-1]["stop"])
        if not missed:
            break
    assert [stops[number] for number in missed] == []
    seen = {each["stop"] for each in reached if each["seen"]}
    assert [stop for number, stop in enumerate(stops) if number not in seen] == []


@pytest.mark.parametrize("name", ["list", "ticket", "policy"])
def test_escape_closes_what_unfolds_and_gives_the_focus_back(name: str, visit: Callable[[Shown], Page]) -> None:
    page = visit(pages()[name])
    openers = page.locator("details.disclose > summary:visible")
    assert openers.count() > 0
    for number in range(openers.count()):
        opener = openers.nth(number)
        opener.press("Enter")
        expect(opener.locator("..")).to_have_attribute("open", "")
        page.evaluate("() => new Promise(requestAnimationFrame)")
        page.keyboard.press("Escape")
        expect(opener.locator("..")).not_to_have_attribute("open", "")
        assert opener.evaluate(FOCUSED), opener.inner_text()


@pytest.mark.parametrize(
    ("name", "key", "opened"),
    [
        ("list", "?", "#shortcuts"),
        ("list", "Control+k", "#palette"),
        ("selected", "", "#bulk-panel dialog"),
        ("policy", "", "#copy-policy"),
    ],
)
def test_escape_closes_a_dialog_and_gives_the_focus_back(
    name: str, key: str, opened: str, visit: Callable[[Shown], Page]
) -> None:
    page = visit(pages()[name])
    openers = {"selected": "[data-bulk] [value=assign]", "policy": "[popovertarget=copy-policy]"}
    opener = page.locator(openers.get(name, ".topbar a, .topbar button")).locator("visible=true").first
    opener.focus()
    page.keyboard.press(key or "Enter")
    expect(page.locator(opened)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(opened)).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.parametrize("place", ["title", "priority", "technician", "account", "description"])
def test_escape_leaves_the_form_of_a_property_and_gives_the_focus_back(
    place: str, visit: Callable[[Shown], Page]
) -> None:
    page = visit(pages()["ticket"])
    page.locator(f"#edit-{place}").press("Enter")
    expect(page.locator(f"#property-{place} [data-edit-form] :focus")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(f"#edit-{place}")).to_be_focused()
