"""The addresses of the settings; all of them begin with /settings/."""

from django.urls import path

from administration.views.index import settings
from administration.views.log import settings_log

urlpatterns = [
    path("", settings, name="settings"),
    path("log/", settings_log, name="settings_log"),
]
