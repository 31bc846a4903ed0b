"""What the product says in each kind of mail, and what may be put in.

Plain Markdown. `{variables}` stand for what only the moment knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tickets.choices import MailKind

Said = str | Promise


@dataclass(frozen=True)
class Variable:
    """What may stand between braces: its meaning, and an example for the preview."""

    meaning: Said
    example: Said


@dataclass(frozen=True)
class Draft:
    """One kind of mail: its words, what may be put in, and without which of them it would say nothing.

    `why` tells who gets it why they do.
    """

    subject: Said
    body: Said
    why: Said
    variables: Mapping[str, Variable] = field(default_factory=dict)
    needed: str = ""


# Texts of several lines, which keep them; everything else is put in as one line.
TEXTS = frozenset({"text", "solution", "comment", "entries", "request", "place", "changes"})

_NUMBER = Variable(_("number of the ticket"), "1042")
_TITLE = Variable(_("title of the ticket"), _("The printer of the reception is off line"))
_ACCOUNT = Variable(_("name of the client"), "Clinique des Tamarins")
_CONTACT = Variable(_("name of the requester"), "Nadia")
_BY = Variable(_("who did it"), "Pascal")
_TICKET = {"number": _NUMBER, "title": _TITLE, "account": _ACCOUNT, "contact": _CONTACT}
_AUTHOR = Variable(_("who wrote it"), "Pascal")
_WHEN = Variable(_("when"), _("12 October at 10:30"))
_VISIT = {
    "what": Variable(_("what happened to the visit"), _("Visit planned")),
    "when": _WHEN,
    "technicians": Variable(_("who comes"), "Loïc, Jérôme"),
    "purpose": Variable(_("what is to be done"), _("Replace the power supply")),
    "place": Variable(_("the address"), "12 rue des Lices\n13007 Marseille"),
}
_SLIP = {
    "slip": Variable(_("number of the slip"), "2026-0042"),
    "when": _WHEN,
    "signed": Variable(_("who signed it"), _("signed by Nadia")),
    "changes": Variable(_("what a correction changed"), ""),
}

_YOURS = _("You get this because you are the one who asked, or get copies of what is said.")
_OF_THE_TICKET = _("You get this because you have this ticket.")
_NAMED = _("[#{number}] {title}")

DRAFTS: Mapping[MailKind, Draft] = {
    MailKind.REPLY: Draft(
        _NAMED,
        "{text}",
        _YOURS,
        {
            **_TICKET,
            "text": Variable(_("the answer"), _("We have replaced the cable.\n\nDoes it **print** again?")),
            "author": _AUTHOR,
        },
        needed="text",
    ),
    MailKind.OPENED: Draft(
        _NAMED,
        _("Your request has the number {number}. We answer on it; to add something, reply to this message."),
        _YOURS,
        _TICKET,
        needed="number",
    ),
    MailKind.RESOLVED: Draft(
        _NAMED,
        _("{solution}\n\nYour request is resolved. If something does not work yet, reply to this message."),
        _YOURS,
        {
            **_TICKET,
            "solution": Variable(_("the solution"), _("The cable was replaced; it prints again.")),
            "author": _AUTHOR,
        },
        needed="solution",
    ),
    MailKind.CLOSED: Draft(
        _("[#{number}] Closed. How was it? {title}"),
        _(
            "Your request {number} is closed. How was our work? One click is enough.\n\n"
            "- [Satisfied]({good})\n- [It could be better]({fair})\n- [Not satisfied]({poor})"
        ),
        _YOURS,
        {
            **_TICKET,
            "good": Variable(_("link to say: satisfied"), "https://helpdesk.example.org/rate/1042/good/"),
            "fair": Variable(_("link to say: it could be better"), "https://helpdesk.example.org/rate/1042/fair/"),
            "poor": Variable(_("link to say: not satisfied"), "https://helpdesk.example.org/rate/1042/poor/"),
        },
    ),
    MailKind.MERGED: Draft(
        _NAMED,
        _("Your request {number} is handled together with {into} from now on."),
        _YOURS,
        {**_TICKET, "into": Variable(_("number of the ticket in which it goes on"), "1038")},
    ),
    MailKind.TOLD: Draft(
        _NAMED,
        _("{by} has taken up the escalation of your request {number}, on {when}."),
        _YOURS,
        {
            **_TICKET,
            "by": Variable(_("who has taken it up"), "Pascal"),
            "when": Variable(_("when"), _("12 October at 10:30")),
        },
    ),
    MailKind.ASSIGNED: Draft(
        _("[#{number}] Given to you: {title}"),
        _("{by} gave you this ticket of {account}."),
        _OF_THE_TICKET,
        {**_TICKET, "by": _BY},
    ),
    MailKind.RECEIVED: Draft(
        _("[#{number}] The client wrote: {title}"),
        "{text}",
        _OF_THE_TICKET,
        {**_TICKET, "text": Variable(_("what the client wrote"), _("It is off line again since this morning."))},
        needed="text",
    ),
    MailKind.REOPENED: Draft(
        _("[#{number}] Reopened: {title}"),
        _("{by} reopened this ticket: {reason}"),
        _OF_THE_TICKET,
        {**_TICKET, "by": _BY, "reason": Variable(_("the reason"), _("It is off line again"))},
    ),
    MailKind.FORGOTTEN: Draft(
        _("[#{number}] Still on hold: {title}"),
        _(
            "{status} since {since}: {reason}\nThe clocks of this ticket of {account} stand still. "
            "Ask again, or resume the work."
        ),
        _OF_THE_TICKET,
        {
            **_TICKET,
            "status": Variable(_("status of the ticket"), _("Waiting for the client")),
            "since": Variable(_("since when"), _("12 October at 10:30")),
            "reason": Variable(_("the reason"), _("Serial number")),
        },
    ),
    MailKind.RATED: Draft(
        _("[#{number}] {score}: {title}"),
        _("{contact} of {account} says of the work: **{score}**.\n\n{comment}"),
        _OF_THE_TICKET,
        {
            **_TICKET,
            "score": Variable(_("what the client says"), _("Not satisfied")),
            "comment": Variable(_("their comment"), _("I had to ask three times.")),
        },
    ),
    MailKind.ESCALATED: Draft(
        _("[#{number}] Escalation, level {level}: {title}"),
        _(
            "Ticket {number} of {account}: {title}\nPriority: {priority}\nPromise: {metric} by {due}, missed\n"
            "Level {level}: {name}\nTechnician: {technician}\n{request}"
        ),
        _("You get this because this level of the escalation is told to you. This mail cannot be turned off."),
        {
            **_TICKET,
            "level": Variable(_("number of the level"), "2"),
            "name": Variable(_("who is told at this level"), _("Operations manager")),
            "priority": Variable(_("priority of the ticket"), _("High")),
            "metric": Variable(_("the promise that was missed"), _("Resolution")),
            "due": Variable(_("its deadline"), _("12 October at 10:30")),
            "technician": Variable(_("technician of the ticket"), "Pascal"),
            "request": Variable(_("who asked for it and why"), _("Nadia asks for it: everything is stopped")),
        },
    ),
    MailKind.VISIT: Draft(
        _("[#{number}] {what}: {when}"),
        _("{what}: **{when}**\n\nWho comes: {technicians}\nWhat for: {purpose}\n\n{place}"),
        _YOURS,
        {**_TICKET, **_VISIT},
        needed="when",
    ),
    MailKind.VISIT_GIVEN: Draft(
        _("{what}: {account}, {when}"),
        _("{what} by {by}: **{when}**\n\n{account}, {contact}\nWhat for: {purpose}\n\n{place}"),
        _("You get this because you are on this visit."),
        {**_TICKET, **_VISIT, "by": _BY},
        needed="when",
    ),
    MailKind.SLIP: Draft(
        _("[#{number}] Intervention slip {slip}"),
        _("Here is the slip {slip} of our visit of {when}, {signed}. It is enclosed as PDF.\n\n{changes}"),
        _YOURS,
        {**_TICKET, **_SLIP},
        needed="slip",
    ),
    MailKind.TO_SIGN: Draft(
        _("[#{number}] To sign: intervention slip {slip}"),
        _(
            "The slip {slip} of our visit of {when} waits for your signature. Read and sign it here:\n{link}\n\n"
            "{lasts}\n\n{changes}"
        ),
        _("You get this because the slip of a visit to you is not signed yet. This mail cannot be turned off."),
        {
            **_TICKET,
            **_SLIP,
            "link": Variable(_("the link that works once"), "https://helpdesk.example.org/sign/…/"),
            "lasts": Variable(_("how long the link works"), _("The link works once, within 30 days.")),
        },
        needed="link",
    ),
    MailKind.PREPAID: Draft(
        _("Prepaid hours of {account}: {left} left"),
        _("{account} has {left} of prepaid hours left, of {bought} last bought. Propose more before they run out."),
        _("You get this because you watch over the contracts."),
        {
            "account": _ACCOUNT,
            "left": Variable(_("hours left"), _("1 h 30")),
            "bought": Variable(_("hours last bought"), _("10 h")),
        },
        needed="left",
    ),
    MailKind.DIGEST: Draft(
        _("While we were closed: {count} messages about your tickets"),
        "{entries}",
        _("You get this because it was raised while the service was closed, and could wait."),
        {
            "count": Variable(_("how many there are"), "2"),
            "entries": Variable(
                _("what happened, one after the other"),
                _("**[#1042] The client wrote: The printer is off line**\n\nIt is off line again."),
            ),
        },
        needed="entries",
    ),
    MailKind.INVITED: Draft(
        _("Your access to Astreinte"),
        _("Hello {name},\n\n{by} gave you access. Choose your password here:\n{link}\n\n{lasts}"),
        _("You get this because somebody asked for it in your name. This mail cannot be turned off."),
        {
            "name": Variable(_("who is invited"), "Nadia"),
            "by": Variable(_("who invites them"), "Pascal"),
            "link": Variable(_("the link that works once"), "https://helpdesk.example.org/password/…/"),
            "lasts": Variable(_("how long the link works"), _("The link works once, within 3 days.")),
        },
        needed="link",
    ),
}
