"""The addresses of the meetings of committees and branches."""

from django.urls import path

from conferences.meetings import views

urlpatterns = [
    path("meetings/", views.meetings, name="meetings"),
    path("meetings/new/", views.call_meeting, name="call_meeting"),
    path("c/<slug:code>/join/", views.join, name="join"),
]
