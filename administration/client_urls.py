"""The addresses of clients, for the whole house, and of the picture on our paper, for everybody."""

from django.urls import path

from administration.views import client_details, clients, prepaid, sites
from administration.views.letterhead import letterhead_logo

urlpatterns = [
    path("clients/", clients.account_list, name="account_list"),
    path("clients/add/", clients.account_add, name="account_add"),
    path("clients/<int:pk>/", clients.account, name="account"),
    path("clients/<int:pk>/edit/", clients.account_edit, name="account_edit"),
    path("clients/<int:pk>/contracts/add/", client_details.contract_add, name="contract_add"),
    path("clients/<int:pk>/contracts/<int:contract>/", client_details.contract_edit, name="contract_edit"),
    path("clients/<int:pk>/contracts/<int:contract>/remove/", client_details.contract_remove, name="contract_remove"),
    path("clients/<int:pk>/contacts/add/", client_details.contact_add, name="contact_add"),
    path("clients/<int:pk>/contacts/<int:contact>/", client_details.contact_edit, name="contact_edit"),
    path("clients/<int:pk>/contacts/<int:contact>/sight/", client_details.contact_sight, name="contact_sight"),
    path("clients/<int:pk>/contacts/<int:contact>/remove/", client_details.contact_remove, name="contact_remove"),
    path("clients/<int:pk>/contacts/<int:contact>/invite/", client_details.contact_invite, name="contact_invite"),
    path("clients/<int:pk>/sites/add/", sites.site_add, name="site_add"),
    path("clients/<int:pk>/sites/<int:site>/", sites.site_edit, name="site_edit"),
    path("clients/<int:pk>/prepaid/", prepaid.prepaid, name="prepaid"),
    path("clients/<int:pk>/prepaid/add/", prepaid.prepaid_add, name="prepaid_add"),
    path("letterhead/logo/", letterhead_logo, name="letterhead_logo"),
]
