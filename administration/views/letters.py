"""The words of every mail: list, form with a live preview, back to those of the product."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration.actions.letters import edit_letter, restore_letter
from administration.choices import Area
from administration.forms.letters import LetterForm
from administration.presentation.letters import letter_lines, preview
from administration.views.editing import form_page, history_url, saved
from administration.views.frame import for_administrators, settings_page
from tickets.choices import MailKind
from tickets.letter_words import DRAFTS
from tickets.letters import Words, product_words
from tickets.models import MailTemplate
from tickets.views.request import Request

PAGE = "administration/letter.html"


@for_administrators
def letters(request: Request) -> HttpResponse:
    return settings_page(request, "administration/letters.html", Area.LETTERS, {"lines": letter_lines()})


@for_administrators
def letter_edit(request: Request, kind: str, language: str) -> HttpResponse:
    what = _kind(kind, language)
    own = MailTemplate.objects.filter(kind=what, language=language).first()
    form = LetterForm(
        what, Words(own.subject, own.body) if own else product_words(what, language), request.POST or None
    )
    if not form.is_valid() or "preview" in request.POST:
        context = {
            "kind": what,
            "language": language,
            "language_name": dict(settings.LANGUAGES)[language],
            "own": own,
            "variables": DRAFTS[what].variables,
            "needed": DRAFTS[what].needed,
            "read": preview(what, language, form.words()),
            "history": history_url(Area.LETTERS, own) if own else "",
        }
        return form_page(request, Area.LETTERS, form, str(what.label), PAGE, **context)
    edit_letter(kind=what, language=language, plan=form.plan(), by=request.user, at=request.now)
    return saved(request, _("“%s” is saved.") % what.label, "letters")


@require_POST
@for_administrators
def letter_preview(request: Request, kind: str, language: str) -> HttpResponse:
    what = _kind(kind, language)
    form = LetterForm(what, product_words(what, language), request.POST)
    context = {"form": form, "read": preview(what, language, form.words())}
    return render(request, "administration/letter_preview.html", context)


@require_POST
@for_administrators
def letter_restore(request: Request, kind: str, language: str) -> HttpResponse:
    what = _kind(kind, language)
    restore_letter(kind=what, language=language, by=request.user, at=request.now)
    return saved(request, _("“%s” reads as the product words it.") % what.label, "letters")


def _kind(kind: str, language: str) -> MailKind:
    if kind not in MailKind.values or language not in dict(settings.LANGUAGES):
        raise Http404
    return MailKind(kind)
