"""The addresses of reports."""

from django.urls import path

from reports.views import compliance

urlpatterns = [
    path("reports/compliance/", compliance.compliance, name="compliance"),
    path("reports/compliance/sheet.csv", compliance.compliance_csv, name="compliance_csv"),
    path("reports/compliance/tickets/", compliance.compliance_tickets, name="compliance_tickets"),
]
