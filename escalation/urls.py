"""The addresses of escalation."""

from django.urls import path

from escalation.views.acknowledge import escalation_acknowledge
from escalation.views.escalate import ticket_escalate
from escalation.views.list import escalation_list

urlpatterns = [
    path("tickets/<int:number>/escalate/", ticket_escalate, name="ticket_escalate"),
    path("escalations/", escalation_list, name="escalation_list"),
    path("escalations/<int:pk>/acknowledge/", escalation_acknowledge, name="escalation_acknowledge"),
]
