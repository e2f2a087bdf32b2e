"""The addresses of the delegate's page."""

from django.urls import path

from conferences.now import views

urlpatterns = [
    path("c/<slug:code>/now/", views.now, name="now"),
    path("c/<slug:code>/delegation/", views.delegation_panel, name="delegation"),
    path("c/<slug:code>/now/own/", views.own_panels, name="own_panels"),
    path("c/<slug:code>/check-in/", views.check_in, name="check_in"),
    path("c/<slug:code>/check-out/", views.check_out, name="check_out"),
]
