"""The addresses of tickets: one verb, one path."""

from django.urls import path

from tickets.views import list as list_view

urlpatterns = [
    path("tickets/", list_view.ticket_list, name="ticket_list"),
]
