"""The addresses of the settings; all of them begin with /settings/."""

from django.urls import path

from administration.views import calendar, ladder, policy
from administration.views.index import settings
from administration.views.job import setting_job
from administration.views.log import settings_log

urlpatterns = [
    path("", settings, name="settings"),
    path("log/", settings_log, name="settings_log"),
    path("jobs/<int:pk>/", setting_job, name="setting_job"),
    path("calendars/", calendar.calendar_list, name="calendar_list"),
    path("calendars/new/", calendar.calendar_new, name="calendar_new"),
    path("calendars/<int:pk>/", calendar.calendar_edit, name="calendar_edit"),
    path("calendars/<int:pk>/copy/", calendar.calendar_copy, name="calendar_copy"),
    path("calendars/<int:pk>/remove/", calendar.calendar_remove, name="calendar_remove"),
    path("policies/", policy.policy_list, name="policy_list"),
    path("policies/new/", policy.policy_new, name="policy_new"),
    path("policies/<int:pk>/", policy.policy_edit, name="policy_edit"),
    path("policies/<int:pk>/copy/", policy.policy_copy, name="policy_copy"),
    path("policies/<int:pk>/remove/", policy.policy_remove, name="policy_remove"),
    path("ladders/", ladder.ladder_list, name="ladder_list"),
    path("ladders/<int:pk>/", ladder.ladder_edit, name="ladder_edit"),
]
