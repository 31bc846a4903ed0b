"""What is compiled is spoken at once: the first start compiles, then writes mails, in one process."""

from __future__ import annotations

import io

import polib
import pytest
from django.core.management import call_command
from django.utils import translation
from django.utils.translation import gettext

from tests.conftest import forget_translations


@pytest.fixture
def say(tmp_path, settings):
    """Have `Search` mean something in French, and compile that."""
    settings.LOCALE_PATHS = [tmp_path]
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)

    def compiled(words: str) -> str:
        catalogue = polib.POFile()
        catalogue.metadata = {"Content-Type": "text/plain; charset=utf-8"}
        catalogue.append(polib.POEntry(msgid="Search in everything", msgstr=words))
        catalogue.save(str(folder / "django.po"))
        call_command("compile_translations", stdout=io.StringIO())
        with translation.override("fr"):
            return gettext("Search in everything")

    yield compiled
    forget_translations()


def test_what_is_compiled_is_spoken_at_once(say):
    assert [say("Chercher"), say("Chercher partout")] == ["Chercher", "Chercher partout"]
