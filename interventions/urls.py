"""The addresses of interventions: planning, the day on site, slips."""

from __future__ import annotations

from django.urls import path

from interventions.views import paper, planning, route, slip, verbs, visit

urlpatterns = [
    path("interventions/day/", route.day_route, name="day_route"),
    path("interventions/catalogue/", slip.catalogue_search, name="catalogue_search"),
    path("interventions/photos/<int:pk>/", slip.photo, name="photo"),
    path("interventions/<int:pk>/slip/", slip.slip_fill, name="slip_fill"),
    path("interventions/<int:pk>/slip/arrive/", verbs.slip_arrive, name="slip_arrive"),
    path("interventions/<int:pk>/slip/arrive_undo/", verbs.slip_arrive_undo, name="slip_arrive_undo"),
    path("interventions/<int:pk>/slip/leave/", verbs.slip_leave, name="slip_leave"),
    path("interventions/<int:pk>/slip/times/", verbs.slip_times, name="slip_times"),
    path("interventions/<int:pk>/slip/save/", verbs.slip_save, name="slip_save"),
    path("interventions/<int:pk>/slip/photo/", verbs.slip_photo, name="slip_photo"),
    path("interventions/<int:pk>/slip/photo_remove/", verbs.slip_photo_remove, name="slip_photo_remove"),
    path("interventions/", planning.planning, name="planning"),
    path("interventions/plan/", planning.intervention_plan, name="intervention_plan"),
    path("interventions/<int:pk>/", visit.intervention, name="intervention"),
    path("interventions/<int:pk>/move/", visit.intervention_move, name="intervention_move"),
    path("interventions/<int:pk>/describe/", visit.intervention_describe, name="intervention_describe"),
    path("interventions/<int:pk>/cancel/", visit.intervention_cancel, name="intervention_cancel"),
    path("slips/blank.pdf", paper.slip_blank, name="slip_blank"),
    path("slips/<str:number>.pdf", paper.slip_pdf, name="slip_pdf"),
]
