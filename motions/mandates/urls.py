"""The addresses of the mandates of branches."""

from django.urls import path

from motions.mandates import views

urlpatterns = [
    path("c/<slug:code>/branch/<slug:branch>/mandates/", views.mandates, name="mandates"),
]
