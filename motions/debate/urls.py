"""The addresses of the chair's page."""

from django.urls import path

from motions.debate import taking_views, views

urlpatterns = [
    path("c/<slug:code>/chair/", views.chair, name="chair"),
    path("c/<slug:code>/chair/act/", views.act, name="act"),
    path("c/<slug:code>/chair/delegates/", views.delegates, name="chair_delegates"),
    path("c/<slug:code>/chair/run-sheet/", views.sheet, name="chair_run_sheet"),
    path("c/<slug:code>/chair/take/", taking_views.take, name="procedure_take"),
    path("c/<slug:code>/chair/figures/", views.figures, name="figures"),
]
