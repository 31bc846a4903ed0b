"""HTML that quotes, as each of the common programs writes it."""

from __future__ import annotations

from tests.mail.corpus.building import THREAD, case, typed

_OLD = "Pouvez-vous redémarrer ?"
_WHO = "Le lun. 12 oct. 2026 à 10:00, Support &lt;helpdesk@example.org&gt; a écrit&nbsp;:"


def _answer(name: str, says: str, page: str, written: str = "C'est fait.", *quoted: str):  # type: ignore[no-untyped-def]
    raw = typed(b"text/html; charset=utf-8", page.encode(), b"In-Reply-To: " + THREAD, subject=b"RE: Panne")
    return case(
        name,
        says,
        raw,
        "appended",
        text=written,
        quoted__has=quoted or (_OLD,),
        html__lacks=() if _OLD in written else (_OLD,),
    )


CASES = (
    _answer(
        "gmail",
        "Gmail: div.gmail_quote with gmail_attr and a blockquote.",
        f'<div dir="ltr">C\'est fait.</div><br><div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">{_WHO}<br></div><blockquote class="gmail_quote" style="margin:0">{_OLD}</blockquote></div>',
    ),
    _answer(
        "gmail with answers between",
        "Gmail: answers inside the quote stay with what they answer.",
        '<div>Voici :</div><div class="gmail_quote"><div class="gmail_attr">On 12 Oct 2026 at 10:00, X wrote:</div><blockquote class="gmail_quote">Quel poste ?</blockquote><div>Le 12.</div><blockquote class="gmail_quote">Depuis quand ?</blockquote><div>Hier.</div></div>',
        "Voici :\nOn 12 Oct 2026 at 10:00, X wrote:\n\n> Quel poste ?\n\nLe 12.\n\n> Depuis quand ?\n\nHier.",
        "",
    ),
    _answer(
        "apple mail",
        "Apple Mail: the line of who wrote stands in the blockquote.",
        f'<html><body>C\'est fait.<div><br><blockquote type="cite"><div>{_WHO}</div><br><div>{_OLD}</div></blockquote></div><br></body></html>',
    ),
    _answer(
        "thunderbird",
        "Thunderbird: div.moz-cite-prefix, then a blockquote.",
        f'<p>C\'est fait.</p><div class="moz-cite-prefix">{_WHO}<br></div><blockquote type="cite" cite="mid:a@b">{_OLD}</blockquote><div class="moz-signature">-- <br>Nadia</div>',
        "C'est fait.",
        _OLD,
        "Nadia",
    ),
    _answer(
        "outlook",
        "Outlook: a border above the header of the older mail.",
        f'<p class="MsoNormal">C\'est fait.<o:p></o:p></p><div><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p><b>De :</b> Support &lt;helpdesk@example.org&gt; <br><b>Envoyé :</b> lundi 12 octobre 2026 10:00<br><b>À :</b> Nadia<br><b>Objet :</b> Panne</p></div></div><p>{_OLD}</p>',
    ),
    _answer(
        "outlook on the web",
        "Outlook on the web: hr and div#divRplyFwdMsg.",
        f'<div>C\'est fait.</div><div id="appendonsend"></div><hr style="width:98%"><div id="divRplyFwdMsg"><b>De :</b> Support<br><b>Envoyé :</b> lundi<br><b>Objet :</b> Panne</div><div>{_OLD}</div>',
    ),
    _answer(
        "outlook on a telephone",
        "Outlook on a telephone: a container of the older mail, and a signature of its own.",
        f'<div>C\'est fait.</div><div id="ms-outlook-mobile-signature">Outlook pour iOS</div><div id="mail-editor-reference-message-container"><div>De : Support</div><div>{_OLD}</div></div>',
    ),
    _answer(
        "yahoo",
        "Yahoo: div.yahoo_quoted.",
        f'<div>C\'est fait.</div><div id="yahoo_quoted_12" class="yahoo_quoted"><div>{_WHO}</div><div>{_OLD}</div></div>',
    ),
    _answer(
        "proton",
        "Proton: div.protonmail_quote.",
        f'<div>C\'est fait.</div><div class="protonmail_quote">{_WHO}<br><blockquote type="cite">{_OLD}</blockquote></div>',
    ),
    _answer(
        "roundcube",
        "Roundcube: p#reply-intro, then a blockquote.",
        f'<p>C\'est fait.</p><p id="reply-intro">{_WHO}</p><blockquote type="cite">{_OLD}</blockquote>',
    ),
    _answer(
        "zimbra",
        "Zimbra: hr#zwchr, then everything.",
        f'<div>C\'est fait.</div><hr id="zwchr"><div><b>De: </b>Support<br>{_OLD}</div>',
    ),
    _answer(
        "unknown program",
        "A blockquote that only the line before it makes a quote.",
        f"<p>C'est fait.</p><p>{_WHO}</p><blockquote>{_OLD}</blockquote>",
    ),
    _answer(
        "nothing but a quote",
        "Nothing is left: nothing was a quote.",
        f'<blockquote type="cite">{_OLD}</blockquote>',
        f"> {_OLD}",
        "",
    ),
    case(
        "a citation",
        "A blockquote of the writer's own stays.",
        typed(b"text/html", b"<p>L'ecran dit :</p><blockquote>Erreur 12</blockquote>"),
        text="L'ecran dit :\n\n> Erreur 12",
        quoted="",
    ),
    _answer(
        "line of a telephone",
        "A telephone signs every mail.",
        f'<div>C\'est fait.</div><div>Envoyé de mon iPhone</div><blockquote type="cite">{_OLD}</blockquote>',
        "C'est fait.",
        "iPhone",
        _OLD,
    ),
    _answer(
        "signature in a page",
        "A line of two hyphens in HTML.",
        f'<div>C\'est fait.<br>-- <br>Nadia<br>Clinique</div><blockquote type="cite">{_OLD}</blockquote>',
        "C'est fait.",
        "Clinique",
        _OLD,
    ),
)
