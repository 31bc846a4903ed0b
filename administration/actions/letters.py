"""Write mails in the words of the house, and go back to those of the product."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from administration.actions.edit import change_row, create_row, names_of, take_turn, values_of
from administration.actions.frame import log_change
from administration.choices import Area
from tickets.choices import MailKind
from tickets.letters import product_words, refuse_unfit
from tickets.models import MailTemplate, User
from tickets.permissions import Permission, require


@dataclass(frozen=True, kw_only=True)
class LetterPlan:
    """The words of one kind of mail in one language, with variables between braces."""

    subject: str
    body: str


@transaction.atomic
def edit_letter(*, kind: MailKind, language: str, plan: LetterPlan, by: User, at: dt.datetime) -> None:
    """The mail reads like this from now on; with the words of the product, those hold again.

    Raises ActionRefused where `by` may not, a variable is unknown, or one is missing without which the mail would
    say nothing.
    """
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.LETTERS)
    refuse_unfit(kind, subject=plan.subject, body=plan.body)
    product = product_words(kind, language)
    if (plan.subject, plan.body) == (product.subject, product.body):
        return restore_letter(kind=kind, language=language, by=by, at=at)
    own = MailTemplate.objects.filter(kind=kind, language=language).first()
    if own is None:
        create_row(row=MailTemplate(kind=kind, language=language), plan=plan, area=Area.LETTERS, by=by, at=at)
    else:
        change_row(row=own, plan=plan, area=Area.LETTERS, by=by, at=at)
    return None


@transaction.atomic
def restore_letter(*, kind: MailKind, language: str, by: User, at: dt.datetime) -> None:
    """The mail reads as the product words it; mails that wait to leave stay as they were written."""
    require(by, Permission.SETTINGS_EDIT)
    take_turn(Area.LETTERS)
    own = MailTemplate.objects.filter(kind=kind, language=language).first()
    if own is not None:
        before = values_of(own, names_of(LetterPlan(subject="", body="")))
        log_change(area=Area.LETTERS, subject=own, before=before, after=None, by=by, at=at)
        own.delete()
