"""The addresses of interventions: planning, the day on site, slips."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
