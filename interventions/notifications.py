"""What is said to whom about a visit: rows in the outbox, written in the action's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from interventions.calendar import Method, invitation
from interventions.models import Intervention
from interventions.words import people_in_words, place_in_words, when_in_words
from tickets.actions.notify import notify
from tickets.actions.post import Recipient, letter, post, post_enclosing
from tickets.choices import MailKind, NoticeKind
from tickets.letters import Values
from tickets.models import Contact, EnclosedFile, User

Sentence = Callable[[], str]


@dataclass(frozen=True)
class News:
    """What happened to a visit, said in whose language it is read; `method` is what their calendar does of it."""

    intervention: Intervention
    what: Sentence
    method: Method
    by: User
    at: dt.datetime


def planned(intervention: Intervention, *, by: User, at: dt.datetime) -> None:
    """Invite the client, and tell the technicians."""
    news = News(intervention, lambda: _("Visit planned"), "REQUEST", by, at)
    _invite(news, _guests(intervention))
    _tell(news, intervention.technicians.all())


def moved(
    intervention: Intervention,
    *,
    before: Sequence[User],
    guest_before: Contact | None = None,
    by: User,
    at: dt.datetime,
) -> None:
    """Tell the client and the technicians; those who do not come any more, and who is not asked for any more, too."""
    news = News(intervention, lambda: _("Visit changed"), "REQUEST", by, at)
    guests, people = _guests(intervention), list(intervention.technicians.all())
    off = News(intervention, lambda: _("Visit without you"), "CANCEL", by, at)
    _invite(news, guests)
    _invite(off, [guest_before] if guest_before and guest_before not in guests else [])
    _tell(news, people)
    _tell(off, [person for person in before if person not in people])


def cancelled(intervention: Intervention, *, by: User, at: dt.datetime) -> None:
    """Tell the client and the technicians that nobody comes, and why."""
    reason = {"reason": intervention.cancelled_because}
    news = News(intervention, lambda: _("Visit cancelled (%(reason)s)") % reason, "CANCEL", by, at)
    _invite(news, _guests(intervention))
    _tell(news, intervention.technicians.all())


def _guests(intervention: Intervention) -> list[Contact]:
    """Whom the technician asks for, and who opened the ticket; one mail each."""
    people = [person for person in (intervention.contact, intervention.ticket.contact) if person and person.email]
    return list({person.email.lower(): person for person in reversed(people)}.values())


def _invite(news: News, guests: Iterable[Contact]) -> None:
    intervention = news.intervention
    for guest in guests:
        if MailKind.VISIT in guest.muted:
            continue
        to, key = Recipient.of_contact(guest), _key(news, guest.pk, "visit")
        with to.spoken_to():
            made = invitation(intervention, method=news.method, email=guest.email, name=guest.name, at=news.at)
        mail = letter(key, MailKind.VISIT, to=to, words=_words(news, to), ticket=intervention.ticket, at=news.at)
        kind = f"text/calendar; method={news.method}; charset=utf-8"
        post_enclosing(mail, EnclosedFile(name="visit.ics", content_type=kind, content=made))


def _tell(news: News, people: Iterable[User]) -> None:
    """Who did it themselves knows."""
    ticket = news.intervention.ticket
    told = [person for person in people if person != news.by]
    for person in told:
        to, key = Recipient.of(person), _key(news, person.pk, "visit_given")
        words = {**_words(news, to), "by": news.by}
        post(key, MailKind.VISIT_GIVEN, to=to, words=words, ticket=ticket, at=news.at)
        with to.spoken_to():
            text = f"{news.what()}, {when_in_words(news.intervention.starts_at, news.intervention.ends_at)}"
        notify(people=[person], kind=NoticeKind.VISIT, ticket=ticket, key=key, text=text, by=news.by, at=news.at)


def _key(news: News, whom: int, kind: str) -> str:
    return f"{kind}:{news.intervention.pk}:{news.intervention.sequence}:{news.method}:{whom}"


def _words(news: News, to: Recipient) -> Values:
    intervention = news.intervention
    with to.spoken_to():
        return {
            "what": news.what(),
            "when": when_in_words(intervention.starts_at, intervention.ends_at),
            "technicians": people_in_words(intervention),
            "purpose": intervention.purpose,
            "place": place_in_words(intervention),
        }
