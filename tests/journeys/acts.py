"""What is done on a page before it is read: forms that are refused, dialogs that ask, looks and edits."""

from __future__ import annotations

from playwright.sync_api import Page


def shown_again(page: Page, error: str = ".field-error") -> None:
    page.locator(error).first.wait_for()
    page.wait_for_load_state()


def sign_in_wrongly(page: Page) -> None:
    page.locator("[name=login]").fill("nobody@example.org")
    page.locator("[name=password]").fill("wrong")
    page.keyboard.press("Enter")
    shown_again(page, "[role=alert]")


def select_a_line(page: Page) -> None:
    page.locator(".ticket-row .check").first.check()
    page.locator("[data-bulk-count]").wait_for()


def ask_for_selected(page: Page) -> None:
    select_a_line(page)
    page.locator("[data-bulk] [value=progress]").click()
    page.locator("dialog[open] [name=status]").first.wait_for()


def change_selected(page: Page) -> None:
    select_a_line(page)
    page.locator("[data-bulk] [value=prioritize]").click()
    page.locator("dialog[open] label", has=page.locator("[value=high]")).click()
    page.locator("dialog[open] [name=sure]").click()
    page.locator("[data-bulk-done]").wait_for()


def reply_with_nothing(page: Page) -> None:
    page.locator("#reply-body").fill(" ")
    page.locator("form[action$='/reply/'] [data-send]").click()
    shown_again(page)


def write_a_note(page: Page) -> None:
    page.locator(".composer-kinds label", has=page.locator("[value=note]")).click()
    page.locator("#note-body").wait_for()


def look_at_a_reply(page: Page) -> None:
    page.locator("#reply-body").fill("**Bonjour**,\n\n- un\n- [deux](https://example.org)")
    page.locator("form[action$='/reply/'] [data-preview]:visible").click()
    page.locator(".composer-preview:visible").wait_for()


def come_second(page: Page) -> None:
    """Another title is given to the ticket while the form is open."""
    other = page.context.new_page()
    for window, title in ((other, "La première phrase"), (page, "La seconde phrase")):
        if window is other:
            window.goto(page.url)
        window.locator("#property-title [name=title]").fill(title)
        window.locator("#property-title [type=submit]").first.click()
        window.locator("[data-conflict], #edit-title").first.wait_for()
    other.close()


def save_nothing(page: Page) -> None:
    page.locator("#intake-save").click()
    shown_again(page)


def look_for_a_caller(page: Page) -> None:
    page.locator("#id_caller").press_sequentially("ma")
    page.locator(".matches .match").first.wait_for()


def put_nobody_on_call(page: Page) -> None:
    page.locator("form[action$='/roster/duties/'] button").click()
    shown_again(page)


def list_the_keys(page: Page) -> None:
    page.keyboard.press("?")
    page.locator("#shortcuts").wait_for()


def open_the_palette(page: Page) -> None:
    page.keyboard.press("Control+k")
    page.locator("[data-palette] input").fill("tam")
    page.locator("[data-palette] [role=option]", has_text="Tamarins").first.wait_for()


def be_absent_backwards(page: Page) -> None:
    page.locator("#absence-from_at").fill("2026-10-12T10:00")
    page.locator("#absence-until_at").fill("2026-10-11T10:00")
    page.locator("form[action$='/absences/'] button").click()
    shown_again(page)


def change_password_wrongly(page: Page) -> None:
    page.locator("[type=password]").evaluate_all("all => all.forEach((field, n) => { field.value = `wrong-${n}` })")
    page.locator("main form [type=submit]").click()
    shown_again(page)


def save_settings_wrongly(page: Page) -> None:
    page.locator(".house-form button[type=submit]").first.click()
    shown_again(page)


def open_the_filters(page: Page) -> None:
    page.locator(".list-filters summary").click()
    page.locator(".list-filter").wait_for()


def buy_nothing(page: Page) -> None:
    page.locator("form:has([name=verb][value=buy]) button[type=submit]").click()
    shown_again(page)


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


def try_it(page: Page) -> None:
    page.locator("#try-opened_at").fill("2026-10-12T11:45")
    page.locator("#try-promise").fill("2 h")
    page.locator("#setting-trial button[type=submit], #setting-trial button").first.click()
    page.locator(".try-result").wait_for()


def promise_nonsense(page: Page) -> None:
    page.locator("[name='high.resolution__duration']").fill("bientôt")
    page.locator("button[value=review]").click()
    shown_again(page)


def add_a_level(page: Page) -> None:
    for part in ("levels", "contacts"):
        before = page.locator(f"[name={part}-TOTAL_FORMS]").input_value()
        page.locator(f"button[value={part}]").click()
        page.locator(f"[name={part}-TOTAL_FORMS]:not([value='{before}'])").wait_for(state="attached")


def look_at_an_edit(page: Page) -> None:
    page.locator("[name='high.resolution__duration']").fill("1 h 30")
    page.locator("button[value=review]").click()
    page.locator("button[value=save]").wait_for()


def save_an_edit(page: Page) -> None:
    look_at_an_edit(page)
    page.locator("button[value=save]").click()
    page.locator("#job").wait_for()


def ask_while_all_is_stopped(page: Page) -> None:
    page.locator("select[name=account]").select_option(index=1)
    page.locator("[name=queue]").first.check()
    page.locator("[name=stopped][value=critical]").check()
    page.locator("#portal-preview .clock").first.wait_for()


def ask_nothing(page: Page) -> None:
    page.locator(".portal-form [type=submit]").click()
    shown_again(page)


def answer_nothing(page: Page) -> None:
    page.locator("#say .button-primary").click()
    shown_again(page, "#say-errors .form-error")


def think_of_cancelling(page: Page) -> None:
    page.locator(".portal-cancel summary").click()
    page.locator("#cancel-body").wait_for()
