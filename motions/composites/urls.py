"""The addresses of compositing."""

from django.urls import path

from motions.composites.views import desk, pages

urlpatterns = [
    path("c/<slug:code>/composites/", pages.composites, name="composites"),
    path("c/<slug:code>/composites/<str:letter>/", pages.composite, name="composite"),
    path("c/<slug:code>/composites/<str:letter>/desk/", desk.desk, name="compositing_desk"),
    path("c/<slug:code>/dispositions/", pages.disposition_list, name="dispositions"),
]
