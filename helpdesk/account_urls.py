"""Addresses of signing in. Nobody signs up: that name exists because allauth asks for it."""

from allauth.account import views
from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.generic import RedirectView

from helpdesk.views.first_administrator import first_administrator
from helpdesk.views.set_password import set_password

to_sign_in = login_not_required(RedirectView.as_view(pattern_name="account_login"))

urlpatterns = [
    path("accounts/login/", views.login, name="account_login"),
    path("accounts/logout/", views.logout, name="account_logout"),
    path("accounts/signup/", to_sign_in, name="account_signup"),
    path("accounts/inactive/", to_sign_in, name="account_inactive"),
    path("setup/<str:token>/", first_administrator, name="first_administrator"),
    path("password/<str:key>/<str:token>/", set_password, name="set_password"),
]
