"""Which part is what was written."""

from __future__ import annotations

from tests.mail.corpus.building import PNG, case, html, mail, mixed, multipart, part, plain, typed

_PICTURE = part(b"image/png; name=logo.png", PNG, b"Content-ID: <logo@client>", b"Content-Disposition: inline")

CASES = (
    case(
        "alternative",
        "Text and HTML that say the same: the HTML is shown, and read.",
        mixed(b"alternative", plain(b"Bonjour *vous*"), html(b"<p>Bonjour <b>vous</b></p>")),
        text="Bonjour vous",
        html="<p>Bonjour <b>vous</b></p>",
    ),
    case(
        "empty html",
        "HTML without a word beside a text that has some.",
        mixed(b"alternative", plain(b"Le vrai texte"), html(b"<html><style>p{}</style><body>&nbsp;</body></html>")),
        text="Le vrai texte",
    ),
    case(
        "related in alternative",
        "A picture in the HTML of an alternative in a mixed mail.",
        mixed(
            b"mixed",
            multipart(
                b"alternative",
                plain(b"Voir"),
                multipart(b"related", html(b'<p>Voir <img src="cid:logo@client"></p>'), _PICTURE, boundary=b"=_c"),
                boundary=b"=_b",
            ),
            part(b"application/pdf; name=devis.pdf", b"%PDF-1.4"),
        ),
        text="Voir",
        html__has='src="cid:logo@client"',
        files=("logo.png", "devis.pdf"),
        inline=("logo@client",),
    ),
    case(
        "picture without html",
        "A picture that nothing shows is a file like any other.",
        mixed(b"related", plain(b"Voir"), _PICTURE),
        files=("logo.png",),
        inline=(),
    ),
    case(
        "text around a picture",
        "Apple Mail writes text, picture, text.",
        mixed(b"mixed", plain(b"Avant"), part(b"image/png", PNG), plain(b"Apres")),
        text="Avant\n\nApres",
        files=("unnamed file.png",),
    ),
    case(
        "html only",
        "HTML alone: its text has the lines a reader sees.",
        typed(
            b"text/html; charset=utf-8",
            b"<h1>Panne</h1><ul><li>un<li>deux</ul><table><tr><td>a<td>b</table><a href='https://status.example.org/x'>ici</a>",
        ),
        text="Panne\n\n- un\n- deux\n\na b\n\nici <https://status.example.org/x>",
        html__lacks="<h1",
    ),
    case(
        "script",
        "HTML that would run, load and follow.",
        typed(
            b"text/html",
            b"<p onclick=x()>Oui<script>alert(1)</script><style>p{}</style><iframe src=//x></iframe><a href='javascript:x()'>la</a><img src=https://spy.example.org/p.gif width=1 height=1></p>",
        ),
        text="Ouila",
        html__lacks=("script", "onclick", "iframe", "javascript", "spy"),
    ),
    case(
        "remote picture",
        "A picture from elsewhere is a link: loading it would tell its host.",
        typed(b"text/html", b"<p>Voir <img src='https://cdn.example.org/plan.png' alt='Plan'></p>"),
        html__lacks="<img",
        html__has=("[picture: Plan]", 'rel="noopener noreferrer nofollow"'),
    ),
    case(
        "picture in the text",
        "A picture written into the HTML itself.",
        typed(b"text/html", b"<p>Voir <img src='data:image/png;base64,iVBORw0KGgoAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'></p>"),
        html__has='src="cid:in-text-1"',
        files=("picture-1.png",),
        inline=("in-text-1",),
    ),
    case(
        "hidden words",
        "Words that no reader is shown.",
        typed(b"text/html", b"<div style='display: none'>Offre !</div><p>Bonjour</p>"),
        text="Bonjour",
    ),
    case(
        "flowed",
        "Paragraphs broken into lines (format=flowed).",
        typed(b"text/plain; charset=utf-8; format=flowed", b"Le poste ne \nsonne plus.\n\n-- \nNadia\n"),
        text="Le poste ne sonne plus.",
        quoted__has="Nadia",
    ),
    case(
        "markup in plain text",
        "Plain text that looks like HTML stays what it is.",
        mail(b"Erreur <b>12</b> & <script>\n    ligne 3\n"),
        text="Erreur <b>12</b> & <script>\n    ligne 3",
        html__has=("&lt;b&gt;12&lt;/b&gt; &amp;", "&nbsp;&nbsp;&nbsp;&nbsp;ligne"),
    ),
    case(
        "link in plain text",
        "A link at the end of a sentence.",
        mail(b"Voir https://status.example.org/a?b=1&c=2.\n"),
        html__has='<a href="https://status.example.org/a?b=1&amp;c=2"',
    ),
    case("empty", "Not a word.", mail(b""), text="", html="", quoted=""),
    case("blank", "Lines, but not a word.", mail(b"\n \n\t\n"), text="", html=""),
    case(
        "only a file",
        "A file and not a word.",
        mixed(b"mixed", part(b"application/pdf", b"%PDF-1.4", b"Content-Disposition: attachment; filename=bon.pdf")),
        text="",
        files=("bon.pdf",),
    ),
    case(
        "only a picture",
        "The mail is a picture.",
        typed(b"image/png; name=ecran.png", PNG),
        text="",
        files=("ecran.png",),
    ),
    case(
        "mail in a mail",
        "A mail that was attached, with a word about it.",
        mixed(b"mixed", plain(b"Voir ci-joint"), part(b"message/rfc822", mail(b"Ancien\n", subject=b"Facture/12"))),
        text="Voir ci-joint",
        files=("Facture-12.eml",),
        types=("message/rfc822",),
    ),
    case(
        "nothing but a mail",
        "Forwarded as a file without a word: what it says is what is said.",
        mixed(
            b"mixed", part(b"message/rfc822", mail(b"Le fax est mort\n", sender=b"Samir <samir@client.example.org>"))
        ),
        text__has=("Le fax est mort", "samir@client.example.org"),
        files=("Panne.eml",),
    ),
    case(
        "forwarded",
        "What is forwarded is what it is about.",
        mail(b"Voir\n\nDe : Samir\nEnvoye : lundi\nDate : lundi\nObjet : fax\n\nLe fax est mort\n", subject=b"TR: fax"),
        text__has=("Voir", "Le fax est mort"),
        quoted="",
    ),
    case(
        "signed",
        "Signed with S/MIME: the signature is no file.",
        mixed(
            b'signed; protocol="application/pkcs7-signature"',
            plain(b"Signe"),
            part(b"application/pkcs7-signature; name=smime.p7s", b"0"),
        ),
        text="Signe",
        files=(),
    ),
    case(
        "signed with pgp",
        "Signed with PGP.",
        mixed(
            b"signed",
            plain(b"Signe"),
            part(b"application/pgp-signature; name=signature.asc", b"-----BEGIN PGP SIGNATURE-----"),
        ),
        text="Signe",
        files=(),
    ),
    case(
        "encrypted",
        "Encrypted with PGP: kept, and said.",
        mixed(
            b"encrypted",
            part(b"application/pgp-encrypted", b"Version: 1"),
            part(b"application/octet-stream; name=encrypted.asc", b"-----BEGIN PGP MESSAGE-----"),
        ),
        text="",
        files=("encrypted.asc",),
        left_out__has="encrypted",
    ),
    case(
        "sealed",
        "Encrypted with S/MIME: kept, and said.",
        typed(
            b"application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m",
            b"MIIB",
            b"Content-Transfer-Encoding: base64",
        ),
        files=("smime.p7m",),
        left_out__has="encrypted",
    ),
    case(
        "very long text",
        "A text of two million letters: its beginning is shown, the file has all.",
        mail(b"ligne\n" * 400_000),
        files=("unnamed file.txt",),
        left_out__has="very long",
    ),
    case("deep html", "HTML nested 20,000 deep.", typed(b"text/html", b"<div>" * 20_000 + b"Bonjour"), text="Bonjour"),
    case(
        "other faces",
        "A face for watches and one for e-mail that runs, beside the two that count.",
        mixed(
            b"alternative",
            plain(b"Bonjour"),
            part(b"text/x-amp-html", b"<html amp4email>"),
            part(b"text/watch-html", b"<b>B</b>"),
            html(b"<p>Bonjour</p>"),
        ),
        text="Bonjour",
        files=(),
    ),
    case(
        "an old face alone",
        "Text of a word processor of 1995, and nothing else: kept as a file.",
        typed(b"text/enriched", b"<bold>Bonjour</bold>"),
        text="",
        files=("unnamed file",),
    ),
    case(
        "headers of another mail",
        "A person attaches the header of a mail.",
        mixed(b"mixed", plain(b"Voici"), part(b"text/rfc822-headers", b"Subject: x\n")),
        text="Voici",
        files=("unnamed file",),
    ),
)
