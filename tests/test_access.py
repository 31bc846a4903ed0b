"""Who gets what answer at every address: one table. An address that is not in it fails the test."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django.plugin import DjangoDbBlocker

from administration.actions.calendar import copy_calendar
from administration.actions.plan_edit import plan_edit
from administration.actions.policy import copy_policy
from administration.actions.resources import add_level
from administration.choices import Area
from administration.values.policy import policy_values
from escalation.actions.escalate import escalate_ticket
from interventions.actions.arrive import start_intervention
from interventions.actions.freeze import freeze_slip
from interventions.actions.leave import leave_site
from interventions.actions.photo import PhotoTaken, add_photo
from interventions.actions.plan import Appointment, Errand, plan_intervention
from interventions.choices import SignatureKind
from interventions.models import CatalogueItem, Signature, Site
from mail.models import Mailbox
from sla.models import Policy
from sla.seeds import STANDARD
from tests import factories
from tests.conftest import MORNING, Cast, make_cast
from tests.mail.letters import mail, take
from tickets.actions.absence import add_absence
from tickets.actions.link import link_tickets
from tickets.actions.note import add_note
from tickets.actions.reply import reply_to_ticket
from tickets.actions.resolve import resolve_ticket
from tickets.actions.roster import add_duty
from tickets.actions.save_view import save_view
from tickets.actions.time import log_time
from tickets.actions.timer import start_timer
from tickets.choices import LinkKind
from tickets.models import CannedReply, Duty, IssueType, Notice, OutboxMail, Ticket, TimeEntry, User, WorkType

STAFF = ("operator", "technician", "manager", "administrator")
# The ticket is the client's own, and the partner looks after their account.
OWN = ("client", "partner")
# A colleague without the right to the company's tickets, and another company.
FOREIGN = ("colleague", "outsider")

SEEN, DONE, MOVED, MISSING, REFUSED, INVALID, SIGN_IN = 200, 204, 302, 404, 409, 422, "sign-in"
Answer = int | str


def answers(staff: Answer, own: Answer, foreign: Answer, **others: Answer) -> dict[str, Answer]:
    """The answer to each person; nobody gets far without signing in."""
    table: dict[str, Answer] = {"anonymous": SIGN_IN}
    for people, answer in ((STAFF, staff), (OWN, own), (FOREIGN, foreign)):
        table |= dict.fromkeys(people, answer)
    return table | others


def everybody(answer: Answer, anonymous: Answer) -> dict[str, Answer]:
    return answers(answer, answer, answer, anonymous=anonymous)


@dataclass(frozen=True)
class Row:
    """An address: the answer to each person, and what is sent. `on` names what the address is about."""

    name: str
    answers: Mapping[str, Answer]
    on: str = ""
    more: tuple[object, ...] = ()
    fields: Mapping[str, object] | None = field(default=None)

    @property
    def is_post(self) -> bool:
        return self.fields is not None


def of_house(staff: Answer, **others: Answer) -> dict[str, Answer]:
    """A page of the house: outside of it, it does not exist."""
    return answers(staff, MISSING, MISSING, **others)


HOUSE = of_house(SEEN)
# Clients are led to the same page of the portal, whosever ticket it is; there it is theirs or is not.
LED_OVER = answers(SEEN, MOVED, MOVED)
SHARED = answers(SEEN, SEEN, MISSING)
WORK = of_house(MOVED)
# The technician's own: nobody else stops their timer, or corrects what they logged.
OWN_TIME = of_house(REFUSED, technician=MOVED)
STEERING = of_house(REFUSED, manager=SEEN, administrator=SEEN)
VIEW_OF_MANAGER = of_house(REFUSED, manager=MOVED, administrator=MOVED)
SETTINGS = of_house(REFUSED, administrator=SEEN)
SET = of_house(REFUSED, administrator=MOVED)
# The portal: staff are led to the same page of the house, where there is one.
PORTAL = answers(MOVED, SEEN, SEEN)
OWN_TICKET = answers(MOVED, SEEN, MISSING)
DONE_BY_CLIENT = answers(MISSING, MOVED, MISSING)
OPEN = everybody(SEEN, anonymous=SEEN)


SPAN = {"from_at": "2026-10-13T18:00", "until_at": "2026-10-14T09:00"}
DUTY = {"queue": "queue", "technician": "technician", **SPAN}
ABSENCE = {"user": "technician", **SPAN}
VISIT = {"technicians": "technician", "starts_at": "2026-10-20T09:00", "ends_at": "2026-10-20T10:00"}


def work(verb: str, on: str = "ticket", **fields: object) -> Row:
    return Row(f"ticket_{verb}", WORK, on=on, fields=fields)


TABLE = [
    Row("home", everybody(MOVED, anonymous=SIGN_IN)),
    Row("health", OPEN),
    Row("preferences", everybody(MOVED, anonymous=SIGN_IN), fields={"theme": "dark"}),
    Row("search", LED_OVER),
    Row("palette", HOUSE),
    Row("shell_counts", HOUSE),
    Row("notice_list", HOUSE),
    Row("notice_open", answers(MISSING, MISSING, MISSING, technician=MOVED), on="notice"),
    Row("notices_read", WORK, fields={}),
    Row("me", LED_OVER),
    Row("mails_wanted", WORK, fields={}),
    Row("absence_add", WORK, fields=SPAN),
    Row("absence_remove", answers(MISSING, MISSING, MISSING, technician=MOVED), on="absence", fields={}),
    Row("gallery", HOUSE),
    Row("account_login", everybody(MOVED, anonymous=SEEN)),
    Row("account_logout", everybody(MOVED, anonymous=MOVED), fields={}),
    Row("account_signup", everybody(MOVED, anonymous=MOVED)),
    Row("account_inactive", everybody(MOVED, anonymous=MOVED)),
    Row("account_change_password", everybody(SEEN, anonymous=SIGN_IN)),
    # Whoever has a password changes it.
    Row("account_set_password", everybody(MOVED, anonymous=SIGN_IN)),
    Row("sign_in_link", everybody(MOVED, anonymous=SEEN)),
    # Whoever has the link; these have none.
    Row("sign_in_by_link", everybody(MISSING, anonymous=MISSING), more=("MQ", "no-token")),
    # Only between the first step and the second.
    Row("mfa_authenticate", everybody(MOVED, anonymous=MOVED)),
    # Where the demo is; its cast goes by the same addresses as that of the tests.
    Row("demo_mails", OPEN),
    Row("demo_mail", OPEN, on="mail_out"),
    Row("demo_mail_html", OPEN, on="mail_out"),
    Row("first_administrator", everybody(MISSING, anonymous=MISSING), more=("0000",)),
    Row("ticket_list", LED_OVER),
    Row("ticket_filter", HOUSE),
    Row("ticket_names", HOUSE),
    Row("ticket_columns", HOUSE),
    Row("ticket_updates", HOUSE),
    Row("ticket_export", HOUSE),
    Row("ticket_bulk", HOUSE, fields={"tickets": "ticket", "verb": "assign", "technician": "technician", "sure": "1"}),
    Row("view_save", WORK, fields={"name": "Urgents"}),
    # The manager's own, shared: others of the house see it, administrators change it.
    Row("view_change", VIEW_OF_MANAGER, on="view", fields={"name": "Urgents"}),
    Row("view_remove", VIEW_OF_MANAGER, on="view", fields={}),
    Row("view_remove", of_house(MISSING, manager=MOVED), on="private_view", fields={}),
    Row("live", everybody(DONE, anonymous=SIGN_IN)),
    Row("ticket_new", LED_OVER),
    Row("ticket_new_preview", HOUSE),
    Row("caller_search", HOUSE),
    Row("ticket_opened", HOUSE, on="ticket"),
    Row("ticket", LED_OVER, on="ticket"),
    Row("clock_explanation", LED_OVER, on="ticket", more=("resolution",)),
    work("assign", technician="technician"),
    work("take"),
    work("route", queue="queue"),
    work("reply", body="Bonjour"),
    Row("ticket_preview", HOUSE, on="ticket", fields={"kind": "reply", "body": "Bonjour"}),
    Row("canned_reply", HOUSE, on="ticket", more=("canned",)),
    # What has left is refused; tests/tickets/test_withdraw.py takes back what has not.
    Row("ticket_withdraw", of_house(REFUSED), on="ticket", fields={"message": "message"}),
    work("watch"),
    work("unwatch"),
    work("copy", email="chef@client.example.org"),
    work("note", body="Interne"),
    work("call", body="Rappelé"),
    work("wait", status="waiting_client", reason="réponse"),
    work("resume"),
    work("schedule"),
    work("prioritize", priority="critical"),
    work("reclassify", kind="incident"),
    work("resolve", solution="Rebranché"),
    work("close", on="resolved"),
    work("reopen", on="resolved", reason="Encore"),
    work("cancel", reason="doublon"),
    work("merge", into="sibling"),
    work("link", other="sibling", kind="duplicate"),
    work("time", minutes="5", work_type="work_type"),
    Row(
        "ticket_correct_time",
        OWN_TIME,
        on="ticket",
        fields={"entry": "entry", "minutes": "5", "work_type": "work_type"},
    ),
    work("timer_start"),
    Row("ticket_timer_stop", OWN_TIME, on="ticket", fields={"minutes": "5", "work_type": "work_type"}),
    Row("ticket_timer_drop", OWN_TIME, on="ticket", fields={}),
    work("guarantee", has_guaranteed_repair="on"),
    work("reword", title="Toute la file"),
    work("change_account", account="Clinique des Tamarins", contact=""),
    work("unlink", link="link"),
    work("split", title="Scanner"),
    work("problem", title="Pourquoi"),
    work("announce"),
    work("unannounce"),
    Row("ticket_reply_all", HOUSE, on="ticket", fields={"body": "Bonjour"}),
    Row("ticket_resolve_all", HOUSE, on="ticket", fields={"solution": "Rebranché"}),
    Row("ticket_presence", HOUSE, on="ticket", fields={"doing": "looks"}),
    Row("ticket_merge_preview", HOUSE, on="ticket"),
    Row("ticket_link_candidates", HOUSE, on="ticket"),
    Row("roster", HOUSE),
    Row("duty_add", VIEW_OF_MANAGER, fields=DUTY),
    Row("duty_remove", VIEW_OF_MANAGER, on="duty", fields={}),
    # The technician's own: others see the form again, where only they themselves can be chosen.
    Row("roster_absence_add", of_house(MOVED, operator=SEEN), fields=ABSENCE),
    Row("roster_absence_remove", of_house(MOVED, operator=REFUSED), on="absence", fields={}),
    Row("attachment", SHARED, on="file"),
    Row("attachment", answers(SEEN, MISSING, MISSING), on="internal_file"),
    Row("ticket_escalate", WORK, on="late", fields={"reason": "Tout est arrêté"}),
    Row("escalation_list", HOUSE),
    Row("escalation_acknowledge", WORK, on="escalation", fields={}),
    Row("wall", STEERING),
    Row("compliance", STEERING),
    Row("compliance_csv", STEERING),
    Row("compliance_tickets", STEERING),
    Row("settings", SETTINGS),
    Row("settings_log", SETTINGS),
    Row("setting_job", SETTINGS, on="setting_job"),
    Row("calendar_list", SETTINGS),
    Row("calendar_new", SETTINGS),
    Row("calendar_edit", SETTINGS, on="calendar"),
    Row("calendar_copy", SET, on="calendar", fields={}),
    Row("calendar_remove", SET, on="unused_calendar", fields={}),
    Row("policy_list", SETTINGS),
    Row("policy_new", SETTINGS),
    Row("policy_edit", SETTINGS, on="policy"),
    Row("policy_copy", SET, on="policy", fields={"name": "Copie"}),
    Row("policy_remove", SET, on="unused_policy", fields={}),
    Row("ladder_list", SETTINGS),
    Row("ladder_edit", SETTINGS, on="policy"),
    Row("queue_list", SETTINGS),
    Row("queue_add", SETTINGS),
    Row("queue_edit", SETTINGS, on="queue"),
    Row("queue_move", SET, on="queue", fields={"step": "1"}),
    Row("queue_retire", SET, on="queue", fields={}),
    Row("queue_restore", SET, on="queue", fields={}),
    Row("resources", SETTINGS),
    Row("resource_add", SET, on="resource_level", fields={"technician": "technician"}),
    Row("resource_move", SET, on="resource", fields={"step": "1"}),
    Row("resource_remove", SET, on="resource", fields={}),
    Row("level_add", SET, on="queue", fields={}),
    Row("level_remove", SET, on="empty_level", fields={}),
    Row("issue_types", SETTINGS),
    Row("issue_type_add", SETTINGS),
    Row("issue_type_edit", SETTINGS, on="issue_type"),
    Row("issue_type_move", SET, on="issue_type", fields={"step": "1"}),
    Row("work_types", SETTINGS),
    Row("work_type_add", SETTINGS),
    Row("work_type_edit", SETTINGS, on="work_type"),
    Row("work_type_move", SET, on="work_type", fields={"step": "1"}),
    Row("catalogue", SETTINGS),
    Row("catalogue_add", SETTINGS),
    Row("catalogue_edit", SETTINGS, on="catalogue_item"),
    Row("canned_replies", SETTINGS),
    Row("canned_reply_add", SETTINGS),
    Row("canned_reply_edit", SETTINGS, on="canned"),
    Row("canned_reply_remove", SET, on="canned", fields={}),
    Row("reach", SETTINGS),
    Row("letterhead", SETTINGS),
    # There is none yet; tests/administration/test_letterhead.py shows it to everybody.
    Row("letterhead_logo", everybody(MISSING, anonymous=SIGN_IN)),
    Row("letters", SETTINGS),
    Row("letter_edit", SETTINGS, more=("assigned", "fr")),
    Row("letter_preview", SETTINGS, more=("assigned", "fr"), fields={"subject": "S", "body": "B"}),
    Row("letter_restore", SET, more=("assigned", "fr"), fields={}),
    Row("mailboxes", SETTINGS),
    Row("mailbox_add", SETTINGS),
    Row("mailbox_edit", SETTINGS, on="mailbox"),
    Row("mailbox_try", SET, on="mailbox", fields={}),
    Row("triage", HOUSE),
    Row("triage_mail", HOUSE, on="mail"),
    Row("triage_attach", WORK, on="mail", fields={"ticket": "ticket"}),
    Row(
        "triage_open",
        WORK,
        on="mail",
        fields={"account": "Clinique des Tamarins", "name": "Ana", "queue": "queue", "priority": "low"},
    ),
    Row("triage_reject", WORK, on="mail", fields={"reason": "Publicité"}),
    Row("mail_raw", HOUSE, on="mail"),
    Row("mail_file", HOUSE, on="mail", more=("first_file",)),
    Row("people", SETTINGS),
    Row("person_add", SETTINGS),
    Row("person_edit", SETTINGS, on="technician"),
    Row("person_invite", SET, on="technician", fields={}),
    Row("person_deactivate", SET, on="technician", fields={}),
    Row("person_activate", SET, on="technician", fields={}),
    # Whoever has the link; these have none.
    Row("set_password", everybody(MISSING, anonymous=MISSING), more=("MQ", "no-token")),
    Row("rate", everybody(MISSING, anonymous=MISSING), on="resolved", more=("good", "no-token")),
    Row("unsubscribe", everybody(MISSING, anonymous=MISSING), more=("no-token",)),
    Row("mails_given_up", HOUSE),
    Row("mail_send_again", WORK, on="given_up", fields={}),
    Row("mail_leave", WORK, on="given_up", fields={}),
    Row("account_list", HOUSE),
    Row("account", HOUSE, on="account"),
    Row("account_add", SETTINGS),
    Row("account_edit", SETTINGS, on="account"),
    Row("contract_add", SETTINGS, on="account"),
    Row("contract_edit", SETTINGS, on="account", more=("contract",)),
    Row("contract_remove", SET, on="other_account", more=("unused_contract",), fields={}),
    Row("contact_add", HOUSE, on="account"),
    Row("contact_edit", HOUSE, on="account", more=("contact",)),
    Row("contact_sight", SET, on="account", more=("contact",), fields={"sees": "1"}),
    Row("contact_remove", SET, on="account", more=("contact",), fields={}),
    Row("contact_invite", SET, on="account", more=("new_contact",), fields={}),
    Row("site_add", HOUSE, on="account"),
    Row("site_edit", HOUSE, on="account", more=("site",)),
    Row("prepaid", HOUSE, on="account"),
    Row("prepaid_add", VIEW_OF_MANAGER, on="account", fields={"contract": "contract", "amount": "10 h"}),
    # A worker and what it installs name files alone.
    # Whoever has the address; these have none.
    Row("calendar_feed", everybody(MISSING, anonymous=MISSING), more=("no-token",)),
    Row("calendar_feed_renew", WORK, fields={}),
    Row("service_worker", OPEN),
    Row("manifest", OPEN),
    Row("day_route", HOUSE),
    Row("catalogue_search", HOUSE),
    # Clients have the visits to come and their slips on a page of theirs.
    Row("planning", LED_OVER),
    Row("intervention_plan", HOUSE),
    Row("intervention", HOUSE, on="visit"),
    Row("intervention_move", WORK, on="visit", fields=VISIT),
    Row("intervention_describe", WORK, on="visit", fields={"purpose": "Deux onduleurs"}),
    Row("intervention_cancel", WORK, on="visit", fields={"reason": "fermé"}),
    Row("slip_fill", HOUSE, on="visit"),
    # The technician is sent; others of the house plan. tests/interventions/test_arrive.py has one who does neither.
    Row("slip_arrive", WORK, on="visit", fields={}),
    Row("slip_arrive_undo", WORK, on="under_way", fields={}),
    Row("slip_leave", WORK, on="under_way", fields={}),
    Row("slip_times", WORK, on="under_way", fields={"arrived_at": "2026-10-12T14:00", "reason": "Oubli"}),
    Row("slip_save", WORK, on="under_way", fields={"findings": "Éteint"}),
    # Without a photo the page is shown again.
    Row("slip_photo", of_house(INVALID), on="under_way", fields={}),
    Row("slip_photo_remove", WORK, on="under_way", fields={"photo": "draft_photo"}),
    Row("slip", LED_OVER, on="slip_number"),
    Row("slip_list", LED_OVER),
    Row("slip_export", HOUSE),
    Row("slip_totals", STEERING),
    Row("slip_totals_export", STEERING),
    Row("slip_pdf", SHARED, on="slip_number"),
    Row("slip_blank", HOUSE),
    Row("slip_sign", WORK, on="frozen", fields={"kind": "typed", "surname": "Martin"}),
    Row("slip_sign_later", WORK, on="frozen", fields={"contact": "contact"}),
    Row("slip_correct", WORK, on="frozen", fields={"reason": "Deux câbles"}),
    # Without a scan the page is shown again.
    Row("slip_scan", of_house(INVALID), on="frozen", fields={}),
    Row("slip_signature", SHARED, on="signature"),
    # Whoever has the link; these have none.
    Row("sign_later", everybody(MISSING, anonymous=MISSING), more=("no-token",)),
    Row("sign_later_pdf", everybody(MISSING, anonymous=MISSING), more=("no-token",)),
    Row("sign_later_photo", everybody(MISSING, anonymous=MISSING), more=("no-token", uuid.UUID(int=0))),
    Row("photo", SHARED, on="photo"),
    Row("photo", answers(SEEN, MISSING, MISSING), on="draft_photo"),
    Row("portal_home", PORTAL),
    Row("portal_new", PORTAL),
    Row("portal_new_preview", answers(MISSING, SEEN, SEEN)),
    Row("portal_account", PORTAL),
    # Of the cast the partner alone sees a company whole; tests/portal/test_compliance.py gives others the right.
    Row("portal_compliance", answers(MISSING, MISSING, MISSING, partner=SEEN)),
    Row("portal_ticket", OWN_TICKET, on="ticket"),
    Row("portal_slips", PORTAL),
    # tests/portal/test_slips.py signs it.
    Row("portal_slip", OWN_TICKET, on="slip_number"),
    Row("portal_reply", DONE_BY_CLIENT, on="ticket", fields={"body": "Bonjour"}),
    Row("portal_close", DONE_BY_CLIENT, on="ticket", fields={}),
    Row("portal_reopen", DONE_BY_CLIENT, on="resolved", fields={"body": "Encore"}),
    Row("portal_cancel", DONE_BY_CLIENT, on="ticket", fields={"body": "doublon"}),
    Row("portal_rate", DONE_BY_CLIENT, on="resolved", fields={"score": "good"}),
    Row("portal_mails", answers(MISSING, MOVED, MOVED), fields={}),
    # Contacts of the account, whatever they see of its tickets, and the partner who looks after it.
    Row("agreement", answers(SEEN, SEEN, SEEN, outsider=MISSING), on="account"),
    Row("portal_escalate", DONE_BY_CLIENT, on="late", fields={"reason": "Tout est arrêté"}),
]


def addresses(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        else:
            yield pattern.name or str(pattern.pattern)


def test_every_address_is_in_the_table():
    assert {row.name for row in TABLE} == set(addresses(get_resolver().url_patterns))


class House(NamedTuple):
    """Who asks, and for what."""

    cast: Cast
    things: dict[str, Any]


@pytest.fixture(scope="module")
def house(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Laid once for all rows, since whatever a test changes in it is undone, and rolled back after the last."""
    files = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("files"))
    block = transaction.atomic()
    block._from_testcase = True  # as Django marks its own: what is durable may stand in it
    with django_db_blocker.unblock(), block, files:
        cast = make_cast()
        yield House(cast, make_things(cast, MORNING))
        transaction.set_rollback(True)


