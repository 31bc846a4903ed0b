"""What the web server loads."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

application = get_wsgi_application()


def _load_what_pages_share() -> None:
    """Before the server forks: its workers share it in memory, and nobody's first page waits."""
    from django.conf import settings
    from django.template.loader import get_template
    from django.utils import translation

    for module in ("helpdesk.urls", "holidays.countries.france"):
        import_module(module)
    for language, _name in settings.LANGUAGES:
        # To speak a language is to read its catalogue.
        with translation.override(language):
            pass
    folder = settings.BASE_DIR / "templates"
    for template in folder.rglob("*.html"):
        get_template(str(template.relative_to(folder)))


_load_what_pages_share()
gc.collect()
gc.freeze()
# A page makes and drops tens of thousands of objects, hardly any of them in cycles: to look for those at every 700th
# took a tenth of its time.
gc.set_threshold(20_000, 20, 50)
