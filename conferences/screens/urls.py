"""The addresses of the screens on the wall."""

from django.urls import path

from conferences.screens import views

urlpatterns = [
    path("c/<slug:code>/hall/", views.hall, name="hall"),
]
