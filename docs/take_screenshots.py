"""The pictures of README and docs, taken from a demo of its own in a real browser: `make screenshots`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from runner import chromium
from runner.address import Address
from runner.failure import Failure
from runner.ports import free_port
from runner.spawn import wait_until

HERE = Path(__file__).parent
PROJECT = HERE.parent
PICTURES = HERE / "screenshots"
PASSWORD = "demo-astreinte"
STARTS_WITHIN, ENDS_WITHIN = 120.0, 30.0
ARGUMENTS = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
SETTLED = "() => Promise.all(document.getAnimations().map(animation => animation.finished))"


class Picture(NamedTuple):
    """One picture: who looks, at what, in which theme and width, and what they do there first."""

    name: str
    reader: str
    address: str
    theme: str = "light"
    width: int = 1440
    height: int = 900
    act: Callable[[Page], object] | None = None


def open_a_late_ticket(page: Page) -> None:
    """Follow a line of the list whose promise is broken."""
    page.locator("a.ticket-title", has_text="Plus aucun appel entrant").first.click()
    page.wait_for_load_state("networkidle")


def take_a_call(page: Page) -> None:
    """A known caller, a title and what is stopped: queue, technician and both deadlines stand below."""
    page.locator("input:focus").press_sequentially("nadia", delay=20)
    page.locator(".matches .match").first.wait_for()
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    page.locator("[name=title]").fill("Plus d’accès au dossier des patients")
    page.locator("[name=priority][value=high]").check(force=True)
    page.wait_for_timeout(1_500)


def open_the_palette(page: Page) -> None:
    """Ctrl+K and a few letters."""
    page.keyboard.press("Control+k")
    page.keyboard.type("tamar", delay=20)
    page.wait_for_timeout(800)


def open_a_calendar(page: Page) -> None:
    """The week of the opening hours, as it is painted."""
    page.locator(".settings-table a", has_text="Heures ouvr").first.click()
    page.wait_for_load_state()


def open_the_slip_of_now(page: Page) -> None:
    """The visit that is under way."""
    page.locator("a[href$='/slip/']").first.click()
    page.wait_for_load_state("networkidle")


PICTURES_TAKEN = (
    Picture("list", "operator", "/tickets/"),
    Picture("list-dark", "operator", "/tickets/", theme="dark"),
    Picture("list-phone", "technician", "/tickets/", width=390, height=844),
    Picture("ticket", "technician", "/tickets/", act=open_a_late_ticket),
    Picture("intake", "operator", "/tickets/new/?queue=010", act=take_a_call),
    Picture("palette", "operator", "/tickets/", act=open_the_palette),
    Picture("wall", "manager", "/wall/", theme="dark", height=1010),
    Picture("roster", "manager", "/roster/"),
    Picture("compliance", "manager", "/reports/compliance/"),
    Picture("planning", "manager", "/interventions/", height=1010),
    Picture("slip-phone", "technician", "/interventions/day/", width=390, height=844, act=open_the_slip_of_now),
    Picture("portal", "client", "/portal/"),
    Picture("settings-calendar", "administrator", "/settings/calendars/", act=open_a_calendar),
)


def main() -> None:
    """Take all of them, or those that are named."""
    path = chromium.find()
    if path is None:
        raise Failure("There is no Chromium: install it (apt install chromium), or set CHROMIUM to its path.")
    wanted = [picture for picture in PICTURES_TAKEN if picture.name in sys.argv[1:] or not sys.argv[1:]]
    with a_demo() as url, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for picture in wanted:
            take(browser, url, picture)
            print(f"docs/screenshots/{picture.name}.png")
        browser.close()


@contextmanager
def a_demo() -> Iterator[str]:
    """The address of a demo that runs for us alone, and is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="astreinte-pictures-") as folder:
        address = Address("127.0.0.1", free_port())
        ours = {"DATA_DIR": folder, "PORT": str(address.port), "HOST": address.host, "DEMO": "1"}
        command = [sys.executable, "-m", "runner", "run"]
        demo = subprocess.Popen(command, cwd=PROJECT, env=os.environ | ours, stdout=subprocess.DEVNULL)
        try:
            if not wait_until(address.is_healthy, patience=STARTS_WITHIN, pause=0.5):
                raise Failure("The demo does not start: `make run` says why.")
            yield address.url
        finally:
            demo.terminate()
            demo.wait(ENDS_WITHIN)


def take(browser: Browser, url: str, picture: Picture) -> None:
    """Sign in as its reader, do what they do, and keep what the window shows."""
    look = {"color_scheme": picture.theme, "viewport": {"width": picture.width, "height": picture.height}}
    context = browser.new_context(base_url=url, locale="fr-FR", timezone_id="Europe/Paris", **look)
    page = context.new_page()
    page.goto(f"/accounts/login/?next={picture.address}")
    page.fill("input[name=login]", f"{picture.reader}@example.org")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    # Once more, without the message that one has signed in.
    page.goto(picture.address)
    page.wait_for_load_state("networkidle")
    if picture.act:
        picture.act(page)
    page.evaluate(SETTLED)
    page.screenshot(path=PICTURES / f"{picture.name}.png")
    context.close()


if __name__ == "__main__":
    main()