@pytest.fixture
def cast(house: House, db: None) -> Cast:
    return house.cast


@pytest.fixture
def things(house: House, db: None) -> dict[str, int]:
    return house.things


def make_things(cast: Cast, at: dt.datetime) -> dict[str, int]:
    """What addresses are about, by the name that the table gives it. All of it is the client's."""

    def open_ticket(**fields: object) -> Ticket:
        return factories.ticket(by=cast.operator, at=at, account=cast.account, contact=cast.contact, **fields)

    by = {"by": cast.technician, "at": at}
    ticket, sibling, late = open_ticket(), open_ticket(), open_ticket(priority="critical")
    told = {"ticket": ticket, "attachments": [SimpleUploadedFile("a.txt", b"x")], **by}
    escalated = open_ticket(priority="critical")
    now = at + dt.timedelta(hours=3)
    return {
        "ticket": ticket.pk,
        "notice": Notice.objects.create(user=cast.technician, ticket=ticket, kind="assigned", key="a", at=at).pk,
        "sibling": sibling.pk,
        "late": late.pk,
        "resolved": resolve_ticket(ticket=open_ticket(), solution="Rebranché", **by).pk,
        "file": reply_to_ticket(body="Voici", **told).attachments.get().pk,
        "internal_file": add_note(body="Interne", **told).attachments.get().pk,
        "escalation": escalate_ticket(ticket=escalated, reason="Urgent", by=cast.client, at=now).pk,
        "duty": _duty(cast, ticket, now).pk,
        "absence": add_absence(user=cast.technician, from_at=now, until_at=2 * (now - at) + now, **by).pk,
        "technician": cast.technician.pk,
        **_settings(cast, at),
        **_house(cast, ticket, at),
        "queue": ticket.queue_id,
        "view": save_view(name="Tous", query="", is_shared=True, by=cast.manager, at=at).pk,
        "private_view": save_view(name="Seul", query="", is_shared=False, by=cast.manager, at=at).pk,
        "work_type": WorkType.objects.first().pk,
        "entry": _worked(ticket, cast.technician, at).pk,
        "link": link_tickets(ticket=ticket, other=late, kind=LinkKind.DUPLICATE, **by).pk,
        "canned": CannedReply.objects.first().pk,
        "message": ticket.messages.earliest("pk").pk,
        **_waiting_mail(ticket, at),
        "mail_out": ticket.mails.latest("pk").pk,
        "given_up": _given_up(ticket, at).pk,
        **_visits(cast, open_ticket(), now),
    }


