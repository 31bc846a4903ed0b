"""What a phone keeps for a day without network: its worker, the app that it installs, and whose pages are kept."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from functools import cache, wraps
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

KEPT_FOR = "X-Kept-For"
# What the address of a style or script in a page looks like.
_FILE = re.compile(r'(?:src|href)="([^"]+)"')
# The colours of static/css/tokens.css, which the frame of an installed app cannot read.
_ACCENT, _CANVAS = "#005c73", "#fefdfc"


View = Callable[..., HttpResponseBase]


def kept_on_phone(view: View) -> View:
    """For the pages that a phone keeps, and for what it sends: said and done for one person, and nobody else.

    The worker keeps a page for whom it is made. What was done on it is sent with `person`, their key: under the
    session of somebody else it is not taken, and stays on the phone until its owner signs in.
    """

    @wraps(view)
    def for_one(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        reader = str(request.user.pk)
        if request.POST.get("person", reader) != reader:
            sentence = _("This was done by somebody else on this phone: it is sent when they sign in.")
            return JsonResponse({"signed_out": True, "sentence": sentence}, status=403)
        response = view(request, *args, **kwargs)
        response.headers[KEPT_FOR] = reader
        return response

    return for_one


@login_not_required
@never_cache
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker. It names the files of this release: another release is another worker, and replaces what is kept."""
    return HttpResponse(_worker(), content_type="text/javascript")


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """Astreinte as an app on the phone, which opens with the day."""
    said = {
        "name": "Astreinte",
        "short_name": "Astreinte",
        "description": _("The day’s visits and their slips, with or without network"),
        "id": reverse("day_route"),
        "start_url": reverse("day_route"),
        "scope": "/",
        "display": "standalone",
        "theme_color": _ACCENT,
        "background_color": _CANVAS,
        "icons": [{"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    return JsonResponse(said, content_type="application/manifest+json", headers={"Vary": "Accept-Language, Cookie"})


@cache
def _worker() -> str:
    files = _files()
    release = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    return render_to_string("interventions/worker.js", {"files": json.dumps(files), "release": release})


def _files() -> list[str]:
    """The addresses of what every page needs, and of what the slip's scripts and the styles ask for themselves."""
    scripts = sorted(path.name for path in (Path(settings.BASE_DIR) / "static" / "js").glob("slip*.js"))
    shell = _FILE.findall(render_to_string("shell/assets.html"))
    return [*shell, *(static(f"js/{name}") for name in scripts), static("fonts/IBMPlexSans[wdth,wght].ttf")]
