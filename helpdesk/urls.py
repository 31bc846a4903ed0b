"""Every address of the product."""

from django.urls import include, path

from helpdesk.views.health import health

urlpatterns = [
    path("health/", health, name="health"),
    path("", include("helpdesk.account_urls")),
]
