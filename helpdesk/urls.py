"""Every address of the product; each room gives its own."""

from django.urls import include, path
from django.views.generic import RedirectView

from helpdesk.views.gallery import gallery
from helpdesk.views.health import health
from helpdesk.views.preferences import preferences

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="ticket_list"), name="home"),
    path("health/", health, name="health"),
    path("preferences/", preferences, name="preferences"),
    path("components/", gallery, name="gallery"),
    path("", include("helpdesk.account_urls")),
    path("", include("tickets.urls")),
    path("", include("escalation.urls")),
    path("", include("reports.urls")),
    path("", include("wall.urls")),
    path("settings/", include("administration.urls")),
    path("settings/", include("administration.house_urls")),
    path("", include("administration.client_urls")),
]
