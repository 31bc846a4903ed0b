"""Light or dark: a choice of the reader's own, which follows them to every machine."""

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from tickets.models import User

THEMES = ("", "light", "dark")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the reader's theme ("" is their system's) and go back to the page they were on."""
    chosen = request.POST.get("theme", "")
    if chosen not in THEMES:
        return HttpResponseBadRequest(_("A theme is light, dark, or that of your system."))
    User.objects.filter(pk=request.user.pk).update(theme=chosen)
    back = request.POST.get("next", "/")
    return HttpResponseRedirect(back if url_has_allowed_host_and_scheme(back, {request.get_host()}) else "/")
