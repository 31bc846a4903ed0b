"""The addresses of mail that comes in."""

from django.urls import path

from mail.views import mailboxes, triage

urlpatterns = [
    path("mail/", triage.triage, name="triage"),
    path("mail/<int:pk>/", triage.triage_mail, name="triage_mail"),
    path("mail/<int:pk>/attach/", triage.attach, name="triage_attach"),
    path("mail/<int:pk>/open/", triage.open_ticket, name="triage_open"),
    path("mail/<int:pk>/reject/", triage.reject, name="triage_reject"),
    path("mail/<int:pk>/raw/", triage.raw, name="mail_raw"),
    path("mail/<int:pk>/files/<int:index>/", triage.file, name="mail_file"),
    path("settings/mailboxes/", mailboxes.mailbox_list, name="mailboxes"),
    path("settings/mailboxes/add/", mailboxes.mailbox_add, name="mailbox_add"),
    path("settings/mailboxes/<int:pk>/", mailboxes.mailbox_edit, name="mailbox_edit"),
    path("settings/mailboxes/<int:pk>/try/", mailboxes.mailbox_try, name="mailbox_try"),
]