def _given_up(ticket: Ticket, at: dt.datetime) -> OutboxMail:
    """A mail that did not arrive."""
    times = {"created_at": at, "next_attempt_at": at, "given_up_at": at}
    return OutboxMail.objects.create(key="given-up", ticket=ticket, to="a@example.org", subject="S", body="B", **times)


def _visits(cast: Cast, ticket: Ticket, now: dt.datetime) -> dict[str, Any]:
    """A visit to come, one under way, and one whose slip the client has read, each with a photo from the second on."""
    hour = dt.timedelta(hours=1)
    visits = [
        plan_intervention(
            ticket=ticket,
            appointment=Appointment(now + place * hour, now + (place + 1) * hour, [cast.technician], despite=True),
            errand=Errand("Remplacer l’onduleur", contact=cast.contact),
            by=cast.operator,
            at=now,
        )
        for place in range(3)
    ]
    by = {"by": cast.technician, "at": now}
    photos = []
    for visit in visits[1:]:
        start_intervention(intervention=visit, **by)
        taken = PhotoTaken(SimpleUploadedFile("a.png", b"\x89PNG\r\n\x1a\n"))
        photos.append(add_photo(intervention=visit, photo=taken, **by))
    leave_site(intervention=visits[2], **by)
    version = freeze_slip(intervention=visits[2], **by)
    unsigned = Signature(version=version, kind=SignatureKind.ABSENT, reason="Fermé", at=now)
    unsigned.picture_type = "image/png"
    unsigned.picture.save("porte", ContentFile(b"\x89PNG\r\n\x1a\n"))
    return {
        "slip_number": version.slip.number,
        "signature": unsigned.pk,
        "visit": visits[0].pk,
        "under_way": visits[1].pk,
        "frozen": visits[2].pk,
        "draft_photo": photos[0].pk,
        "photo": photos[1].pk,
    }


