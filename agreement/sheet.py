"""The agreement sheet of an account as PDF, as things stand at one instant."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from agreement import escalation_words, words
from agreement.queries import Agreement, agreement_of
from helpdesk.templatetags.moments import clock_time
from papers.letterhead import letterhead
from papers.typst import NotPrinted, pdf
from tickets.models import Account, Letterhead
from tickets.phone import readable
from tickets.refusal import ActionRefused

TEMPLATE = "agreement.typ"


def agreement_sheet(account: Account, *, language: str, at: dt.datetime) -> bytes:
    """The sheet in "fr" or "en", dated, in the time zone of the house.

    Raises ActionRefused with a sentence where it cannot be made; the log says why.
    """
    house = Letterhead.of_the_house()
    head, files = letterhead(house, phone=_phone(house.phone), logo=house.read_logo())
    with translation.override(language), timezone.override(ZoneInfo(settings.TIME_ZONE)):
        data = sheet_data(agreement_of(account, at), premium_phone=_phone(house.premium_phone))
        try:
            return pdf(TEMPLATE, {**data, "house": head}, language=language, files=files)
        except NotPrinted as failed:
            raise ActionRefused(_("The agreement sheet could not be made: we know of it. Try again later.")) from failed


def sheet_data(agreement: Agreement, *, premium_phone: str) -> dict[str, Any]:
    """What agreement.typ takes beside the letterhead, in the active language and time zone."""
    local = timezone.localtime(agreement.at)
    stated = {"day": words.day(local), "time": clock_time(local)}
    return {
        "title": _("Service level agreement"),
        "subject": agreement.account.name,
        "dated": local.isoformat(timespec="seconds"),
        "foot": _("As agreed on %(day)s at %(time)s. What is agreed later takes its place.") % stated,
        "page": _("page {page} of {pages}"),
        "facts": words.facts(agreement),
        "without": words.without_contract(agreement, premium_phone),
        "levels": words.service_levels(agreement),
        "reach": escalation_words.how_to_reach_us(agreement),
        "escalation": escalation_words.how_to_escalate(agreement),
        "ladder": escalation_words.who_is_told(agreement),
    }


def _phone(number: str) -> str:
    return readable(number) if number else ""
