"""The command palette: wherever one may go, by the beginnings of a few words, in at most five statements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import and_
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from helpdesk import shell
from tickets.folding import Folded, fold
from tickets.models import Affiliation, Queue, Ticket, User
from tickets.permissions import Permission, allows, visible_accounts, visible_contacts
from tickets.phone import looks_like_number, readable
from tickets.saved_views import views_of
from tickets.search import MOST_CHARACTERS, SHORTEST_PHONE, Words, found

MOST_OF_A_KIND = 5
# Fewer letters begin a word of nearly every ticket.
SHORTEST_TICKET_SEARCH = 3


@dataclass(frozen=True)
class Entry:
    """A place to go: its name, what it is, and more words by which it is found."""

    label: str
    url: str
    icon: str
    hint: str = ""
    words: str = ""


@dataclass(frozen=True)
class Section:
    """Entries of one kind, under their heading."""

    label: str
    entries: list[Entry]


def sections(user: User, text: str) -> list[Section]:
    """What `text` may mean, by kind; without a text all places and actions of the reader."""
    text = text.replace("\0", "").strip()[:MOST_CHARACTERS]
    queues = list(Queue.objects.filter(is_active=True).order_by("order", "name"))
    found_sections = [
        Section(_("Tickets"), _tickets(user, text)),
        Section(_("Actions"), _matching(_actions(user, queues), text)),
        Section(_("Go to"), _matching(_places(user, queues), text)),
        Section(_("Clients"), _clients(user, text)),
    ]
    if text:
        found_sections.append(Section(_("Search"), [_search(text)]))
    return [section for section in found_sections if section.entries]


def _tickets(user: User, text: str) -> list[Entry]:
    is_number = text.lstrip("#").isdecimal()
    if not (is_number or len(text) >= SHORTEST_TICKET_SEARCH):
        return []
    tickets: QuerySet[Ticket] = found(user, text).select_related("account")
    return [
        Entry(f"{ticket.number} {ticket.title}", reverse("ticket", args=[ticket.number]), "ticket", ticket.account.name)
        for ticket in tickets[:MOST_OF_A_KIND]
    ]


def _actions(user: User, queues: list[Queue]) -> Iterator[Entry]:
    if allows(user, Permission.TICKET_OPEN):
        new = reverse("ticket_new")
        yield Entry(_("New ticket"), new, "plus")
        for queue in queues:
            if queue.shortcut:
                label = _("New ticket, %(shortcut)s") % {"shortcut": queue.shortcut}
                yield Entry(label, f"{new}?queue={queue.shortcut}", "plus", queue.name)
    if allows(user, Permission.VISIT_PLAN):
        yield Entry(_("Plan a visit"), reverse("intervention_plan"), "route", "", _("intervention appointment on site"))
    if allows(user, Permission.VISIT_CARRY_OUT):
        yield Entry(_("Empty slip to print"), reverse("slip_blank"), "file-text", "PDF", _("intervention paper form"))
    yield Entry(_("My account"), reverse("me"), "circle-user-round", _("language, theme, time zone"))
    yield Entry(_("My absences"), f"{reverse('me')}#absences", "calendar-off", "", _("holidays sick leave"))


def _places(user: User, queues: list[Queue]) -> Iterator[Entry]:
    tickets = reverse("ticket_list")
    yield Entry(_("My tickets"), f"{tickets}?view=mine", "inbox")
    yield Entry(_("All tickets"), tickets, "layers")
    yield Entry(_("Unassigned"), f"{tickets}?view=unassigned", "user-round-x")
    yield Entry(_("Escalations"), reverse("escalation_list"), "siren")
    yield Entry(_("Notifications"), reverse("notice_list"), "bell")
    for item in (*shell.on_site(user), *shell.steering(user), *shell.settings(user)):
        yield Entry(item.label, item.url, item.icon)
    for queue in queues:
        yield Entry(
            queue.name, f"{tickets}?queue={queue.pk}", queue.icon, _("queue"), f"{queue.trade} {queue.shortcut}"
        )
    for view in views_of(user):
        yield Entry(view.name, view.url, "users" if view.is_shared else "bookmark", pgettext("list", "view"))


def _matching(entries: Iterator[Entry], text: str) -> list[Entry]:
    """Those in which every word of the text begins a word."""
    words = fold(text).split()
    if text and not words:
        return []
    return [entry for entry in entries if _has_all(f" {fold(f'{entry.label} {entry.hint} {entry.words}')}", words)]


def _has_all(folded: str, words: list[str]) -> bool:
    return all(f" {word}" in folded for word in words)


def _clients(user: User, text: str) -> list[Entry]:
    """Accounts and contacts by name, or by the end of a phone number."""
    words = Words.of(text)
    if not words or (looks_like_number(text) and len(words.phone) < SHORTEST_PHONE):
        return []
    by_number = Q(phone__endswith=words.phone) if words.phone else Q(pk__in=[])
    by_name = reduce(and_, (Q(folded__contains=f" {word}") for word in words.words))
    accounts = visible_accounts(user).filter(is_active=True).alias(folded=Folded("name"))
    shown = [
        Entry(account.name, _list_of(account.pk), "building-2", readable(account.phone) or _("client"))
        for account in accounts.filter(by_name | by_number).order_by("name")[:MOST_OF_A_KIND]
    ]
    return shown + _contacts(user, words)


def _contacts(user: User, words: Words) -> list[Entry]:
    people = Affiliation.objects.filter(contact__in=visible_contacts(user), account__is_active=True)
    people = people.alias(folded=Concat(Folded("contact__name"), Folded("account__name")))
    by_person = reduce(and_, (Q(folded__contains=f" {word}") for word in words.words))
    # Only who matches by name: the company alone stands above.
    by_name = by_person & Q(named__contains=f" {words.words[0]}")
    people = people.alias(named=Folded("contact__name"))
    numbers = Q(contact__phones__number__endswith=words.phone) if words.phone else Q(pk__in=[])
    matching = people.filter(by_name | numbers).distinct().select_related("contact", "account")
    return [
        Entry(
            place.contact.name,
            _list_of(place.account_id, q=place.contact.name),
            "user-round",
            place.account.name,
        )
        for place in matching.order_by("contact__name", "account__name", "pk")[:MOST_OF_A_KIND]
    ]


def _list_of(account: int, **more: str) -> str:
    return f"{reverse('ticket_list')}?{urlencode({'account': account, **more})}"


def _search(text: str) -> Entry:
    label = _("Search the tickets for “%(text)s”") % {"text": text}
    return Entry(label, f"{reverse('search')}?{urlencode({'q': text})}", "search")
