"""How to reach us, and how to escalate: two tables, edited in place."""

from __future__ import annotations

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from administration.actions.reach import edit_reach
from administration.choices import Area
from administration.forms.reach import ReachForm
from administration.views.editing import form_page, saved
from administration.views.frame import for_administrators
from tickets.views.request import Request


@for_administrators
def reach(request: Request) -> HttpResponse:
    form = ReachForm(request.POST or None)
    if not form.is_valid() or "preview" in request.POST:
        return form_page(request, Area.REACH, form, str(Area.REACH.label), "administration/reach.html")
    changed = edit_reach(texts=form.texts(), by=request.user, at=request.now)
    words = ngettext("%(count)s instruction is changed.", "%(count)s instructions are changed.", changed)
    return saved(request, words % {"count": changed} if changed else _("Nothing was changed."), "reach")