def _waiting_mail(ticket: Ticket, at: dt.datetime) -> dict[str, int]:
    """A mail of a stranger that waits for somebody to decide, and a mailbox that nobody can reach."""
    waiting = mail(sender="inconnu@ailleurs.example.org")
    waiting.add_attachment(b"x", maintype="text", subtype="x", filename="a.txt")
    mailbox = {"host": "127.0.0.1", "port": 1, "security": "none", "username": "x", "secret_name": "NO_PASSWORD"}
    return {
        "mail": take(waiting, at).pk,
        "first_file": 0,
        "mailbox": Mailbox.objects.create(address="support@example.org", queue=ticket.queue, **mailbox).pk,
    }


def _worked(ticket: Ticket, technician: User, at: dt.datetime) -> TimeEntry:
    """A technician has worked on the ticket, and does again."""
    start_timer(ticket=ticket, by=technician, at=at)
    return log_time(ticket=ticket, minutes=5, work_type=WorkType.objects.first(), by=technician, at=at)


def _duty(cast: Cast, ticket: Ticket, now: dt.datetime) -> Duty:
    span = {"from_at": now + dt.timedelta(hours=1), "until_at": now + dt.timedelta(hours=9)}
    return add_duty(queue=ticket.queue, technician=cast.technician, **span, by=cast.manager, at=now)[0]


