"""The addresses of the portal: one verb, one path."""

from django.urls import path

from portal.views import account, compliance, escalate, home, mails, rate, request, slips, ticket, verbs

VERBS = [verbs.reply, verbs.close, verbs.reopen, verbs.cancel]

urlpatterns = [
    path("", home.home, name="portal_home"),
    path("new/", request.new, name="portal_new"),
    path("new/preview/", request.preview, name="portal_new_preview"),
    path("tickets/<int:number>/", ticket.ticket, name="portal_ticket"),
    *(path(f"tickets/<int:number>/{verb.__name__}/", verb, name=f"portal_{verb.__name__}") for verb in VERBS),
    path("tickets/<int:number>/escalate/", escalate.escalate, name="portal_escalate"),
    path("tickets/<int:number>/rate/", rate.rate, name="portal_rate"),
    path("slips/", slips.slips, name="portal_slips"),
    path("slips/<str:number>/", slips.slip, name="portal_slip"),
    path("compliance/", compliance.compliance, name="portal_compliance"),
    path("account/", account.account, name="portal_account"),
    path("account/mails/", mails.mails, name="portal_mails"),
]
