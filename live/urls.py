"""The one address of this room that Django answers; the streams themselves it never sees."""

from django.urls import path

from live import views

app_name = "live"
urlpatterns = [path("channels/", views.channels, name="channels")]
