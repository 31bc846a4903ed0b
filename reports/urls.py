"""The addresses of reports."""

from django.urls import path

from reports import views

urlpatterns = [
    path("reports/compliance/", views.compliance, name="compliance"),
    path("reports/compliance/sheet.csv", views.compliance_csv, name="compliance_csv"),
    path("reports/compliance/tickets/", views.compliance_tickets, name="compliance_tickets"),
]
