"""Letters: the words of each kind of mail, the product's or the house's, and what is put in."""

from __future__ import annotations

import re

import pytest
from django.utils import translation

from tickets.actions.assign import assign_ticket
from tickets.choices import MailKind
from tickets.letter_words import DRAFTS
from tickets.letters import Phrases, compose, examples, product_words, refuse_unfit
from tickets.models import MailTemplate, OutboxMail
from tickets.refusal import ActionRefused

PLACE = re.compile(r"\{([a-z_]+)\}")


@pytest.mark.parametrize("kind", MailKind)
def test_every_kind_of_mail_has_words_with_variables_that_it_knows(kind):
    words = product_words(kind, "en")
    refuse_unfit(kind, subject=words.subject, body=words.body)


@pytest.mark.parametrize("kind", MailKind)
def test_nothing_is_left_between_braces_when_everything_is_put_in(kind):
    read = Phrases(kind, {}).compose("en", examples(kind, "en"))
    assert PLACE.findall(f"{read.subject} {read.body}") == []
    assert read.subject
    assert read.body


@pytest.mark.parametrize("kind", MailKind)
def test_the_french_of_every_kind_keeps_its_variables(kind, french):
    with translation.override("en"):
        english = f"{DRAFTS[kind].subject} {DRAFTS[kind].body}"
    with translation.override("fr"):
        said = f"{DRAFTS[kind].subject} {DRAFTS[kind].body}"
    assert set(PLACE.findall(said)) == set(PLACE.findall(english))


@pytest.fixture
def own(db):
    def written(kind=MailKind.ASSIGNED, language="fr", subject="{title}", body="Pour vous : {account}") -> MailTemplate:
        return MailTemplate.objects.create(kind=kind, language=language, subject=subject, body=body)

    return written


def test_the_words_of_the_house_win_in_their_language_alone(own):
    own()
    values = {"title": "Imprimante", "account": "Tamarins", "by": "Pascal", "number": 12}
    french, english = (compose(MailKind.ASSIGNED, language, values) for language in ("fr", "en"))
    assert (french.subject, french.body) == ("Imprimante", "Pour vous : Tamarins")
    assert english.subject == "[#12] Given to you: Imprimante"


def test_a_mail_of_the_house_leaves_with_the_ticket_put_in(cast, open_ticket, own, at):
    ticket = open_ticket(title="Imprimante")
    OutboxMail.objects.all().delete()
    own(subject="{number}: {title}", body="{by}, {contact}, {account}")
    assign_ticket(ticket=ticket, technician=cast.technician, by=cast.manager, at=at)
    mail = OutboxMail.objects.get()
    assert (mail.subject, mail.body) == (f"{ticket.number}: Imprimante", "Manager, Nadia, Clinique des Tamarins")
    assert (mail.kind, mail.language, mail.ticket) == (MailKind.ASSIGNED, "fr", ticket)


def test_what_is_put_in_is_never_read_for_variables(db):
    read = compose(MailKind.RECEIVED, "en", {"number": 1, "title": "{text}", "text": "{number} {title}"})
    assert read.body == "{number} {title}"
    assert read.subject == "[#1] The client wrote: {text}"


def test_a_title_of_several_lines_is_one_line_and_a_text_keeps_its_own(db):
    values = {"number": 1, "title": "Un\r\nBcc: tous@example.org", "text": "Un\n\nDeux"}
    read = compose(MailKind.RECEIVED, "en", values)
    assert read.subject == "[#1] The client wrote: Un Bcc: tous@example.org"
    assert read.body == "Un\n\nDeux"


def test_a_subject_is_never_longer_than_its_place(db):
    assert len(compose(MailKind.REPLY, "en", {"number": 1, "title": "x" * 400, "text": "Oui"}).subject) == 250


@pytest.mark.parametrize("place", ["{technicien}", "{Number}", "{ number }", "{{number}}"])
def test_a_variable_that_nobody_knows_is_refused_by_its_name(place):
    with pytest.raises(ActionRefused, match=re.escape(place)):
        refuse_unfit(MailKind.ASSIGNED, subject="{title}", body=f"Bonjour {place}")


def test_a_mail_that_would_not_say_what_it_is_for_is_refused():
    with pytest.raises(ActionRefused, match="text"):
        refuse_unfit(MailKind.REPLY, subject="{title}", body="Nous vous avons répondu.")
