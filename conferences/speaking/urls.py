"""The addresses of the speakers and of points of order."""

from django.urls import URLPattern, path

from conferences.speaking import views

urlpatterns: list[URLPattern] = [
    path("c/<slug:code>/speaking/", views.speaking, name="speaking"),
    path("c/<slug:code>/speaking.csv", views.contributions_csv, name="contributions_csv"),
    path("c/<slug:code>/rostrum/", views.rostrum, name="rostrum"),
]
