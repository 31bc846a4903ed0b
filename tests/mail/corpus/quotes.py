"""Plain text that quotes: what was written stands alone, the rest is kept for folding."""

from __future__ import annotations

from tests.mail.corpus.building import THREAD, case, mail

_OLD = "\n> Pouvez-vous redémarrer le poste ?\n> Pascal\n"
_ANSWERS = b"In-Reply-To: " + THREAD


def _answer(name: str, says: str, text: str, written: str, *quoted: str, subject: bytes = b"Re: Panne"):  # type: ignore[no-untyped-def]
    return case(
        name, says, mail(text.encode(), _ANSWERS, subject=subject), "appended", text=written, quoted__has=quoted
    )


CASES = (
    _answer(
        "gmail in french",
        "“Le lun. 12 oct. 2026 à 10:00, X a écrit :”.",
        "C'est fait.\n\nLe lun. 12 oct. 2026 à 10:00, Support <helpdesk@example.org> a écrit :\n" + _OLD,
        "C'est fait.",
        "a écrit",
        "redémarrer",
    ),
    _answer(
        "line of who wrote, broken",
        "The same, over two lines.",
        "C'est fait.\n\nLe lundi 12 octobre 2026 à 10:00:12 UTC+2, Support informatique <helpdesk@example.org>\na écrit :\n"
        + _OLD,
        "C'est fait.",
        "a écrit",
    ),
    _answer(
        "english",
        "“On Mon, Oct 12, 2026 at 10:00 AM X wrote:”.",
        "Done.\n\nOn Mon, Oct 12, 2026 at 10:00 AM Support <helpdesk@example.org> wrote:\n" + _OLD,
        "Done.",
        "wrote",
    ),
    _answer(
        "quote without marks",
        "Telephones quote without a sign before the lines.",
        "Fait\n\nLe 12 oct. 2026 à 10:00, Support <helpdesk@example.org> a écrit :\n\nPouvez-vous redémarrer ?\n",
        "Fait",
        "redémarrer",
    ),
    _answer(
        "message d'origine",
        "“-----Message d'origine-----”, as Outlook wrote for twenty years.",
        "Fait\n\n-----Message d'origine-----\nDe : Support\nEnvoyé : lundi 12 octobre 2026 10:00\nÀ : Nadia\nObjet : Panne\n\nRedémarrez\n",
        "Fait",
        "Redémarrez",
    ),
    _answer(
        "outlook in french",
        "“De : … Envoyé : … À : … Objet : …” alone.",
        "Fait\n\nDe : Support <helpdesk@example.org>\nEnvoyé : lundi 12 octobre 2026 10:00\nÀ : Nadia\nObjet : Panne\n\nRedémarrez\n",
        "Fait",
        "Envoyé",
        "Redémarrez",
    ),
    _answer(
        "outlook in english",
        "“From: … Sent: … To: … Subject: …” under a rule.",
        "Done\n\n________________________________\nFrom: Support\nSent: Monday, October 12, 2026 10:00\nTo: Nadia\nSubject: Panne\n\nRestart\n",
        "Done",
        "Sent",
        "Restart",
    ),
    _answer(
        "answers between lines",
        "Answers between quoted lines stay with what they answer.",
        "Voici :\n\nLe 12/10/2026 à 10:00, Support a écrit :\n> Quel poste ?\nLe 12.\n> Depuis quand ?\nHier.\n",
        "Voici :\n\n> Quel poste ?\nLe 12.\n> Depuis quand ?\nHier.",
    ),
    _answer(
        "answer below",
        "Whoever answers below the quote is read all the same.",
        "Le 12/10/2026 à 10:00, Support a écrit :\n> Quel poste ?\n\nLe 12.\n",
        "Le 12.",
        "Quel poste",
    ),
    _answer(
        "signature",
        "What stands below “-- ” is folded.",
        "Le poste 12.\n-- \nNadia\nClinique\n",
        "Le poste 12.",
        "Clinique",
    ),
    _answer(
        "only a quote",
        "Nothing but a quote: then it is what was sent.",
        "> Pouvez-vous redémarrer ?\n",
        "> Pouvez-vous redémarrer ?",
    ),
    _answer("only a signature", "Nothing but a signature.", "-- \nNadia\n", "-- \nNadia"),
    _answer(
        "line of a telephone in plain text",
        "A telephone signs every mail.",
        "C'est fait.\n\nEnvoyé de mon téléphone\n",
        "C'est fait.",
        "téléphone",
    ),
    case(
        "log with marks",
        "A console that writes “>” is no quote in a first mail.",
        mail(b"Voici :\n> show version\nv12\n"),
        text="Voici :\n> show version\nv12",
        quoted="",
    ),
    case(
        "a sentence that looks like it",
        "“De :” in a form of the client's own, and “il a écrit”.",
        mail("De : poste 12\nLe technicien a écrit :\nrien\n".encode()),
        text="De : poste 12\nLe technicien a écrit :\nrien",
        quoted="",
    ),
)
