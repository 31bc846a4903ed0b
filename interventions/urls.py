"""The addresses of interventions: planning, the day on site, slips."""

from __future__ import annotations

from django.urls import path

from interventions.views import (
    feed,
    office_slip,
    offline,
    paper,
    planning,
    route,
    sign_later,
    signing,
    slip,
    slip_list,
    verbs,
    visit,
)
from interventions.views.offline import kept_on_phone

urlpatterns = [
    path("sw.js", offline.service_worker, name="service_worker"),
    path("app.webmanifest", offline.manifest, name="manifest"),
    path("interventions/day/", kept_on_phone(route.day_route), name="day_route"),
    path("interventions/catalogue/", slip.catalogue_search, name="catalogue_search"),
    path("interventions/photos/<int:pk>/", slip.photo, name="photo"),
    path("interventions/<int:pk>/slip/", kept_on_phone(slip.slip_fill), name="slip_fill"),
    path("interventions/<int:pk>/slip/arrive/", kept_on_phone(verbs.slip_arrive), name="slip_arrive"),
    path("interventions/<int:pk>/slip/arrive_undo/", kept_on_phone(verbs.slip_arrive_undo), name="slip_arrive_undo"),
    path("interventions/<int:pk>/slip/leave/", kept_on_phone(verbs.slip_leave), name="slip_leave"),
    path("interventions/<int:pk>/slip/times/", kept_on_phone(verbs.slip_times), name="slip_times"),
    path("interventions/<int:pk>/slip/save/", kept_on_phone(verbs.slip_save), name="slip_save"),
    path("interventions/<int:pk>/slip/photo/", kept_on_phone(verbs.slip_photo), name="slip_photo"),
    path("interventions/<int:pk>/slip/photo_remove/", kept_on_phone(verbs.slip_photo_remove), name="slip_photo_remove"),
    path("interventions/<int:pk>/slip/sign/", kept_on_phone(signing.slip_sign), name="slip_sign"),
    path("interventions/<int:pk>/slip/sign_later/", kept_on_phone(signing.slip_sign_later), name="slip_sign_later"),
    path("interventions/<int:pk>/slip/correct/", kept_on_phone(signing.slip_correct), name="slip_correct"),
    path("interventions/<int:pk>/slip/scan/", kept_on_phone(signing.slip_scan), name="slip_scan"),
    path("interventions/", planning.planning, name="planning"),
    path("interventions/plan/", planning.intervention_plan, name="intervention_plan"),
    path("interventions/<int:pk>/", visit.intervention, name="intervention"),
    path("interventions/<int:pk>/move/", visit.intervention_move, name="intervention_move"),
    path("interventions/<int:pk>/describe/", visit.intervention_describe, name="intervention_describe"),
    path("interventions/<int:pk>/cancel/", visit.intervention_cancel, name="intervention_cancel"),
    path("calendar/<str:token>.ics", feed.calendar_feed, name="calendar_feed"),
    path("me/calendar/", feed.calendar_feed_renew, name="calendar_feed_renew"),
    path("slips/", slip_list.slip_list, name="slip_list"),
    path("slips/export/", slip_list.slip_export, name="slip_export"),
    path("slips/totals/", slip_list.slip_totals, name="slip_totals"),
    path("slips/totals/export/", slip_list.slip_totals_export, name="slip_totals_export"),
    path("slips/blank.pdf", paper.slip_blank, name="slip_blank"),
    path("slips/<str:number>.pdf", paper.slip_pdf, name="slip_pdf"),
    path("slips/signatures/<int:pk>/", office_slip.slip_signature, name="slip_signature"),
    path("sign/<str:token>/", sign_later.sign_later, name="sign_later"),
    path("sign/<str:token>/slip.pdf", sign_later.sign_later_pdf, name="sign_later_pdf"),
    path("sign/<str:token>/photos/<uuid:key>/", sign_later.sign_later_photo, name="sign_later_photo"),
    # Whatever else begins so stands before it.
    path("slips/<str:number>/", office_slip.slip, name="slip"),
]
