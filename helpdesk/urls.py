"""Every address of the product; each room gives its own."""

from django.conf import settings
from django.urls import include, path

from helpdesk.views import demo_mails, me, notices
from helpdesk.views.counts import shell_counts
from helpdesk.views.gallery import gallery
from helpdesk.views.health import health
from helpdesk.views.home import home
from helpdesk.views.palette import palette
from helpdesk.views.preferences import preferences
from helpdesk.views.search import search

urlpatterns = [
    path("", home, name="home"),
    path("health/", health, name="health"),
    path("preferences/", preferences, name="preferences"),
    path("search/", search, name="search"),
    path("palette/", palette, name="palette"),
    path("shell/counts/", shell_counts, name="shell_counts"),
    path("notices/", notices.notice_list, name="notice_list"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/<int:pk>/", notices.notice_open, name="notice_open"),
    path("me/", me.me, name="me"),
    path("me/absences/", me.absence_add, name="absence_add"),
    path("me/absences/<int:pk>/remove/", me.absence_remove, name="absence_remove"),
    path("components/", gallery, name="gallery"),
    path("demo/mails/", demo_mails.demo_mails, name="demo_mails"),
    path("demo/mails/<int:pk>/", demo_mails.demo_mail, name="demo_mail"),
    path("demo/mails/<int:pk>/html/", demo_mails.demo_mail_html, name="demo_mail_html"),
    path("", include("helpdesk.account_urls")),
    path("portal/", include("portal.urls")),
    path("", include("tickets.urls")),
    path("", include("escalation.urls")),
    path("", include("interventions.urls")),
    path("", include("agreement.urls")),
    path("", include("reports.urls")),
    path("", include("wall.urls")),
    path("", include("mail.urls")),
    path("settings/", include("administration.urls")),
    path("settings/", include("administration.house_urls")),
    path("", include("administration.client_urls")),
]

if settings.DJANGO_ADMIN:
    from helpdesk.admin_site import site  # what is off costs nothing

    urlpatterns.append(path("django-admin/", site.urls))
