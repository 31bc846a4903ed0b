"""Mails of machines, lists and postmasters, and of people who look like them."""

from __future__ import annotations

from tests.mail.corpus.building import AUTOMATIC, BOUNCE, LIST, PERSON, THREAD, case, mail, mixed, part, plain

_DAEMON = b"Mail Delivery System <MAILER-DAEMON@mx.example.org>"
_STATUS = b"Reporting-MTA: dns; mx.example.org\n\nFinal-Recipient: rfc822; Nadia@client.example.org\nAction: %s\nStatus: 5.1.1\n"
_OURS = b"Message-ID: <mail-1@example.org>\nReferences: " + THREAD + b"\nSubject: Panne\nFrom: helpdesk@example.org\n"


def _report(action: bytes, original: bytes, sender: bytes = _DAEMON) -> bytes:
    return mixed(
        b"report; report-type=delivery-status",
        plain(b"Undelivered"),
        part(b"message/delivery-status", _STATUS % action),
        original,
        sender=sender,
    )


CASES = (
    case(
        "out of office",
        "Out of office, by the book (RFC 3834).",
        mail(b"Absent\n", b"Auto-Submitted: auto-replied", subject=b"Absent"),
        "ignored",
        nature=AUTOMATIC,
    ),
    case(
        "generated",
        "Generated, with a comment and capitals.",
        mail(b"x\n", b"Auto-Submitted: (cron) Auto-Generated; x=y"),
        "ignored",
        nature=AUTOMATIC,
    ),
    case(
        "auto-submitted no",
        "`Auto-Submitted: no` is a person.",
        mail(b"Bonjour\n", b"Auto-Submitted: no"),
        nature=PERSON,
    ),
    case(
        "subject of an absence",
        "A subject alone proves nothing.",
        mail(b"Bonjour\n", subject=b"Out of office: Panne"),
        nature=PERSON,
    ),
    case(
        "no answers please",
        "`X-Auto-Response-Suppress` alone proves nothing: Exchange writes it everywhere.",
        mail(b"Bonjour\n", b"X-Auto-Response-Suppress: All"),
        nature=PERSON,
    ),
    case(
        "old autoreply",
        "A machine from before RFC 3834.",
        mail(b"Absent\n", b"X-Autoreply: yes"),
        "ignored",
        nature=AUTOMATIC,
    ),
    case("old autorespond", "Another one.", mail(b"Absent\n", b"X-Autorespond: vacation"), "ignored", nature=AUTOMATIC),
    case(
        "precedence",
        "`Precedence: auto_reply`.",
        mail(b"Absent\n", b"Precedence: auto_reply"),
        "ignored",
        nature=AUTOMATIC,
    ),
    case(
        "null return path",
        "Nobody wants it back: a notification.",
        mail(b"Absent\n", b"Return-Path: <>"),
        "ignored",
        nature=AUTOMATIC,
    ),
    case(
        "newsletter",
        "A list.",
        mail(b"Promo\n", b"List-Id: <news.example.org>", b"Precedence: bulk"),
        "triage",
        nature=LIST,
    ),
    case(
        "receipt",
        "A receipt of reading.",
        mixed(
            b"report; report-type=disposition-notification",
            plain(b"Lu"),
            part(b"message/disposition-notification", b"Disposition: manual-action/MDN-sent-manually; displayed"),
        ),
        "ignored",
        nature=AUTOMATIC,
        files=(),
    ),
    case(
        "bounce",
        "A bounce with the mail it returns.",
        _report(b"failed", part(b"message/rfc822", _OURS + b"\nBonjour\n")),
        "appended",
        nature=BOUNCE,
        reported=("<mail-1@example.org>", THREAD.decode()),
        failed=("nadia@client.example.org",),
        text="Undelivered",
    ),
    case(
        "bounce with headers alone",
        "A bounce that returns the header of the mail alone.",
        _report(b"failed", part(b"text/rfc822-headers", _OURS)),
        "appended",
        nature=BOUNCE,
        reported=("<mail-1@example.org>", THREAD.decode()),
        files=(),
    ),
    case(
        "bounce of a contact's server",
        "A bounce that claims to come from the contact.",
        _report(b"failed", part(b"text/rfc822-headers", _OURS), sender=b"nadia@client.example.org"),
        "appended",
        nature=BOUNCE,
    ),
    case(
        "delayed",
        "Late, not lost.",
        _report(b"delayed", part(b"text/rfc822-headers", _OURS)),
        "appended",
        nature=AUTOMATIC,
        failed=(),
    ),
    case(
        "delivered",
        "A notice that it arrived.",
        _report(b"delivered", part(b"text/rfc822-headers", _OURS)),
        "appended",
        nature=AUTOMATIC,
        failed=(),
    ),
    case(
        "exim",
        "A bounce of Exim, in words and one header.",
        mail(
            b"A message that you sent could not be delivered\n\n------ This is a copy ------\n\nMessage-ID: <mail-1@example.org>\nSubject: Panne\n",
            b"Return-Path: <>",
            b"X-Failed-Recipients: nadia@client.example.org",
            sender=_DAEMON,
        ),
        "ignored",
        nature=BOUNCE,
        failed=("nadia@client.example.org",),
        reported=("<mail-1@example.org>",),
    ),
    case(
        "qmail",
        "A bounce of qmail, in words alone.",
        mail(
            b"Hi. This is the qmail-send program.\n\n<nadia@client.example.org>:\nno mailbox here\n\n--- Below this line is a copy\n\nMessage-ID: <mail-1@example.org>\n",
            b"Return-Path: <>",
            sender=_DAEMON,
            subject=b"failure notice",
        ),
        "ignored",
        nature=BOUNCE,
        failed=("nadia@client.example.org",),
        reported=("<mail-1@example.org>",),
    ),
    case(
        "exchange",
        "A non-delivery report of Exchange.",
        mail(
            b"Non remis\n",
            b"X-MS-Exchange-Message-Is-Ndr:",
            b"Content-Class: urn:content-classes:dsn",
            sender=b"postmaster@client.example.org",
        ),
        "ignored",
        nature=BOUNCE,
    ),
    case(
        "postmaster who writes",
        "A person who is postmaster.",
        mail(b"Bonjour\n", sender=b"postmaster@example.com"),
        "triage",
        nature=PERSON,
    ),
)