def _settings(cast: Cast, at: dt.datetime) -> dict[str, int]:
    policy = Policy.objects.get(name=STANDARD)
    by = {"by": cast.administrator, "at": at}
    values = policy_values(policy)
    planned = plan_edit(area=Area.POLICIES, subject=policy, values=values, version="", total=0, **by)
    return {
        "setting_job": planned.pk,
        "calendar": policy.calendar_id,
        "unused_calendar": copy_calendar(calendar=policy.calendar, **by).pk,
        "policy": policy.pk,
        "unused_policy": copy_policy(policy=policy, name="Sans client", **by).pk,
    }


def _house(cast: Cast, ticket: Ticket, at: dt.datetime) -> dict[str, int]:
    """What the settings of the house and the pages of clients are about."""
    return {
        "resource_level": ticket.level_id,
        "resource": ticket.level.resources.first().pk,
        "empty_level": add_level(queue=ticket.queue, by=cast.administrator, at=at).pk,
        "issue_type": IssueType.objects.filter(parent=None).first().pk,
        "account": cast.account.pk,
        "other_account": cast.other.pk,
        "contract": cast.account.contracts.get().pk,
        "unused_contract": cast.other.contracts.get().pk,
        "contact": cast.contact.pk,
        "new_contact": factories.contact("Ana", cast.account).pk,
        "site": Site.objects.create(account=cast.account, address="3 rue des Lices").pk,
        "catalogue_item": CatalogueItem.objects.create(designation="Câble").pk,
    }


