"""The addresses of agreement sheets."""

from django.urls import path

from agreement.views import agreement

urlpatterns = [path("agreements/<int:account>.pdf", agreement, name="agreement")]
