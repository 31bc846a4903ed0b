"""The pages of whoever settles how the house works: promises, people, words, mails and clients."""

from __future__ import annotations

from collections.abc import Iterator

from mail.choices import Outcome
from mail.models import InboundMail, Mailbox
from sla.models import Calendar, Policy
from sla.seeds import BUSINESS_HOURS, STANDARD
from tests.journeys import acts
from tests.journeys.shown import REFUSED, Shown
from tickets.choices import MailKind, Status
from tickets.declining import token_for
from tickets.models import Account, CannedReply, Contact, IssueType, Queue, Ticket, User, WorkType
from tickets.rating_links import rating_token


def promises() -> Iterator[Shown]:
    """Calendars, policies and ladders: lists, forms, a form refused, the look at what an edit touches, its progress."""
    calendar, policy = Calendar.objects.get(name=BUSINESS_HOURS), Policy.objects.get(name=STANDARD)
    yield Shown("/settings/", "administrator")
    for area, subject in (("calendars", calendar), ("policies", policy), ("ladders", policy)):
        yield Shown(f"/settings/{area}/", "administrator")
        yield Shown(f"/settings/{area}/{subject.pk}/", "administrator")
    yield Shown("/settings/policies/new/", "administrator")
    yield Shown("/settings/calendars/new/", "administrator", act=acts.add_rows)
    yield Shown(f"/settings/calendars/{calendar.pk}/", "administrator", act=acts.never_open, part=REFUSED)
    yield Shown(f"/settings/calendars/{calendar.pk}/", "administrator", act=acts.try_it, part="#setting-trial")
    yield Shown(f"/settings/ladders/{policy.pk}/", "administrator", act=acts.add_a_level)
    yield Shown(f"/settings/policies/{policy.pk}/", "administrator", act=acts.promise_nonsense, part=REFUSED)
    yield Shown(f"/settings/policies/{policy.pk}/", "administrator", act=acts.look_at_an_edit)
    yield Shown(f"/settings/policies/{policy.pk}/", "administrator", act=acts.save_an_edit)
    yield Shown("/settings/log/", "administrator")


def house() -> Iterator[Shown]:
    """Who works, in which queues, with which words."""
    for part in ("queues", "resources", "issue-types", "work-types", "canned-replies", "reach", "letterhead", "people"):
        yield Shown(f"/settings/{part}/", "administrator")
    parts = {"queues": Queue, "issue-types": IssueType, "work-types": WorkType, "canned-replies": CannedReply}
    for part, model in parts.items():
        yield Shown(f"/settings/{part}/{model.objects.first().pk}/", "administrator")  # type: ignore[attr-defined]
    philippe = User.objects.get(name="Philippe")
    yield Shown(f"/settings/people/{philippe.pk}/", "administrator")
    for part in (*parts, "people"):
        yield Shown(f"/settings/{part}/add/", "administrator", act=acts.save_settings_wrongly)


def letters() -> Iterator[Shown]:
    """The words of mails, what did not arrive, and the pages behind links of mails."""
    yield Shown("/settings/letters/", "administrator")
    yield Shown("/settings/letters/escalated/fr/", "administrator")
    yield Shown("/mail/given-up/", "operator")
    done = Ticket.objects.filter(status=Status.CLOSED, contact__isnull=False).latest("number")
    yield Shown(f"/rate/{done.number}/good/{rating_token(done)}/", "")
    contact = Contact.objects.exclude(user=None).earliest("pk")
    yield Shown(f"/unsubscribe/{token_for(contact, MailKind.OPENED)}/", "")


def mails() -> Iterator[Shown]:
    """Mails that came, one that waits for somebody to decide, and where they come from."""
    yield Shown("/mail/", "operator")
    yield Shown("/mail/?view=all", "operator")
    yield Shown("/mail/?view=ignored", "operator")
    yield Shown(f"/mail/{InboundMail.objects.filter(outcome=Outcome.TRIAGE).earliest('pk').pk}/", "operator")
    yield Shown("/settings/mailboxes/", "administrator")
    yield Shown(f"/settings/mailboxes/{Mailbox.objects.earliest('pk').pk}/", "administrator")
    yield Shown("/settings/mailboxes/add/", "administrator", act=acts.save_settings_wrongly)


def clients() -> Iterator[Shown]:
    account = Account.objects.get(contacts__user__email="client@example.org")
    address = f"/clients/{account.pk}/"
    yield Shown("/clients/", "operator")
    yield Shown("/clients/?q=introuvable", "administrator")
    yield Shown("/clients/add/", "administrator", act=acts.save_settings_wrongly)
    yield Shown(address, "administrator")
    yield Shown(address, "operator")
    yield Shown(f"{address}edit/", "administrator")
    yield Shown(f"{address}contracts/add/", "administrator")
    yield Shown(f"{address}contracts/{account.contracts.get().pk}/", "administrator")
    yield Shown(f"{address}contacts/add/", "operator")
    yield Shown(f"{address}contacts/{account.contacts.all()[0].pk}/", "operator")
