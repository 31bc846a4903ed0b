"""How a page is read: by axe in both themes at both ends of width, and measured on any screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

# axe's way of preloading style sheets inlines them, which the content security policy rightly refuses. The size of
# targets is a rule of WCAG 2.2 which axe leaves out by default.
EVERYTHING: dict[str, Any] = {
    "preload": False,
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}
# All that the second theme can break: the rest of the rules look at what is there, not at its colour.
COLOURS: dict[str, Any] = {
    "preload": False,
    "resultTypes": ["violations"],
    "runOnly": ["color-contrast", "link-in-text-block"],
}
READ_AT = {360: ("dark", "light"), 1440: ("light", "dark")}
WIDTHS, HEIGHT = (320, 360, 820, 1199, 1440), 900
# The look of the last page fades into that of the next. What turns for ever is not awaited.
SETTLED = """() => Promise.allSettled(
  document.getAnimations()
    .filter(animation => animation.effect.getComputedTiming().endTime < Infinity)
    .map(animation => animation.finished)
)"""
UNFOLD_ALL = """() => {
  window.scrollTo(0, 0);
  for (const details of document.querySelectorAll("main details:not(.disclose)")) details.open = true;
}"""
UNFOLD = """details => {
  for (const each of [details, ...details.querySelectorAll("details")]) each.open = true;
}"""
FOLD = "details => { details.open = false }"
NAME = "details => details.querySelector('summary').textContent.replace(/\\s+/g, ' ').trim()"
SPAN = """element => {
  const box = element.getBoundingClientRect();
  return [Math.round(box.left), Math.max(Math.round(box.right), document.documentElement.scrollWidth)];
}"""


def faults_of(page: Page, part: str = "html") -> Iterator[str]:
    """Whatever is wrong with the page that is shown, or a part of it, with what is folded in its main part."""
    page.evaluate(UNFOLD_ALL)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield f"scrolls sideways at {width}"
        if width in READ_AT:
            whole, coloured = READ_AT[width]
            yield from _heard(page, part, EVERYTHING, whole, width)
            yield from _heard(page, part, COLOURS, coloured, width)


def faults_of_what_opens(page: Page, known: set[str]) -> Iterator[str]:
    """Open popovers and dialogs one after the other, but those that are known already, and read each."""
    foldings = page.locator("details.disclose:has(> .popover):visible")
    for number in range(foldings.count()):
        details = foldings.nth(number)
        name = details.evaluate(NAME)
        if name not in known:
            known.add(name)
            details.evaluate(UNFOLD)
            yield from (f"{name}: {fault}" for fault in _faults_of_part(page, ".disclose[open] > .popover"))
            details.evaluate(FOLD)
    for name in page.locator("dialog[popover]").evaluate_all("all => all.map(dialog => dialog.id)"):
        if name not in known:
            known.add(name)
            page.evaluate("id => document.getElementById(id).showPopover()", name)
            yield from (f"{name}: {fault}" for fault in _faults_of_part(page, f"#{name}"))
            page.evaluate("id => document.getElementById(id).hidePopover()", name)


def _faults_of_part(page: Page, part: str) -> Iterator[str]:
    """Whatever is wrong with what is open: it stays on the page at any width."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        left, right = page.locator(part).first.evaluate(SPAN)
        if left < 0 or right > width:
            yield f"reaches from {left} to {right} at {width}"
    for options, theme in zip((EVERYTHING, COLOURS), READ_AT[WIDTHS[-1]], strict=True):
        yield from _heard(page, part, options, theme, WIDTHS[-1])


def _heard(page: Page, part: str, options: dict[str, Any], theme: str, width: int) -> list[str]:
    """What axe finds in a part of the page: the rule, and where it is broken."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    page.evaluate(SETTLED)
    found = page.evaluate("([part, options]) => axe.run(part, options)", [part, options])["violations"]
    return [
        f"{theme} at {width}: {rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
