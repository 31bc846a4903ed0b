"""How a page is read: by axe in both themes at both ends of width, and measured on any screen.

What can be wrong in one reading only is looked for in each; what was read before is not read again:

    1440 light   every rule
    1440 dark    the rules of colour
     360 dark    the rules on which width bears: what is shown, named, big enough, and every colour
     360 light   the rules of colour

The frame (rail, top bar, palette, shortcuts) is read once in each of its shapes, with what opens from it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

Rules = dict[str, Any]

OF_COLOUR = ("color-contrast", "link-in-text-block")
# A narrow screen hides words and shows others, folds tables and moves what was beside. All other rules look at the
# markup, which is the same at any width.
OF_WIDTH = (
    *("area-alt", "aria-command-name", "aria-dialog-name", "aria-hidden-focus", "aria-input-field-name"),
    *("aria-meter-name", "aria-progressbar-name", "aria-required-children", "aria-required-parent"),
    *("aria-toggle-field-name", "aria-tooltip-name", "bypass", "button-name", "empty-heading", "empty-table-header"),
    *("form-field-multiple-labels", "heading-order", "image-alt", "input-button-name", "input-image-alt"),
    *("label", "label-title-only", "landmark-one-main", "landmark-unique", "link-name", "list", "listitem"),
    *("nested-interactive", "page-has-heading-one", "region", "role-img-alt", "scrollable-region-focusable"),
    *("select-name", "skip-link", "summary-name", "svg-img-alt", "target-size"),
)
# axe's way of preloading style sheets inlines them, which the content security policy rightly refuses.
HOW: Rules = {"preload": False, "resultTypes": ["violations"]}
# The size of targets is a rule of WCAG 2.2 which axe leaves out by default.
EVERYTHING: Rules = {**HOW, "rules": {"target-size": {"enabled": True}}}
COLOURS: Rules = {**HOW, "runOnly": OF_COLOUR}
NARROW: Rules = {**HOW, "runOnly": OF_COLOUR + OF_WIDTH}

NARROWEST, WIDEST = 360, 1440
READ_AT = {
    NARROWEST: (("dark", NARROW), ("light", COLOURS)),
    WIDEST: (("light", EVERYTHING), ("dark", COLOURS)),
}
WIDTHS, HEIGHT = (320, 360, 820, 1199, 1440), 900
WHOLE = "html"
FRAME = ".rail, .topbar, #palette, #shortcuts"

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
# The elements and how they look, without what they say: times, counts and names differ from page to page.
SHAPE = """frame => [...document.querySelectorAll(frame)]
  .flatMap(part => [part, ...part.querySelectorAll("*")])
  .map(each => [each.localName, each.className.baseVal ?? each.className, each.hidden, each.ariaCurrent].join(" "))
  .join(", ")"""


def faults_of(page: Page, part: str = WHOLE, known: set[str] | None = None) -> Iterator[str]:
    """Whatever is wrong with the page that is shown, or a part of it, with what is folded in its main part.

    The frame is left out where `known` has its shape; else its shape is added.
    """
    page.evaluate(UNFOLD_ALL)
    shape = page.evaluate(SHAPE, FRAME)
    left_out = FRAME if part == WHOLE and known is not None and shape in known else ""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            yield f"scrolls sideways at {width}"
        for theme, rules in READ_AT.get(width, ()):
            yield from _heard(page, part, rules, theme, width, left_out)
    if part == WHOLE and known is not None:
        known.add(shape)


def faults_of_what_opens(page: Page, within: str, known: set[str]) -> Iterator[str]:
    """Open the popovers and dialogs within a part one after the other, but those that are known, and read each."""
    foldings = page.locator(f"details.disclose:has(> .popover):is({within}, :is({within}) *):visible")
    for number in range(foldings.count()):
        details = foldings.nth(number)
        name = details.evaluate(NAME)
        if name not in known:
            known.add(name)
            details.evaluate(UNFOLD)
            yield from (f"{name}: {fault}" for fault in _faults_of_part(page, ".disclose[open] > .popover"))
            details.evaluate(FOLD)
    dialogs = page.locator(f"dialog[popover]:is({within}, :is({within}) *)")
    for name in dialogs.evaluate_all("all => all.map(dialog => dialog.id)"):
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
    for theme, rules in READ_AT[WIDEST]:
        yield from _heard(page, part, rules, theme, WIDEST)


def _heard(page: Page, part: str, rules: Rules, theme: str, width: int, left_out: str = "") -> list[str]:
    """What axe finds in a part of the page: the rule, and where it is broken."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    page.evaluate(SETTLED)
    context = {"include": [part], "exclude": [left_out] if left_out else []}
    found = page.evaluate("([context, rules]) => axe.run(context, rules)", [context, rules])["violations"]
    return [
        f"{theme} at {width}: {rule['id']}: {node['target']} {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]
