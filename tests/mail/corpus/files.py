"""Files: their names, their sizes, and those that are packed into others."""

from __future__ import annotations

import base64
import struct

from tests.mail.corpus.building import case, html, mail, mixed, part, plain, typed

_ATTACHED = b"Content-Disposition: attachment; "
_INVITATION = """BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
UID:1
DTSTART;TZID=Europe/Paris:20261013T140000
DTEND;TZID=Europe/Paris:20261013T150000
SUMMARY:Visite du standard\\, étage 2
LOCATION:Clinique des Tamarins
ORGANIZER;CN=Nadia:mailto:nadia@client.example.org
END:VEVENT
END:VCALENDAR
""".encode()


def _file(*lines: bytes, kind: bytes = b"application/pdf", content: bytes = b"%PDF") -> bytes:
    return mixed(b"mixed", plain(), part(kind, content, *lines))


def _object(level: int, kind: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


_WINMAIL = (
    struct.pack("<IH", 0x223E9F78, 1)
    + _object(1, 8, 0x9006, struct.pack("<I", 0x10000))
    + _object(1, 6, 0x9007, struct.pack("<II", 1252, 0))
    + _object(1, 2, 0x800C, b"Le fax est mort\0")
    + _object(2, 6, 0x9002, b"\0" * 14)
    + _object(2, 1, 0x8010, b"bon.pdf\0")
    + _object(2, 6, 0x800F, b"%PDF-1.4 bon")
)
_TNEF = part(
    b"application/ms-tnef; name=winmail.dat", base64.encodebytes(_WINMAIL), b"Content-Transfer-Encoding: base64"
)

CASES = (
    case(
        "name in sections",
        "A name in numbered sections with a charset (RFC 2231).",
        _file(_ATTACHED + b"filename*0*=utf-8''Devis%20r%C3%A9; filename*1*=seau; filename*2=.pdf"),
        files=("Devis réseau.pdf",),
    ),
    case(
        "encoded word in a name",
        "A name as an encoded word, which the rules forbid.",
        _file(_ATTACHED + b'filename="=?utf-8?B?RMOpdmlzLnBkZg==?="'),
        files=("Dévis.pdf",),
    ),
    case(
        "raw name",
        "A name of raw windows-1252, with spaces and without quotes.",
        _file(_ATTACHED + "filename=Reçu du café.pdf".encode("cp1252")),
        files=("Reçu du café.pdf",),
    ),
    case(
        "no name",
        "A file without a name is named after its type.",
        _file(b"Content-Disposition: attachment"),
        files=("unnamed file.pdf",),
    ),
    case(
        "name with a path",
        "A name that climbs out of its folder.",
        _file(_ATTACHED + b'filename="..\\\\..\\\\windows\\\\../../etc/passwd.pdf"'),
        files=("passwd.pdf",),
    ),
    case(
        "name that deceives",
        "A name that reads from the right: “fdp.exe” shown as “exe.pdf”.",
        _file(_ATTACHED + 'filename="devis\u202efdp.exe"'.encode()),
        files=(),
        left_out__has="program",
    ),
    case(
        "name of dots",
        "A program behind a dot and a space.",
        _file(_ATTACHED + b'filename="jeu.EXE. "'),
        files=(),
        left_out__has="jeu.EXE",
    ),
    case(
        "very long name",
        "A name of 600 letters keeps its extension.",
        _file(_ATTACHED + b"filename=" + b"a" * 600 + b".pdf"),
        files=("a" * 146 + ".pdf",),
    ),
    case(
        "empty file",
        "A file of no bytes.",
        _file(_ATTACHED + b"filename=vide.pdf", content=b""),
        files=(),
        left_out__has="vide.pdf",
    ),
    case(
        "fourteen files",
        "More files than a message takes.",
        mixed(b"mixed", plain(), *[part(b"image/png; name=%d.png" % i, b"x") for i in range(14)]),
        files=tuple(f"{i}.png" for i in range(10)),
        left_out__has=("10.png, 11.png", "4 files"),
    ),
    case(
        "text file",
        "A text file that is shown in line is a file all the same.",
        mixed(b"mixed", plain(), part(b"text/plain", b"journal", b"Content-Disposition: inline; filename=journal.log")),
        text="Bonjour",
        files=("journal.log",),
    ),
    case(
        "html file",
        "A page that was attached is never shown as what was written.",
        mixed(b"mixed", plain(), part(b"text/html", b"<p>Page</p>", _ATTACHED + b"filename=page.html")),
        text="Bonjour",
        files=("page.html",),
    ),
    case(
        "body with a name",
        "A scanner that gives its text a name.",
        mixed(
            b"mixed",
            part(b"text/plain; name=body.txt", b"Numerisation"),
            part(b"application/pdf; name=scan.pdf", b"%PDF"),
        ),
        text="Numerisation",
        files=("scan.pdf",),
    ),
    case(
        "content id with signs",
        "A Content-ID that the page writes with percent signs.",
        mixed(
            b"related",
            html(b'<p>a<img src="cid:a%40b"></p>'),
            part(b"image/png; name=a.png", b"x", b"Content-ID: <a@b>"),
        ),
        inline=("a@b",),
        html__has="cid:a@b",
    ),
    case(
        "picture that is missing",
        "HTML that shows a picture which never came.",
        typed(b"text/html", b"<p>Voir <img src='cid:none' alt='le plan'></p>"),
        text="Voir le plan",
        html__lacks="cid:",
    ),
    case(
        "invitation",
        "An invitation as a face of the text, and again as a file.",
        mixed(
            b"mixed",
            part(b"text/plain; charset=utf-8", b"Venez"),
            part(b"text/calendar; charset=utf-8; method=REQUEST", _INVITATION),
            part(b"application/ics; name=invite.ics", _INVITATION),
        ),
        text__has=(
            "Venez",
            "Invitation: Visite du standard, étage 2",
            "Where: Clinique des Tamarins",
            "Organiser: Nadia <nadia@client.example.org>",
            "When: ",
        ),
        files=("invitation.ics",),
    ),
    case(
        "invitation alone",
        "A mail that is nothing but an invitation.",
        typed(b"text/calendar; charset=utf-8", _INVITATION),
        text__has="Visite du standard",
        html__has="Visite du standard",
        files=("invitation.ics",),
    ),
    case(
        "broken invitation",
        "A calendar that cannot be read is kept.",
        typed(b"text/calendar", b"BEGIN:VCALENDAR\nDTSTART:x"),
        text="",
        files=("invitation.ics",),
    ),
    case(
        "winmail",
        "Everything packed into winmail.dat by Outlook.",
        mixed(b"mixed", plain(b""), _TNEF),
        text="Le fax est mort",
        files=("bon.pdf",),
        contents=(b"%PDF-1.4 bon",),
    ),
    case(
        "broken winmail",
        "A winmail.dat that is cut is kept, and said.",
        mixed(b"mixed", plain(), part(b"application/ms-tnef; name=winmail.dat", b'x\x9f>"\1\0')),
        files=("winmail.dat",),
        left_out__has="Outlook",
    ),
    case(
        "uuencode",
        "A file written into the text by an old program.",
        mail(b"Voici\n\nbegin 644 a.txt\n%2&5L;&\\\n`\nend\n\nMerci\n"),
        text="Voici\n\n\n\nMerci",
        files=("a.txt",),
        contents=(b"Hello",),
    ),
)
