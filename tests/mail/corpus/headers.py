"""Headers that programs break, and that people abuse."""

from __future__ import annotations

import datetime as dt

from tests.mail.corpus.building import NADIA, THREAD, case, mail

CASES = (
    case(
        "encoded subject",
        "Encoded words, one of them cut inside a letter.",
        mail(subject=b"=?utf-8?Q?R=C3=A9seau_=C3?= =?utf-8?Q?=A0?=\n =?iso-8859-1?B?IGwn6XRhZ2U=?="),
        subject="Réseau à l'étage",
    ),
    case(
        "broken encoded word",
        "Base64 without its padding, and spaces where none may be.",
        mail(subject=b"=?utf-8?B?UMOpcmlwaMOpcmlxdWU?= =?utf-8?Q?=20en panne?= !"),
        subject="Périphérique en panne !",
    ),
    case(
        "raw subject",
        "Raw UTF-8 in a header, which nobody announced.",
        mail(subject="Téléphone muet".encode()),
        subject="Téléphone muet",
    ),
    case(
        "raw latin subject",
        "Raw windows-1252 in a header.",
        mail(subject="Écran bleu – poste 3".encode("cp1252")),
        subject="Écran bleu – poste 3",
    ),
    case(
        "unknown charset in a header",
        "An encoded word in a charset that does not exist.",
        mail(subject=b"=?x-klingon?Q?D=E9faut?="),
        subject="Défaut",
    ),
    case(
        "folded subject",
        "A subject on four lines, one of them of spaces alone.",
        mail(subject=b"Panne\n du\n\t serveur\n  \n principal"),
        subject="Panne du serveur principal",
    ),
    case(
        "subject that lost its fold",
        "The second line of a subject begins without a space.",
        mail(b"Bonjour\n", subject=b"Panne du\nserveur principal"),
        sender=NADIA,
        text="Bonjour",
    ),
    case(
        "two subjects",
        "Two Subject headers: the first counts.",
        mail(b"Bonjour\n", b"Subject: Autre chose"),
        subject="Panne",
    ),
    case(
        "control characters",
        "NUL, a bell and a line separator in the subject.",
        mail(subject="Pan\0ne\a \u2028ici".encode()),
        subject="Panne ici",
    ),
    case("very long subject", "A subject of 5,000 letters.", mail(subject=b"x" * 5000), subject="x" * 500),
    case(
        "no subject",
        "Neither subject nor name.",
        b"From: nadia@client.example.org\n\nBonjour\n",
        subject="",
        sender_name="",
        text="Bonjour",
    ),
    case(
        "address in the name",
        "The name shown is the address of somebody else.",
        mail(sender=b'"manager@example.org" <nadia@client.example.org>'),
        sender=NADIA,
        sender_name="manager@example.org",
    ),
    case(
        "bare address in the name",
        "The same without quotes, where lenient programs take the first address.",
        mail(sender=b"manager@example.org <nadia@client.example.org>"),
        sender=NADIA,
    ),
    case(
        "encoded address in the name",
        "The name decodes to an address in angle brackets.",
        mail(sender=b"=?utf-8?Q?Pascal_=3Cmanager=40example.org=3E?= <nadia@client.example.org>"),
        sender=NADIA,
        sender_name="Pascal <manager@example.org>",
    ),
    case(
        "comma in the name",
        "A comma that nobody quoted, and capitals in the address.",
        mail(sender=b"Client, Nadia <Nadia@Client.Example.ORG>"),
        sender=NADIA,
        sender_name="Client, Nadia",
    ),
    case(
        "comment for a name",
        "The name in a comment, as it was written in 1982.",
        mail(sender=b"nadia@client.example.org (Nadia)"),
        sender=NADIA,
        sender_name="Nadia",
    ),
    case(
        "several authors",
        "Two From addresses; Sender says which of them sent it.",
        mail(
            b"Bonjour\n",
            b"Sender: nadia@client.example.org",
            sender=b"Samir <samir@client.example.org>, Nadia <nadia@client.example.org>",
        ),
        sender=NADIA,
    ),
    case(
        "no author",
        "No From header: Sender speaks for it.",
        b"Sender: Nadia <nadia@client.example.org>\nSubject: Panne\n\nBonjour\n",
        sender=NADIA,
    ),
    case(
        "only a return path",
        "Nothing but the Return-Path says who it was.",
        b"Return-Path: <nadia@client.example.org>\nSubject: Panne\n\nBonjour\n",
        sender=NADIA,
    ),
    case("nobody", "No address at all.", b"Subject: Panne\n\nBonjour\n", "triage", sender="", text="Bonjour"),
    case("author without an address", "A From header with a name alone.", mail(sender=b"Nadia"), "triage", sender=""),
    case(
        "groups",
        "Recipients in groups, one of them empty.",
        b"From: nadia@client.example.org\nTo: Support: helpdesk@example.org, <b@example.org>;\nCc: undisclosed-recipients:;\n\nBonjour\n",
        to=("helpdesk@example.org", "b@example.org"),
        cc=(),
    ),
    case(
        "no message id",
        "Nobody gave it a Message-ID.",
        b"From: nadia@client.example.org\nSubject: Panne\n\nBonjour\n",
        message_id="",
    ),
    case(
        "oversized message id",
        "A Message-ID of 600 characters.",
        mail(b"Bonjour\n", b"Message-ID: <" + b"a" * 600 + b"@client.example.org>"),
        message_id__has="@too-long.invalid>",
    ),
    case(
        "message id without brackets",
        "A Message-ID without its angle brackets.",
        mail(b"Bonjour\n", b"Message-ID: abc@client.example.org"),
        message_id="<abc@client.example.org>",
    ),
    case(
        "references of rubbish",
        "References with words, commas and an id that is cut.",
        mail(
            b"Bonjour\n",
            b"In-Reply-To: Your message of Monday " + THREAD,
            b"References: x, <a@b.example.org>,<broken " + THREAD + b" <",
        ),
        "appended",
        references=(THREAD.decode(), "<a@b.example.org>"),
    ),
    case(
        "order of references",
        "In-Reply-To first, then the last of the references.",
        mail(
            b"Bonjour\n",
            b"In-Reply-To: <c@x.example.org>",
            b"References: " + THREAD + b"\n <b@x.example.org> <c@x.example.org>",
        ),
        "appended",
        references=("<c@x.example.org>", "<b@x.example.org>", THREAD.decode()),
    ),
    case(
        "impossible date",
        "The 41st of Foo.",
        mail(b"Bonjour\n").replace(b"Mon, 12 Oct 2026 10:00:00 +0200", b"Foo, 41 Bar 2026 99:00"),
        sent_at=None,
    ),
    case(
        "summer time", "A date with a zone, kept in UTC.", mail(), sent_at=dt.datetime(2026, 10, 12, 8, tzinfo=dt.UTC)
    ),
    case(
        "line of an archive",
        "A line of an mbox before the header, and an empty one.",
        b"\nFrom nadia@client.example.org Mon Oct 12 10:00:00 2026\n" + mail(b"Bonjour\n"),
        sender=NADIA,
        text="Bonjour",
    ),
    case(
        "byte order mark",
        "A byte order mark before the first header.",
        b"\xef\xbb\xbf" + mail(b"Bonjour\n"),
        sender=NADIA,
        subject="Panne",
    ),
    case(
        "carriage returns",
        "Lines that end with a carriage return alone.",
        mail(b"Bonjour\nMerci\n").replace(b"\n", b"\r"),
        sender=NADIA,
        text="Bonjour\nMerci",
    ),
    case(
        "our own mail",
        "A mail of ours that came back.",
        mail(b"Bonjour\n", b"X-Astreinte: 1", b"X-Astreinte: 1"),
        "ignored",
        loops=2,
    ),
)
