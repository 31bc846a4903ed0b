"""MIME that is cut, wrong or not there."""

from __future__ import annotations

import base64

from tests.mail.corpus.building import NADIA, case, html, mail, mixed, multipart, part, plain, typed

_BASE64 = b"Content-Transfer-Encoding: base64"
_QUOTED = b"Content-Transfer-Encoding: quoted-printable"
_PDF = b"%PDF-1.4 devis"

CASES = (
    case(
        "no end",
        "The last boundary never comes.",
        mixed(b"mixed", plain(b"Bonjour"), part(b"application/pdf; name=a.pdf", _PDF)).removesuffix(b"\n--=_limit--\n"),
        text="Bonjour",
        files=("a.pdf",),
        contents=(_PDF,),
    ),
    case(
        "no boundary",
        "A multipart that does not say its boundary.",
        mixed(b"mixed", plain(b"Bonjour"), part(b"application/pdf; name=a.pdf", _PDF)).replace(
            b'; boundary="=_limit"', b""
        ),
        text="Bonjour",
        files=("a.pdf",),
    ),
    case(
        "wrong boundary",
        "A multipart whose boundary is another one.",
        mixed(b"alternative", plain(b"Bonjour"), html(b"<p>Bonjour</p>")).replace(
            b'boundary="=_limit"', b'boundary="other"'
        ),
        text="Bonjour",
        html="<p>Bonjour</p>",
    ),
    case(
        "no parts",
        "A multipart without any part is text.",
        typed(b'multipart/mixed; boundary="x"', b"Bonjour\n"),
        text="Bonjour",
    ),
    case(
        "inner end missing",
        "The boundary of the outer multipart comes before the inner one has ended.",
        mixed(
            b"mixed",
            multipart(b"alternative", plain(b"Bonjour"), boundary=b"=_in").replace(b"--=_in--", b""),
            part(b"application/pdf; name=a.pdf", _PDF),
        ),
        text="Bonjour",
        files=("a.pdf",),
    ),
    case(
        "boundary of another",
        "The boundary of the inner multipart begins with that of the outer one.",
        mixed(
            b"mixed",
            multipart(b"alternative", plain(b"Bonjour"), boundary=b"=_limit-2"),
            part(b"application/pdf; name=a.pdf", _PDF),
        ),
        text="Bonjour",
        files=("a.pdf",),
    ),
    case(
        "header cut",
        "The mail ends in its header.",
        b"From: Nadia <nadia@client.example.org>\nSubject: Pan",
        sender=NADIA,
        subject="Pan",
        text="",
    ),
    case(
        "no empty line",
        "No empty line between header and text.",
        b"From: nadia@client.example.org\nSubject: Panne\nLe poste ne sonne plus, merci\nde rappeler\n",
        sender=NADIA,
        text__has="Le poste",
    ),
    case("rubbish", "Bytes that are no mail.", bytes(range(128, 256)), "triage", sender="", files=()),
    case("nothing", "Not a byte.", b"", "", sender="", text=""),
    case(
        "base64 broken",
        "Base64 with foreign characters, and cut in the middle of a letter.",
        typed(b"text/plain; charset=utf-8", b"Qm9u\n!! am91\n\xffcg==\nIMOp", _BASE64),
        text="Bonjour é",
    ),
    case(
        "base64 cut",
        "A file that is cut at the end: what came is kept.",
        mixed(b"mixed", plain(), part(b"application/pdf; name=a.pdf", base64.encodebytes(_PDF)[:13], _BASE64)),
        files=("a.pdf",),
        contents=(_PDF[:9],),
    ),
    case(
        "base64 in no base64",
        "Says base64 and is plain: what can be read of it is a file's, the mail stays.",
        typed(b"text/plain; charset=utf-8", b"", _BASE64),
        text="",
    ),
    case(
        "quoted printable broken",
        "Signs that are no signs, soft breaks at the end.",
        typed(b"text/plain; charset=utf-8", b"caf=C3=A9 =ZZ 100=% =\nfin=", _QUOTED),
        text="café =ZZ 100=% fin",
    ),
    case(
        "unknown encoding",
        "A transfer encoding that does not exist.",
        typed(b"text/plain; charset=utf-8", b"Bonjour", b"Content-Transfer-Encoding: 9bit"),
        text="Bonjour",
    ),
    case("type of rubbish", "A content type that is none.", typed(b"a/b/c; ;;=", b"Bonjour"), text="Bonjour"),
    case("type without a slash", "Type `text`, as some devices write.", typed(b"text", b"Bonjour"), text="Bonjour"),
    case(
        "encoding on a multipart",
        "A multipart that says it is base64, and is not.",
        mixed(b"mixed", plain(b"Bonjour"), lines=(_BASE64,)),
        text="Bonjour",
    ),
    case("line without end", "A line of 200,000 letters.", mail(b"x" * 200_000), text="x" * 200_000),
    case(
        "thousand parts",
        "A thousand parts.",
        mixed(b"mixed", *[plain(b"x")] * 1000),
        text__has="x",
        left_out__has="500 parts",
    ),
    case(
        "forty levels",
        "Multiparts in multiparts, forty deep.",
        mail(
            b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(40))
            + b"\nBonjour\n"
        ).replace(
            b"\n\nContent-Type: multipart/mixed; boundary=b0", b"\nContent-Type: multipart/mixed; boundary=b0", 1
        ),
        text__has="Bonjour",
    ),
)
