"""The addresses of the running day."""

from django.urls import path

from conferences.running import views

urlpatterns = [
    path("c/<slug:code>/calendar/", views.calendars, name="calendars"),
    path("c/<slug:code>/calendar.ics", views.conference_calendar, name="conference_calendar"),
    path("c/<slug:code>/calendar/<str:key>.ics", views.own_calendar, name="own_calendar"),
    path("c/<slug:code>/replan/", views.replan, name="replan"),
    path("c/<slug:code>/replan/<int:pk>/", views.replan_item, name="replan_item"),
]
