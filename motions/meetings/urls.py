"""The address of the motions of a meeting."""

from django.urls import path

from motions.meetings import views

urlpatterns = [
    path("c/<slug:code>/put-a-motion/", views.meeting_motions, name="meeting_motions"),
]
