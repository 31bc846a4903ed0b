"""The address of the wall."""

from django.urls import path

from wall import views

urlpatterns = [path("wall/", views.wall, name="wall")]
