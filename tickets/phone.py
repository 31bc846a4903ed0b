"""Phone numbers: kept in E.164 (ITU-T), typed and read in the way people do."""

from __future__ import annotations

import re

import phonenumbers
from django.utils.translation import gettext as _
from phonenumbers import PhoneNumber, PhoneNumberFormat, ValidationResult

FRANCE = 33
NO_BREAK = "\N{NO-BREAK SPACE}"
# What a telephone shows instead of a number.
_WITHHELD = re.compile(
    r"^(num[ée]ro\s+)?(masqu[ée]e?|priv[ée]e?|anonyme|anonymous|inconnue?|unknown|withheld|private)$", re.IGNORECASE
)
_EXTENSION = re.compile(r"(\b(poste|ext\.?|extension|int\.?)|[x#])\s*\d{1,6}\s*$", re.IGNORECASE)
_NUMBER = re.compile(r"^(t[ée]l\.?\s*:?\s*)?[+(\d][\d\s.()/\N{NO-BREAK SPACE}+-]*$", re.IGNORECASE)


def to_e164(text: str, region: str = "FR") -> str:
    """`06 39 98 00 01`, `+33 (0)6 39...`, `0033 6 39...` -> "+33639980001"; an extension is left out.

    Raises ValueError with a sentence for what is no complete number: withheld, short, or not a number at all.
    """
    if is_withheld(text):
        raise ValueError(_("The number is withheld: ask for the name and the company."))
    number = _parsed(_EXTENSION.sub("", text.strip()), region)
    if number is None or not re.search(r"\d", text):
        raise ValueError(_("“%(text)s” is not a phone number.") % {"text": text.strip()})
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason in (ValidationResult.TOO_SHORT, ValidationResult.IS_POSSIBLE_LOCAL_ONLY):
        raise ValueError(
            _("“%(text)s” is a short or incomplete number: type all of its digits.") % {"text": text.strip()}
        )
    if reason != ValidationResult.IS_POSSIBLE:
        raise ValueError(_("“%(text)s” has too many digits for a phone number.") % {"text": text.strip()})
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def readable(number: str) -> str:
    """A number in E.164 as it is read aloud: `06 39 98 00 01` in France, `+49 30 123456` elsewhere."""
    parsed = _parsed(number, None)
    if parsed is None:
        return number
    is_french = parsed.country_code == FRANCE
    style = PhoneNumberFormat.NATIONAL if is_french else PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(parsed, style).replace(" ", NO_BREAK)


def looks_like_number(text: str) -> bool:
    """Whether somebody meant a phone number, complete or not, rather than a name."""
    return bool(_NUMBER.match(_EXTENSION.sub("", text.strip())))


def is_withheld(text: str) -> bool:
    """Whether this is what a telephone shows when the caller hides the number."""
    return bool(_WITHHELD.match(text.strip()))


def _parsed(text: str, region: str | None) -> PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
