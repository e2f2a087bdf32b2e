"""The addresses of the screens on the wall, and of the desk that sets them."""

from django.urls import path

from conferences.screens import desk_views, views

urlpatterns = [
    path("c/<slug:code>/hall/", views.hall, name="hall"),
    path("c/<slug:code>/hall/<slug:slug>/", views.screen, name="screen"),
    path("c/<slug:code>/screens/", desk_views.screens, name="screens"),
    path("c/<slug:code>/screens/add/", desk_views.add, name="add_screen"),
    path("c/<slug:code>/screens/broadcast/", desk_views.broadcast, name="broadcast"),
    path("c/<slug:code>/screens/set/<slug:slug>/", desk_views.switch, name="switch_screen"),
    path("c/<slug:code>/screens/remove/<slug:slug>/", desk_views.remove, name="remove_screen"),
]
