"""The addresses of the chair's page."""

from django.urls import path

from motions.debate import views

urlpatterns = [
    path("c/<slug:code>/chair/", views.chair, name="chair"),
    path("c/<slug:code>/chair/act/", views.act, name="act"),
    path("c/<slug:code>/chair/figures/", views.figures, name="figures"),
]
