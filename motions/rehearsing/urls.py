"""The addresses of rehearsals."""

from django.urls import path

from motions.rehearsing import views

urlpatterns = [
    path("c/<slug:code>/rehearsals/", views.rehearsals, name="rehearsals"),
    path("c/<slug:code>/rehearsals/<int:number>/", views.rehearsal, name="rehearsal"),
    path(
        "c/<slug:code>/rehearsals/<int:number>/progress/",
        views.progress,
        name="rehearsal_progress",
    ),
]