def path_of(row: Row, things: dict[str, Any]) -> str:
    more = [things.get(str(each), each) for each in row.more]
    return reverse(row.name, args=[*([things[row.on]] if row.on else []), *more])


def answer_to(person: str, row: Row, cast: Cast, things: dict[str, Any], at: dt.datetime) -> Answer:
    """What one person gets; what it changed is undone."""
    client = Client(raise_request_exception=True)
    path = path_of(row, things)
    with transaction.atomic(), time_machine.travel(at, tick=False):
        if person != "anonymous":
            client.force_login(getattr(cast, person))
        fields = {name: things.get(str(value), value) for name, value in (row.fields or {}).items()}
        response = client.post(path, fields) if row.is_post else client.get(path)
        transaction.set_rollback(True)
    to_sign_in = response.status_code == MOVED and response.url.startswith("/accounts/login/?next=")
    return SIGN_IN if to_sign_in else response.status_code


@pytest.mark.parametrize("row", TABLE, ids=[f"{row.name}-{row.on}" for row in TABLE])
def test_everybody_gets_the_answer_of_the_table(row, cast, things, at):
    now = at + dt.timedelta(hours=5)
    assert {person: answer_to(person, row, cast, things, now) for person in row.answers} == dict(row.answers)


@pytest.mark.parametrize(
    "row",
    [row for row in TABLE if row.answers["outsider"] == MISSING and row.on],
    ids=lambda row: f"{row.name}-{row.on}",
)
def test_what_is_not_ones_own_looks_like_what_does_not_exist(row, cast, things, at):
    missing = {**things, row.on: 999_999}
    for person in FOREIGN:
        assert answer_to(person, row, cast, missing, at) == MISSING


OURS = [row for row in TABLE if row.is_post and not row.name.startswith("account_")]


@pytest.mark.parametrize("row", OURS, ids=lambda row: f"{row.name}-{row.on}")
def test_what_changes_something_is_never_followed_as_a_link(row, cast, things):
    client = Client()
    client.force_login(cast.administrator)
    if row.name.startswith("portal_"):
        client.force_login(cast.client)
    assert client.get(path_of(row, things)).status_code == 405
