"""What the web server loads."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings")

application = get_wsgi_application()

# Loaded before the server forks, so that its workers share them and nobody's first page waits.
for shared in ("helpdesk.urls", "holidays.countries.france"):
    import_module(shared)
gc.collect()
gc.freeze()
