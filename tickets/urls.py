"""The addresses of tickets: one verb, one path."""

from django.urls import path

from tickets.views import attachment, clock, intake, roster, ticket, verbs
from tickets.views import list as list_view

VERBS = [
    verbs.assign,
    verbs.take,
    verbs.route,
    verbs.reply,
    verbs.note,
    verbs.call,
    verbs.wait,
    verbs.resume,
    verbs.schedule,
    verbs.prioritize,
    verbs.reclassify,
    verbs.resolve,
    verbs.close,
    verbs.reopen,
    verbs.cancel,
    verbs.merge,
    verbs.link,
    verbs.time,
]

urlpatterns = [
    path("tickets/", list_view.ticket_list, name="ticket_list"),
    # The intake of calls.
    path("tickets/new/", intake.ticket_new, name="ticket_new"),
    path("tickets/new/preview/", intake.ticket_new_preview, name="ticket_new_preview"),
    path("tickets/new/callers/", intake.caller_search, name="caller_search"),
    path("tickets/<int:number>/opened/", intake.ticket_opened, name="ticket_opened"),
    # One ticket.
    path("tickets/<int:number>/", ticket.ticket, name="ticket"),
    path("tickets/<int:number>/clocks/<str:metric>/", clock.clock_explanation, name="clock_explanation"),
    *(path(f"tickets/<int:number>/{verb.__name__}/", verb, name=f"ticket_{verb.__name__}") for verb in VERBS),
    # Who is on duty.
    path("roster/", roster.roster, name="roster"),
    path("roster/duties/", roster.duty_add, name="duty_add"),
    path("roster/duties/<int:pk>/remove/", roster.duty_remove, name="duty_remove"),
    path("roster/absences/", roster.roster_absence_add, name="roster_absence_add"),
    path("roster/absences/<int:pk>/remove/", roster.roster_absence_remove, name="roster_absence_remove"),
    path("attachments/<int:pk>/", attachment.attachment, name="attachment"),
]
