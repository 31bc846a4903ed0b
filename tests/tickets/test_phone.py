"""Phone numbers, in every way in which people write them."""

from __future__ import annotations

import pytest

from tickets.phone import is_withheld, looks_like_number, readable, to_e164


@pytest.mark.parametrize(
    "written",
    [
        "06 39 98 00 01",
        "0639980001",
        "06.39.98.00.01",
        "06-39-98-00-01",
        "06/39/98/00/01",
        "06\N{NO-BREAK SPACE}39\N{NO-BREAK SPACE}98\N{NO-BREAK SPACE}00\N{NO-BREAK SPACE}01",
        "+33 6 39 98 00 01",
        "+33 (0)6 39 98 00 01",
        "+33(0)639980001",
        "0033 6 39 98 00 01",
        "0033639980001",
        "  06 39 98 00 01  ",
        "tél. 06 39 98 00 01",
    ],
)
def test_one_number_is_one_number_however_it_is_written(written):
    assert looks_like_number(written)
    assert to_e164(written) == "+33639980001"


@pytest.mark.parametrize("extension", ["poste 12", "Poste 4012", "ext. 12", "ext 12", "x12", "#12", "int. 7"])
def test_an_extension_leaves_the_number_of_the_switchboard(extension):
    assert looks_like_number(f"04 65 71 22 08 {extension}")
    assert to_e164(f"04 65 71 22 08 {extension}") == "+33465712208"


def test_a_number_of_another_country_keeps_it():
    assert to_e164("+49 30 123456") == "+4930123456"
    assert to_e164("0049 30 123456") == "+4930123456"


@pytest.mark.parametrize("short", ["3900", "112", "15", "4012", "06 39 98"])
def test_a_short_number_is_refused_with_a_sentence(short):
    with pytest.raises(ValueError, match=short):
        to_e164(short)


def test_a_number_with_too_many_digits_is_refused():
    with pytest.raises(ValueError, match="0639980001234"):
        to_e164("0639980001234")


@pytest.mark.parametrize("shown", ["masqué", "Numéro masqué", "ANONYME", "privé", "anonymous", "Inconnu", "withheld"])
def test_a_withheld_number_is_no_number_and_no_name(shown):
    assert is_withheld(shown)
    with pytest.raises(ValueError):
        to_e164(shown)


@pytest.mark.parametrize("name", ["Lauzier", "3M", "Menuiserie 2000", "L'Étoile", "", "Clinique 3 rue du Port"])
def test_a_name_is_not_taken_for_a_number(name):
    assert not looks_like_number(name)
    with pytest.raises(ValueError):
        to_e164(name)


def test_a_number_is_read_in_pairs_in_france_and_with_its_country_elsewhere():
    assert readable("+33639980001").replace("\N{NO-BREAK SPACE}", " ") == "06 39 98 00 01"
    assert readable("+4930123456").replace("\N{NO-BREAK SPACE}", " ") == "+49 30 123456"
    assert readable("") == ""
