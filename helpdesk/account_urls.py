"""Addresses of signing in. Nobody signs up: that name exists because allauth asks for it."""

from allauth.account import views
from allauth.mfa.base import views as second_step
from django.contrib.auth.decorators import login_not_required
from django.urls import path, reverse_lazy
from django.views.generic import RedirectView

from helpdesk.views.first_administrator import first_administrator
from helpdesk.views.set_password import set_password
from helpdesk.views.sign_in_link import sign_in_by_link, sign_in_link

to_sign_in = login_not_required(RedirectView.as_view(pattern_name="account_login"))

change_password = views.PasswordChangeView.as_view(success_url=reverse_lazy("me"))
first_password = views.PasswordSetView.as_view(success_url=reverse_lazy("me"))

urlpatterns = [
    path("accounts/login/", views.login, name="account_login"),
    path("accounts/logout/", views.logout, name="account_logout"),
    path("accounts/signup/", to_sign_in, name="account_signup"),
    path("accounts/inactive/", to_sign_in, name="account_inactive"),
    path("accounts/password/change/", change_password, name="account_change_password"),
    path("accounts/password/set/", first_password, name="account_set_password"),
    path("accounts/link/", sign_in_link, name="sign_in_link"),
    path("accounts/link/<str:key>/<str:token>/", sign_in_by_link, name="sign_in_by_link"),
    path("accounts/second-step/", login_not_required(second_step.authenticate), name="mfa_authenticate"),
    path("setup/<str:token>/", first_administrator, name="first_administrator"),
    path("password/<str:key>/<str:token>/", set_password, name="set_password"),
]
