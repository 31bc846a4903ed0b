"""Letters, in the settings: the words of every mail, with a preview, and back to those of the product."""

from __future__ import annotations

import pytest
from django.urls import reverse

from administration.actions.letters import LetterPlan, edit_letter, restore_letter
from administration.models import SettingChange
from tickets.choices import MailKind
from tickets.letters import product_words
from tickets.models import MailTemplate
from tickets.refusal import ActionRefused

PLAN = LetterPlan(subject="{number}: pour vous", body="Bonjour, {title}")


@pytest.fixture
def address() -> str:
    return reverse("letter_edit", args=["assigned", "fr"])


@pytest.fixture
def administrator(client, cast):
    client.force_login(cast.administrator)
    return client


def edit(cast, at, plan=PLAN, kind=MailKind.ASSIGNED):
    edit_letter(kind=kind, language="fr", plan=plan, by=cast.administrator, at=at)


def test_what_is_written_is_kept_and_logged_with_before_and_after(cast, at):
    edit(cast, at)
    edit(cast, at, LetterPlan(subject="{title}", body="Bonjour"))
    assert MailTemplate.objects.get().body == "Bonjour"
    change = SettingChange.objects.first()
    assert change is not None
    assert (change.area, change.verb, change.before["body"], change.after["body"]) == (
        "letters",
        "changed",
        "Bonjour, {title}",
        "Bonjour",
    )


def test_back_to_the_words_of_the_product(cast, at):
    edit(cast, at)
    restore_letter(kind=MailKind.ASSIGNED, language="fr", by=cast.administrator, at=at)
    assert not MailTemplate.objects.exists()
    assert SettingChange.objects.filter(verb="removed").exists()


def test_the_words_of_the_product_typed_again_are_those_of_the_product(cast, at):
    words = product_words(MailKind.ASSIGNED, "fr")
    edit(cast, at, LetterPlan(subject=words.subject, body=words.body))
    assert not MailTemplate.objects.exists()


def test_an_unknown_variable_is_refused_by_its_name(cast, at):
    with pytest.raises(ActionRefused, match="{nom}"):
        edit(cast, at, LetterPlan(subject="{nom}", body="Bonjour"))
    assert not MailTemplate.objects.exists()


def test_only_administrators_write_letters(cast, at):
    with pytest.raises(ActionRefused):
        edit_letter(kind=MailKind.ASSIGNED, language="fr", plan=PLAN, by=cast.manager, at=at)
    with pytest.raises(ActionRefused):
        restore_letter(kind=MailKind.ASSIGNED, language="fr", by=cast.manager, at=at)


def test_the_log_says_it_in_words(client, cast, at):
    edit(cast, at)
    client.force_login(cast.administrator)
    page = client.get(f"{reverse('settings_log')}?area=letters").content.decode()
    for words in ("Subject", "Bonjour, {title}", "A ticket was given to me (fr)"):
        assert words in page


# The pages ----------------------------------------------------------------------------------------
def test_the_list_says_of_each_kind_and_language_whose_words_it_has(administrator, cast, at):
    edit(cast, at)
    page = administrator.get(reverse("letters")).content.decode()
    assert page.count("words of the house") == 1
    for kind in MailKind:
        assert reverse("letter_edit", args=[kind.value, "en"]) in page


def test_the_form_saves(administrator, address):
    answer = administrator.post(address, {"subject": "{title}", "body": "Bonjour\r\n\r\n{by}"})
    assert answer.status_code == 302
    assert MailTemplate.objects.get().body == "Bonjour\n\n{by}"


def test_what_is_refused_is_said_and_nothing_typed_is_lost(administrator, address):
    answer = administrator.post(address, {"subject": "{title}", "body": "Bonjour {nom}"})
    page = answer.content.decode()
    assert (answer.status_code, MailTemplate.objects.exists()) == (422, False)
    assert "{nom} is no variable" in page
    assert "Bonjour {nom}</textarea>" in page


def test_the_preview_puts_examples_in_and_keeps_nothing(administrator):
    address = reverse("letter_preview", args=["assigned", "en"])
    words = {"subject": "For you: {title}", "body": "**{by}** <script>alert(1)</script>"}
    page = administrator.post(address, words).content.decode()
    assert "For you: The printer of the reception is off line" in page
    assert "<strong>Pascal</strong>" in page
    assert "<script" not in page
    assert not MailTemplate.objects.exists()


def test_the_preview_says_what_would_be_refused(administrator):
    address = reverse("letter_preview", args=["reply", "en"])
    page = administrator.post(address, {"subject": "{title}", "body": "Hello"}).content.decode()
    assert "lacks {text}" in page


def test_without_a_script_the_preview_is_a_button(administrator, address):
    page = administrator.post(address, {"subject": "S", "body": "**gras**", "preview": "1"}).content.decode()
    assert "<strong>gras</strong>" in page
    assert not MailTemplate.objects.exists()


@pytest.mark.parametrize(("kind", "language"), [("nothing", "fr"), ("assigned", "de")])
def test_a_kind_or_language_that_there_is_not_has_no_page(administrator, kind, language):
    assert administrator.get(reverse("letter_edit", args=[kind, language])).status_code == 404
