"""What the worker keeps on the phone: for one person, and of one release."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from interventions.models import Slip
from interventions.views import offline
from tests.journeys.on_site.acts import FINDINGS, SENT, arrive, kept_pages, open_slip, says, sign_in, until

pytestmark = pytest.mark.browser
READ = "async (address) => (await caches.match(address, {ignoreVary: true})).text()"
WRITE = """async ([address, text]) => {
  const name = (await caches.keys()).find((found) => found.startsWith("slip-pages-"));
  const kept = await caches.open(name);
  const {headers} = await kept.match(address, {ignoreVary: true});
  await kept.put(address, new Response(text, {headers}));
}"""


def test_somebody_else_on_the_same_phone_sees_and_sends_nothing_of_it(phone, visit, cast, complaints):
    arrive(phone, visit)
    phone.context.set_offline(True)
    phone.get_by_label(FINDINGS).fill("Confidentiel")
    says(phone, "1 change to be sent.")
    phone.context.clear_cookies()
    phone.context.set_offline(False)
    phone.goto("/accounts/login/")
    until(phone, lambda: not kept_pages(phone))
    sign_in(phone, cast.manager)
    phone.goto("/interventions/day/")
    says(phone, SENT)
    open_slip(phone, visit)
    expect(phone.get_by_label(FINDINGS)).not_to_have_value("Confidentiel")
    phone.wait_for_timeout(300)
    assert Slip.objects.get().findings == ""

    phone.context.clear_cookies()
    phone.goto("/accounts/login/")
    sign_in(phone, cast.technician)
    open_slip(phone, visit)
    until(phone, lambda: Slip.objects.get().findings == "Confidentiel")
    complaints.clear()


def test_a_new_release_replaces_what_is_kept(phone, visit, complaints, monkeypatch):
    address = f"/interventions/{visit.pk}/slip/"
    (old,) = kept_releases(phone)
    changed = offline._worker().replace(old.removeprefix("slip-static-"), "another-one")
    monkeypatch.setattr(offline, "_worker", lambda: changed)
    phone.evaluate("navigator.serviceWorker.getRegistration('/interventions/').then((worker) => worker.update())")
    until(phone, lambda: kept_releases(phone) == ["slip-static-another-one"])
    assert address in kept_pages(phone)
    phone.context.set_offline(True)
    open_slip(phone, visit)
    expect(phone.locator(".slip-bar")).to_have_css("position", "sticky")
    complaints.clear()


def test_a_page_kept_before_the_arrival_shows_the_arrival_all_the_same(phone, visit, complaints):
    address = f"/interventions/{visit.pk}/slip/"
    before = phone.evaluate(READ, address)
    arrive(phone, visit)
    until(phone, lambda: phone.evaluate(READ, address) != before)
    phone.evaluate(WRITE, [address, before])
    phone.context.set_offline(True)
    open_slip(phone, visit)
    expect(phone.get_by_label(FINDINGS)).to_be_visible()
    expect(phone.get_by_role("button", name="I have arrived")).to_be_hidden()
    complaints.clear()


def kept_releases(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "async () => (await caches.keys()).filter((name) => name.startsWith('slip-static-'))"
    )
    return found
