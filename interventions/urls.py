"""The addresses of interventions: planning, the day on site, slips."""

from __future__ import annotations

from django.urls import path

from interventions.views import paper

urlpatterns = [
    path("slips/blank.pdf", paper.slip_blank, name="slip_blank"),
    path("slips/<str:number>.pdf", paper.slip_pdf, name="slip_pdf"),
]
