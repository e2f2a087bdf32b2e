"""The addresses of what delegates ask for from the floor."""

from django.urls import URLPattern, path

from motions.procedure import views

urlpatterns: list[URLPattern] = [
    path("c/<slug:code>/procedure/", views.procedure, name="procedure"),
    path("c/<slug:code>/procedure/decline/", views.chair, name="procedure_chair"),
]
